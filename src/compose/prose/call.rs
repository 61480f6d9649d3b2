//! What a placeholder says: `{{ csat.value(period="2026-09") }}`, `{{ chart(kpi="csat") }}`.

use std::ops::Range;

/// A placeholder, read but not yet understood: every word with its place in the text it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call<'a> {
    /// The KPI or the function.
    pub(super) name: Word<'a>,
    /// What of the KPI; `None` for a function.
    pub(super) field: Option<Word<'a>>,
    /// In the order they were written.
    pub(super) arguments: Vec<Argument<'a>>,
}

/// `period="2026-09"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Argument<'a> {
    /// What it says.
    pub(super) name: Word<'a>,
    /// Without its quotes.
    pub(super) value: Word<'a>,
}

/// A word and its bytes in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// As it is written.
    pub(super) text: &'a str,
    /// Where.
    pub(super) at: Range<usize>,
}

/// What should have stood at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expected {
    /// In words.
    pub(super) what: &'static str,
    /// Where; one character, or none at the end.
    pub(super) at: Range<usize>,
}

/// Reads a placeholder with its braces.
pub(super) fn read(text: &str) -> Result<Call<'_>, Expected> {
    let mut reader = Reader { text, at: 0 };
    reader.sign("{{", "`{{`")?;
    let name = reader.word("a KPI or a function")?;
    let field = if reader.takes(".") { Some(reader.word("a field, such as `value`")?) } else { None };
    let mut arguments = Vec::new();
    let called = reader.takes("(");
    if called {
        while !reader.takes(")") {
            if !arguments.is_empty() {
                reader.sign(",", "`,` or `)`")?;
                if reader.takes(")") {
                    break;
                }
            }
            let name = reader.word("the name of an argument, such as `period`")?;
            reader.sign("=", "`=`")?;
            arguments.push(Argument { name, value: reader.quoted()? });
        }
    }
    if field.is_none() && !called {
        return Err(reader.expected("`.` and a field, such as `value`"));
    }
    reader.sign("}}", if called { "`}}`" } else { "`}}`, or arguments in `(` and `)`" })?;
    Ok(Call { name, field, arguments })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&mut self) -> &'a str {
        let rest = self.text[self.at..].trim_start();
        self.at = self.text.len() - rest.len();
        rest
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len();
        }
        found
    }

    fn sign(&mut self, sign: &str, what: &'static str) -> Result<(), Expected> {
        if self.takes(sign) { Ok(()) } else { Err(self.expected(what)) }
    }

    fn word(&mut self, what: &'static str) -> Result<Word<'a>, Expected> {
        let rest = self.rest();
        let is_letter = |char: char| char.is_alphanumeric() || char == '_' || char == '-';
        let length = rest.find(|char| !is_letter(char)).unwrap_or(rest.len());
        if length == 0 {
            return Err(self.expected(what));
        }
        Ok(self.take(length))
    }

    fn quoted(&mut self) -> Result<Word<'a>, Expected> {
        let rest = self.rest();
        let quote = rest.chars().next().filter(|char| matches!(char, '"' | '\''));
        let Some(quote) = quote else {
            return Err(self.expected("a text in straight quotes, such as \"2026-09\""));
        };
        self.at += 1;
        let Some(length) = rest[1..].find(quote) else { return Err(self.expected("a text with its closing quote")) };
        let word = self.take(length);
        self.at += 1;
        Ok(word)
    }

    fn take(&mut self, length: usize) -> Word<'a> {
        let at = self.at..self.at + length;
        self.at = at.end;
        Word { text: &self.text[at.clone()], at }
    }

    fn expected(&mut self, what: &'static str) -> Expected {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        Expected { what, at: self.at..self.at + length }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_do_not_matter() {
        for text in [
            "{{csat.value(period=\"2026-09\",by='team/billing')}}",
            "{{ csat . value ( period = \"2026-09\" , by = 'team/billing' , ) }}",
        ] {
            let call = read(text).unwrap();
            assert_eq!((call.name.text, call.field.unwrap().text), ("csat", "value"));
            let arguments: Vec<_> =
                call.arguments.iter().map(|argument| (argument.name.text, argument.value.text)).collect();
            assert_eq!(arguments, [("period", "2026-09"), ("by", "team/billing")]);
            assert_eq!(&text[call.arguments[1].value.at.clone()], "team/billing");
        }
    }

    #[test]
    fn a_function_has_no_field() {
        let call = read("{{ stories() }}").unwrap();
        assert_eq!((call.name.text, call.field, call.arguments.len()), ("stories", None, 0));
    }

    #[test]
    fn what_is_wrong_is_said_where_it_is() {
        check("{{ }}", "}", "a KPI or a function");
        check("{{ csat }}", "}", "`.` and a field, such as `value`");
        check("{{ csat. }}", "}", "a field, such as `value`");
        check("{{ csat.value | round }}", "|", "`}}`, or arguments in `(` and `)`");
        check("{{ csat.value(2026) }}", ")", "`=`");
        check("{{ csat.value(period=2026-09) }}", "2", "a text in straight quotes, such as \"2026-09\"");
        check("{{ csat.value(period=“2026-09”) }}", "“", "a text in straight quotes, such as \"2026-09\"");
        check("{{ csat.value(period=\"2026-09) }}", "2", "a text with its closing quote");
        check("{{ csat.value(period=\"2026-09\" by=\"x\") }}", "b", "`,` or `)`");
        check("{{ csat.value() x }}", "x", "`}}`");
    }

    #[track_caller]
    fn check(text: &str, place: &str, what: &str) {
        let expected = read(text).unwrap_err();
        assert_eq!((&text[expected.at.clone()], expected.what), (place, what), "{text}");
    }
}
