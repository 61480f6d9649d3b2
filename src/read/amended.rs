//! Amending: figures and lines put into a snapshot by the places of its tree.
//!
//! Comments, the order of keys, and keys that say more about a figure (`invited`, `note` …) stay as they are. What comes out
//! is read again and compared with what was meant; where it is not that, nothing is amended.

mod proof;
mod wanted;

use std::ops::Range;
use std::path::Path;

use super::tree::{Key, Kind, Node};
use super::values::FIGURES;
use super::yaml::{Document, Source};
use crate::diagnostic::Diagnostics;
use crate::model::{Measurement, Subject};

use proof::holds;
pub use wanted::Amendment;
use wanted::{Field, Wanted, block, flow, inside, wanted};

/// The text of a snapshot with an amendment.
///
/// Fails with what could not be put there: in a text whose form does not allow it.
pub fn amended(text: &str, amendment: &Amendment) -> Result<String, String> {
    let wanted = wanted(amendment);
    let diagnostics = Diagnostics::new();
    let source = Source::new(Path::new("snapshot").to_owned(), text.to_owned());
    let failed = || "the figures".to_owned();
    let document = Document::read(&source, 0..text.len(), &diagnostics).map_err(|_| failed())?;
    let mut amending = Amending {
        text,
        document: &document,
        edits: Vec::new(),
        newline: if text.contains("\r\n") { "\r\n" } else { "\n" },
    };
    match &document.root.kind {
        Kind::Map(_) => {
            amending.branch(&document.root, first_of(text), &wanted).map_err(|what| what.unwrap_or_else(failed))?;
        }
        _ => return Err(failed()),
    }
    let new = spliced(text, amending.edits);
    let again = Source::new(Path::new("snapshot").to_owned(), new);
    let document_again = Document::read(&again, 0..again.text.len(), &diagnostics).map_err(|_| failed())?;
    let holds = diagnostics.count() == 0 && holds(Some(&document.root), &document_again.root, &Wanted::Branch(wanted));
    drop(document_again);
    if holds { Ok(again.text.into_owned()) } else { Err(failed()) }
}

/// A new snapshot below `head`, which says its period.
pub fn composed(head: &str, figures: &[(Subject, Measurement)]) -> String {
    let figures: Vec<_> = figures.iter().map(|(subject, now)| (subject.clone(), None, *now)).collect();
    let mut text = head.to_owned();
    if figures.iter().all(|(subject, ..)| subject.part.is_some()) {
        text.push_str("\nvalues: {}");
    }
    for (key, what) in wanted(&Amendment { figures, revisions: Vec::new() }) {
        text.push('\n');
        block(&key, &what, 0, "\n", &mut text);
    }
    text.push('\n');
    text
}

/// Where nothing can be done; with what it is about where that is known.
type Stuck = Option<String>;

struct Amending<'d> {
    text: &'d str,
    document: &'d Document<'d>,
    edits: Vec<(Range<usize>, String)>,
    newline: &'static str,
}

