//! What is wanted of a snapshot, as a tree, and how it is written where nothing of it is there yet.

use crate::model::{Measurement, Subject};
use crate::read::written;

/// What is to be put into a snapshot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amendment {
    /// Figures with what they are now; `None` where there is none yet.
    pub figures: Vec<(Subject, Option<Measurement>, Measurement)>,
    /// Lines to be added to `revisions:`, each a map in `{ }`.
    pub revisions: Vec<String>,
}

/// A field of a figure: its key, what it holds now if that is known, and what it is to hold.
pub(super) type Field = (&'static str, Option<String>, String);

#[derive(Debug)]
pub(super) enum Wanted {
    Branch(Vec<(String, Wanted)>),
    Figure(Vec<Field>),
    Items(Vec<String>),
}

pub(super) fn wanted(amendment: &Amendment) -> Vec<(String, Wanted)> {
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

/// A value on one line.
pub(super) fn flow(wanted: &Wanted) -> String {
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
pub(super) fn block(key: &str, wanted: &Wanted, indent: usize, newline: &str, text: &mut String) {
    text.push_str(&format!("{:indent$}{key}:", ""));
    match wanted {
        Wanted::Figure(_) => text.push_str(&format!(" {}", flow(wanted))),
        _ => inside(wanted, indent + 2, newline, text),
    }
}

/// What is below a key, each on a line of its own.
pub(super) fn inside(wanted: &Wanted, indent: usize, newline: &str, text: &mut String) {
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
