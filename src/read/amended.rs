//! Amending: figures and lines put into a snapshot by the places of its tree.
//!
//! Comments, the order of keys, and keys that say more about a figure (`invited`, `note` …) stay as they are. What comes out
//! is read again and compared with what was meant; where it is not that, nothing is amended.

use std::ops::Range;
use std::path::Path;

use super::tree::{Key, Kind, Node};
use super::values::FIGURES;
use super::written;
use super::yaml::{Document, Source};
use crate::diagnostic::Diagnostics;
use crate::model::{Measurement, Subject};

/// What is to be put into a snapshot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amendment {
    /// Figures with what they are now; `None` where there is none yet.
    pub figures: Vec<(Subject, Option<Measurement>, Measurement)>,
    /// Lines to be added to `revisions:`, each a map in `{ }`.
    pub revisions: Vec<String>,
}

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
    if holds { Ok(again.text) } else { Err(failed()) }
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

/// A field of a figure: its key, what it holds now if that is known, and what it is to hold.
type Field = (&'static str, Option<String>, String);

#[derive(Debug)]
enum Wanted {
    Branch(Vec<(String, Wanted)>),
    Figure(Vec<Field>),
    Items(Vec<String>),
}

fn wanted(amendment: &Amendment) -> Vec<(String, Wanted)> {
    let mut root = Vec::new();
    for (subject, was, now) in &amendment.figures {
        let was: Vec<_> = was.as_ref().map(written::parts).unwrap_or_default();
        let old = |key| was.iter().find(|(found, _)| *found == key).map(|(_, text)| text.clone());
        let fields = written::parts(now).into_iter().map(|(key, text)| (key, old(key), text)).collect();
        let path = match &subject.part {
            None => vec!["values", subject.kpi.as_str()],
            Some(part) => vec!["by", part.dimension.as_str(), part.member.as_str(), subject.kpi.as_str()],
        };
        put(&mut root, &path, fields);
    }
    if !amendment.revisions.is_empty() {
        root.push(("revisions".to_owned(), Wanted::Items(amendment.revisions.clone())));
    }
    root
}

fn put(branch: &mut Vec<(String, Wanted)>, path: &[&str], fields: Vec<Field>) {
    let [first, rest @ ..] = path else { return };
    if rest.is_empty() {
        branch.push(((*first).to_owned(), Wanted::Figure(fields)));
        return;
    }
    let at = branch.iter().position(|(key, _)| key == first).unwrap_or_else(|| {
        branch.push(((*first).to_owned(), Wanted::Branch(Vec::new())));
        branch.len() - 1
    });
    if let Wanted::Branch(inner) = &mut branch[at].1 {
        put(inner, rest, fields);
    }
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

/// A value on one line.
fn flow(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Branch(inner) => {
            let inner: Vec<String> = inner.iter().map(|(key, what)| format!("{key}: {}", flow(what))).collect();
            format!("{{ {} }}", inner.join(", "))
        }
        Wanted::Figure(fields) => match fields.as_slice() {
            [("value", _, text)] => text.clone(),
            fields => {
                let fields: Vec<String> = fields.iter().map(|(key, _, text)| format!("{key}: {text}")).collect();
                format!("{{ {} }}", fields.join(", "))
            }
        },
        Wanted::Items(items) => format!("[{}]", items.join(", ")),
    }
}

/// A key and what is below it on lines of their own, without the last line's end.
fn block(key: &str, wanted: &Wanted, indent: usize, newline: &str, text: &mut String) {
    text.push_str(&format!("{:indent$}{key}:", ""));
    match wanted {
        Wanted::Figure(_) => text.push_str(&format!(" {}", flow(wanted))),
        _ => inside(wanted, indent + 2, newline, text),
    }
}

/// What is below a key, each on a line of its own.
fn inside(wanted: &Wanted, indent: usize, newline: &str, text: &mut String) {
    match wanted {
        Wanted::Figure(_) => text.push_str(&flow(wanted)),
        Wanted::Branch(inner) => {
            for (key, what) in inner {
                text.push_str(newline);
                block(key, what, indent, newline, text);
            }
        }
        Wanted::Items(items) => {
            for item in items {
                text.push_str(&format!("{newline}{:indent$}- {item}", ""));
            }
        }
    }
}

/// Whether `new` is `old` with what is wanted and nothing else.
fn holds(old: Option<&Node<'_>>, new: &Node<'_>, wanted: &Wanted) -> bool {
    match wanted {
        Wanted::Branch(inner) => {
            let is_kept = |(key, _): &&Pair<'_>| inner.iter().all(|(wanted, _)| *wanted != key.text);
            let kept: Vec<_> = pairs(old).iter().filter(is_kept).collect();
            pairs(Some(new)).len() == kept.len() + inner.len()
                && kept.iter().all(|(key, old)| below(Some(new), &key.text).is_some_and(|new| same(old, new)))
                && inner
                    .iter()
                    .all(|(key, what)| below(Some(new), key).is_some_and(|new| holds(below(old, key), new, what)))
        }
        Wanted::Figure(fields) => match (&new.kind, fields.as_slice()) {
            (Kind::Number(number), [("value", _, text)]) => text.parse() == Ok(*number),
            (Kind::Map(found), fields) => {
                let is_figure = |(key, _): &&Pair<'_>| FIGURES.contains(&&*key.text);
                let (figures, others): (Vec<_>, Vec<_>) = found.iter().partition(is_figure);
                let is_field = |(key, value): &&Pair<'_>| {
                    let field = fields.iter().find(|(name, ..)| *name == key.text);
                    field.is_some_and(|(_, was, text)| match &value.kind {
                        Kind::Number(number) => text.parse() == Ok(*number),
                        // A time span that did not change is left as it was written.
                        Kind::Text(_) => was.as_ref() == Some(text),
                        _ => false,
                    })
                };
                figures.len() == fields.len()
                    && figures.iter().all(is_field)
                    && others.len() == pairs(old).iter().filter(|pair| !is_figure(pair)).count()
                    && others.iter().all(|(key, value)| below(old, &key.text).is_some_and(|old| same(old, value)))
            }
            _ => false,
        },
        Wanted::Items(items) => {
            let Kind::List(new) = &new.kind else { return false };
            let old = match old.map(|old| &old.kind) {
                Some(Kind::List(old)) => old.as_slice(),
                _ => &[],
            };
            new.len() == old.len() + items.len()
                && old.iter().zip(new).all(|(old, new)| same(old, new))
                && items.iter().zip(&new[old.len()..]).all(|(item, new)| reads_as(item, new))
        }
    }
}