impl<'d> Amending<'d> {
    /// Puts `wanted` into the map `node`, which begins at `start`.
    fn branch(&mut self, node: &Node<'d>, start: usize, wanted: &[(String, Wanted)]) -> Result<(), Stuck> {
        let Kind::Map(pairs) = &node.kind else { return Err(None) };
        let mut missing = Vec::new();
        for (name, what) in wanted {
            match pairs.iter().find(|(key, _)| key.text == *name) {
                None => missing.push((name, what)),
                Some((key, value)) => {
                    self.value(key, value, what).map_err(|stuck| stuck.or_else(|| Some(format!("`{name}`"))))?;
                }
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let end = self.last(node, start)?;
        if self.text[start..].starts_with('{') {
            let added: Vec<String> = missing.iter().map(|(name, what)| format!("{name}: {}", flow(what))).collect();
            let added = added.join(", ");
            self.edits.push((end..end, if pairs.is_empty() { format!(" {added} ") } else { format!(", {added}") }));
            return Ok(());
        }
        let indent = pairs.first().and_then(|(key, _)| self.indent(key)).ok_or(None)?;
        let at = self.line_end(end);
        let mut added = String::new();
        for (name, what) in missing {
            added.push_str(self.newline);
            block(name, what, indent, self.newline, &mut added);
        }
        self.edits.push((at..at, added));
        Ok(())
    }

    /// Makes `value` below `key` what is wanted.
    fn value(&mut self, key: &Key<'d>, value: &Node<'d>, wanted: &Wanted) -> Result<(), Stuck> {
        if let Kind::Null = value.kind {
            return match self.document.place(value.scalar).filter(|place| !place.is_empty()) {
                Some(place) => {
                    self.edits.push((place, flow(wanted)));
                    Ok(())
                }
                None => {
                    let at = self.after_colon(key)?;
                    let after = match wanted {
                        Wanted::Figure(_) => (at, format!(" {}", flow(wanted))),
                        _ => {
                            let indent = self.indent(key).ok_or(None)? + 2;
                            let mut text = String::new();
                            inside(wanted, indent, self.newline, &mut text);
                            (self.line_end(at), text)
                        }
                    };
                    self.edits.push((after.0..after.0, after.1));
                    Ok(())
                }
            };
        }
        let start = self.start_below(key)?;
        match (wanted, &value.kind) {
            (Wanted::Branch(inner), Kind::Map(_)) => self.branch(value, start, inner),
            (Wanted::Figure(fields), Kind::Map(pairs)) => self.figure(pairs, start, fields),
            (Wanted::Figure(_), Kind::Number(_) | Kind::Text(_)) => {
                let place = self.scalar(value)?;
                self.edits.push((place, flow(wanted)));
                Ok(())
            }
            (Wanted::Items(items), Kind::List(found)) => {
                let end = self.last(value, start)?;
                if self.text[start..].starts_with('[') {
                    let lead = if found.is_empty() { "" } else { ", " };
                    self.edits.push((end..end, format!("{lead}{}", items.join(", "))));
                    return Ok(());
                }
                let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
                let indent = start - line;
                let at = self.line_end(end);
                let lines = items.iter().map(|item| format!("{}{:indent$}- {item}", self.newline, ""));
                self.edits.push((at..at, lines.collect()));
                Ok(())
            }
            _ => Err(None),
        }
    }

    /// Makes the map of a figure, which begins at `start`, hold `fields`; what else it says stays.
    fn figure(&mut self, pairs: &[(Key<'d>, Node<'d>)], start: usize, fields: &[Field]) -> Result<(), Stuck> {
        let is_flow = self.text[start..].starts_with('{');
        let mut old: Vec<usize> = (0..pairs.len()).filter(|at| FIGURES.contains(&&*pairs[*at].0.text)).collect();
        let mut new: Vec<&Field> = Vec::new();
        let mut last = old.last().copied().or_else(|| pairs.len().checked_sub(1));
        for field in fields {
            let Some(at) = old.iter().position(|at| pairs[*at].0.text == field.0) else {
                new.push(field);
                continue;
            };
            let value = &pairs[old.remove(at)].1;
            if field.1.as_ref() != Some(&field.2) {
                let place = self.scalar(value)?;
                self.edits.push((place, field.2.clone()));
            }
        }
        let mut new = new.into_iter();
        let mut surplus = Vec::new();
        for at in old {
            match new.next() {
                Some((key, _, text)) => {
                    let place = self.quoted(self.document.place(pairs[at].0.scalar).ok_or(None)?);
                    self.edits.push((place, (*key).to_owned()));
                    let place = self.scalar(&pairs[at].1)?;
                    self.edits.push((place, text.clone()));
                }
                None => surplus.push(at),
            }
        }
        for at in &surplus {
            let range = self.pair(pairs, *at, is_flow)?;
            self.edits.push((range, String::new()));
        }
        if last.is_some_and(|at| surplus.contains(&at)) {
            last = (0..pairs.len()).rev().find(|at| !surplus.contains(at));
        }
        let new: Vec<&Field> = new.collect();
        if new.is_empty() {
            return Ok(());
        }
        let last = last.ok_or(None)?;
        let end = self.end(&pairs[last].1, self.start_below(&pairs[last].0)?)?;
        let text: String = if is_flow {
            new.iter().map(|(key, _, text)| format!(", {key}: {text}")).collect()
        } else {
            let indent = self.indent(&pairs[0].0).ok_or(None)?;
            new.iter().map(|(key, _, text)| format!("{}{:indent$}{key}: {text}", self.newline, "")).collect()
        };
        let at = if is_flow { end } else { self.line_end(end) };
        self.edits.push((at..at, text));
        Ok(())
    }

    /// What a pair of a figure's map takes, with what parts it from the others.
    fn pair(&self, pairs: &[(Key<'d>, Node<'d>)], at: usize, is_flow: bool) -> Result<Range<usize>, Stuck> {
        let (key, value) = &pairs[at];
        let key_place = self.quoted(self.document.place(key.scalar).ok_or(None)?);
        let end = self.scalar(value)?.end;
        if is_flow {
            return match at.checked_sub(1) {
                Some(before) => {
                    let before = &pairs[before];
                    Ok(self.end(&before.1, self.start_below(&before.0)?)?..end)
                }
                None => {
                    let next = pairs.get(1).ok_or(None)?;
                    Ok(key_place.start..self.quoted(self.document.place(next.0.scalar).ok_or(None)?).start)
                }
            };
        }
        let line = self.text[..key_place.start].rfind('\n').ok_or(None)?;
        let line_end = self.line_end(end);
        let is_alone = self.text[line..key_place.start].trim().is_empty() && self.text[end..line_end].trim().is_empty();
        let line = if self.text[..line].ends_with('\r') { line - 1 } else { line };
        if is_alone { Ok(line..line_end) } else { Err(None) }
    }

    /// Where the last thing in a map or a list ends, before any closing bracket.
    fn last(&self, node: &Node<'d>, start: usize) -> Result<usize, Stuck> {
        let mut at = start;
        match &node.kind {
            Kind::Map(pairs) => {
                for (key, value) in pairs {
                    at = match value.kind {
                        Kind::Null => {
                            let place = self.document.place(value.scalar).filter(|place| !place.is_empty());
                            place.map_or_else(|| self.after_colon(key), |place| Ok(place.end))?
                        }
                        _ => self.end(value, self.start_below(key)?)?,
                    };
                }
                if pairs.is_empty() {
                    at = start + 1;
                }
            }
            Kind::List(items) => {
                let is_flow = self.text[start..].starts_with('[');
                if is_flow {
                    at = start + 1;
                }
                for item in items {
                    let mut begins = self.skip(at, is_flow);
                    if !is_flow {
                        if !self.text[begins..].starts_with('-') {
                            return Err(None);
                        }
                        begins = self.skip(begins + 1, false);
                    }
                    at = self.end(item, begins)?;
                }
            }
            _ => return Err(None),
        }
        Ok(at)
    }

    /// Where a value that begins at `start` ends, with its quotes and brackets.
    fn end(&self, node: &Node<'d>, start: usize) -> Result<usize, Stuck> {
        match &node.kind {
            Kind::Map(_) | Kind::List(_) => {
                let end = self.last(node, start)?;
                if !self.text[start..].starts_with(['{', '[']) {
                    return Ok(end);
                }
                let close = self.skip(end, true);
                if self.text[close..].starts_with(['}', ']']) { Ok(close + 1) } else { Err(None) }
            }
            _ => Ok(self.scalar(node)?.end),
        }
    }

    fn scalar(&self, node: &Node<'d>) -> Result<Range<usize>, Stuck> {
        match node.kind {
            Kind::Map(_) | Kind::List(_) => Err(None),
            _ => Ok(self.quoted(self.document.place(node.scalar).ok_or(None)?)),
        }
    }

    /// A place with the quotes around it.
    fn quoted(&self, place: Range<usize>) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let before = place.start.checked_sub(1).map(|at| bytes[at]);
        match (before, bytes.get(place.end)) {
            (Some(open @ (b'"' | b'\'')), Some(close)) if open == *close => place.start - 1..place.end + 1,
            _ => place,
        }
    }

    fn after_colon(&self, key: &Key<'d>) -> Result<usize, Stuck> {
        let end = self.quoted(self.document.place(key.scalar).ok_or(None)?).end;
        let rest = &self.text[end..];
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if rest[spaces..].starts_with(':') { Ok(end + spaces + 1) } else { Err(None) }
    }

    /// Where the value below `key` begins.
    fn start_below(&self, key: &Key<'d>) -> Result<usize, Stuck> {
        Ok(self.skip(self.after_colon(key)?, false))
    }

    /// The next place from `at` on that holds more than spaces and comments, and with `commas` than commas.
    fn skip(&self, mut at: usize, commas: bool) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(at) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => at += 1,
                b',' if commas => at += 1,
                b'#' if at == 0 || bytes[at - 1].is_ascii_whitespace() => at = self.line_end(at),
                _ => break,
            }
        }
        at
    }

    /// The end of the line at `at`, without what ends it.
    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |end| at + end)
    }

    /// How far the line that begins with `key` is indented; `None` where it begins with something else.
    fn indent(&self, key: &Key<'d>) -> Option<usize> {
        let start = self.quoted(self.document.place(key.scalar)?).start;
        let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        self.text[line..start].bytes().all(|byte| byte == b' ').then_some(start - line)
    }
}

