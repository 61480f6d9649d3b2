//! Proof: what came out, read again, is what was there with what was wanted and nothing else.

use std::path::Path;

use super::wanted::Wanted;
use crate::diagnostic::Diagnostics;
use crate::read::tree::{Key, Kind, Node};
use crate::read::values::FIGURES;
use crate::read::yaml::{Document, Source};

/// Whether `new` is `old` with what is wanted and nothing else.
pub(super) fn holds(old: Option<&Node<'_>>, new: &Node<'_>, wanted: &Wanted) -> bool {
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
}