type Pair<'d> = (Key<'d>, Node<'d>);

/// What stands in a map; nothing where there is none.
fn pairs<'n, 'd>(node: Option<&'n Node<'d>>) -> &'n [Pair<'d>] {
    match node.map(|node| &node.kind) {
        Some(Kind::Map(pairs)) => pairs,
        _ => &[],
    }
}

/// What stands below a key.
fn below<'n, 'd>(node: Option<&'n Node<'d>>, name: &str) -> Option<&'n Node<'d>> {
    pairs(node).iter().find(|(key, _)| key.text == name).map(|(_, value)| value)
}

/// Whether `text`, read for itself, says what `node` does.
fn reads_as(text: &str, node: &Node<'_>) -> bool {
    let source = Source::new(Path::new("item").to_owned(), text.to_owned());
    Document::read(&source, 0..text.len(), &Diagnostics::new()).is_ok_and(|read| same(&read.root, node))
}

/// Whether two values are the same, wherever they stand.
fn same(one: &Node<'_>, other: &Node<'_>) -> bool {
    match (&one.kind, &other.kind) {
        (Kind::List(one), Kind::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Kind::Map(one), Kind::Map(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| one.0.text == other.0.text && same(&one.1, &other.1))
        }
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{KpiId, PartId};

    #[test]
    fn what_came_out_must_be_what_was_meant() {
        let wanted = |text: &str| Wanted::Branch(vec![("revisions".into(), Wanted::Items(vec![text.into()]))]);
        let is_so = |old: &str, new: &str, item: &str| {
            let [old, new] = [old, new].map(|text| Source::new(Path::new("a").to_owned(), text.to_owned()));
            let diagnostics = Diagnostics::new();
            let read = |source| Document::read(source, 0..source.text.len(), &diagnostics).ok().unwrap();
            holds(Some(&read(&old).root), &read(&new).root, &wanted(item))
        };
        assert!(is_so("a: 1", "a: 1\nrevisions: [ { on: 1 } ]", "{ on: 1 }"));
        assert!(!is_so("a: 1", "a: 1\nrevisions: [ { on: 2 } ]", "{ on: 1 }"));
        assert!(!is_so("revisions: [ 1 ]", "revisions: [ 1, 1 ]", "{ on: 1 }"));
        assert!(!is_so("a: 1", "a: 2\nrevisions: [ { on: 1 } ]", "{ on: 1 }"));
    }

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