/// Where the document begins, after comments.
fn first_of(text: &str) -> usize {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if !(words.is_empty() || words.starts_with('#') || words == "---") {
            return start + (line.len() - line.trim_start().len());
        }
        start += line.len();
    }
    text.len()
}

fn spliced(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut new = String::with_capacity(text.len() + 1024);
    let mut at = 0;
    for (range, words) in edits {
        if range.start >= at {
            new.push_str(&text[at..range.start]);
            at = range.end;
        }
        new.push_str(&words);
    }
    new.push_str(&text[at..]);
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{KpiId, PartId};

    #[test]
    fn only_what_changes_is_written_and_comments_stay() {
        check(
            "# head\nperiod: 2026-10 # the month\nvalues:\n  # Experience\n  csat: { value: 88.2, n: 1412, invited: 9800 } # late\n  backlog: 412\n\n# end\n",
            &[
                (CSAT, Some(value(88.2, Some(1412))), value(88.9, Some(1500))),
                ("backlog", Some(value(412.0, None)), value(5.0, None)),
            ],
            Ok(
                "# head\nperiod: 2026-10 # the month\nvalues:\n  # Experience\n  csat: { value: 88.9, n: 1500, invited: 9800 } # late\n  backlog: 5\n\n# end\n",
            ),
        );
    }

    #[test]
    fn new_figures_stand_after_the_others_of_their_row() {
        check(
            "values:\n  csat: 88\n  # note\nby:\n  team:\n    billing:\n      csat: 91 # fine\n    field: { csat: { value: 3, n: 4 } }\nevents: []\n",
            &[
                ("nps", None, value(30.0, None)),
                ("team/billing/nps", None, value(31.0, Some(9))),
                ("team/field/nps", None, value(32.0, None)),
                ("team/digital/nps", None, value(33.0, None)),
                ("channel/phone/nps", None, value(34.0, None)),
            ],
            Ok(
                "values:\n  csat: 88\n  nps: 30\n  # note\nby:\n  team:\n    billing:\n      csat: 91 # fine\n      nps: { value: 31, n: 9 }\n    \
                field: { csat: { value: 3, n: 4 }, nps: 32 }\n    digital:\n      nps: 33\n  channel:\n    phone:\n      nps: 34\nevents: []\n",
            ),
        );
    }

    #[test]
    fn a_figure_may_take_another_form() {
        let ratio = Measurement::Ratio { numerator: 3.0, denominator: 4 };
        let text = "values: { csat: { value: \"88\", n: 2, note: x }, nps: ~ }\n";
        check(
            text,
            &[(CSAT, Some(value(88.0, Some(2))), ratio), ("nps", None, value(1.5, Some(2)))],
            Ok("values: { csat: { numerator: 3, denominator: 4, note: x }, nps: { value: 1.5, n: 2 } }\n"),
        );
        check(
            "values:\n  csat:\n    value: 88\n    n: 2 # two\n    note: x\n  nps:\n",
            &[(CSAT, Some(value(88.0, Some(2))), ratio), ("nps", None, value(1.5, None))],
            Ok("values:\n  csat:\n    numerator: 3\n    denominator: 4 # two\n    note: x\n  nps: 1.5\n"),
        );
        check(
            "values:\r\n  csat:\r\n    value: 88\r\n    n: 2\r\n    note: x\r\n",
            &[(CSAT, Some(value(88.0, Some(2))), value(7.0, None))],
            Ok("values:\r\n  csat:\r\n    value: 7\r\n    note: x\r\n"),
        );
        check(
            "values: { csat: 1 }",
            &[(CSAT, Some(value(1.0, None)), ratio)],
            Ok("values: { csat: { numerator: 3, denominator: 4 } }"),
        );
    }

    #[test]
    fn revisions_join_the_list_or_begin_one() {
        let revise = |text: &str| {
            amended(text, &Amendment { figures: Vec::new(), revisions: vec!["{ kpi: csat, was: ~ }".into()] })
        };
        assert_eq!(
            revise("values: { csat: 1 }\n").unwrap(),
            "values: { csat: 1 }\nrevisions:\n  - { kpi: csat, was: ~ }\n"
        );
        assert_eq!(
            revise("revisions:\n- { kpi: nps } # first\nvalues: { csat: 1 }\n").unwrap(),
            "revisions:\n- { kpi: nps } # first\n- { kpi: csat, was: ~ }\nvalues: { csat: 1 }\n"
        );
        assert_eq!(
            revise("values: { csat: 1 }\nrevisions: [{ kpi: nps }]\n").unwrap(),
            "values: { csat: 1 }\nrevisions: [{ kpi: nps }, { kpi: csat, was: ~ }]\n"
        );
    }

    #[test]
    fn what_stands_in_no_usual_form_is_left_alone() {
        check("values:\n  csat: [1]\n", &[(CSAT, None, value(1.0, None))], Err("`csat`"));
        check("values: 3\n", &[(CSAT, None, value(1.0, None))], Err("`values`"));
    }

    #[test]
    fn a_new_snapshot_is_written_like_the_others() {
        let text = composed(
            "period: 2026-11\n",
            &[(subject(CSAT), value(1.5, Some(2))), (subject("team/billing/csat"), value(2.0, None))],
        );
        assert_eq!(
            text,
            "period: 2026-11\n\nvalues:\n  csat: { value: 1.5, n: 2 }\nby:\n  team:\n    billing:\n      csat: 2\n"
        );
    }

    const CSAT: &str = "csat";

    fn value(value: f64, n: Option<u64>) -> Measurement {
        Measurement::Value { value, n }
    }

    fn subject(path: &str) -> Subject {
        match path.split('/').collect::<Vec<_>>().as_slice() {
            [dimension, member, kpi] => {
                let part = PartId {
                    dimension: crate::model::DimensionId::new(dimension).unwrap(),
                    member: crate::model::MemberId::new(member).unwrap(),
                };
                Subject { kpi: KpiId::new(kpi).unwrap(), part: Some(part) }
            }
            _ => Subject::whole(KpiId::new(path).unwrap()),
        }
    }

    #[track_caller]
    fn check(text: &str, figures: &[(&str, Option<Measurement>, Measurement)], expected: Result<&str, &str>) {
        let figures = figures.iter().map(|(path, was, now)| (subject(path), *was, *now)).collect();
        let found = amended(text, &Amendment { figures, revisions: Vec::new() });
        assert_eq!(found.as_deref(), expected.map_err(str::to_owned).as_ref().map(|text| *text));
    }
}
