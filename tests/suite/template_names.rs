//! Which names a template uses, held against the fields of the views it gets.
//!
//! Reads the view structs and the templates as text. A template of a page kind starts with the fields of its view; a
//! loop, a component's arguments, an included template and a base template pass types on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What a name in a template stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Type {
    /// A text, a flag or a literal: it has no fields.
    Plain,
    /// A view.
    View(String),
    /// A list of such.
    Many(Box<Type>),
}

type Names = BTreeMap<String, Type>;

/// The view structs: their fields by name.
pub(crate) struct Views {
    structs: BTreeMap<String, Names>,
    /// The view of each page kind by its template.
    pages: BTreeMap<String, String>,
}

impl Views {
    /// Reads `src/compose/mod.rs`, `src/compose/mail/views.rs` and every file of `src/compose/pages`.
    pub(crate) fn read() -> Self {
        let compose = Path::new("src/compose");
        let mut structs = BTreeMap::new();
        let pages = walkdir::WalkDir::new(compose.join("pages")).into_iter().map(Result::unwrap);
        structs.extend(structs_in(&fs::read_to_string(compose.join("mail/views.rs")).unwrap()));
        for entry in pages.filter(|entry| entry.file_type().is_file()) {
            structs.extend(structs_in(&fs::read_to_string(entry.path()).unwrap()));
        }
        let mut pages = BTreeMap::new();
        let mut templates: Vec<String> = Vec::new();
        for line in fs::read_to_string(compose.join("mod.rs")).unwrap().lines().map(str::trim) {
            if let Some(doc) = line.strip_prefix("/// `") {
                let named = doc.split('`').filter(|name| name.ends_with(".html") || name.ends_with(".txt"));
                templates = named.map(str::to_owned).collect();
            } else if let Some((_, view)) = line.split_once("(Box<") {
                let view = view.split('>').next().unwrap();
                pages.extend(std::mem::take(&mut templates).into_iter().map(|name| (name, view.to_owned())));
            } else {
                templates.clear();
            }
        }
        assert_eq!(pages.len(), 22, "{pages:?}");
        Self { structs, pages }
    }

    fn field(&self, of: &Type, name: &str) -> Result<Type, String> {
        match of {
            Type::View(view) => {
                self.structs[view].get(name).cloned().ok_or_else(|| format!("`{view}` has no field `{name}`"))
            }
            Type::Plain => Err(format!("a text has no field `{name}`")),
            Type::Many(_) => Err(format!("a list has no field `{name}`")),
        }
    }
}

fn structs_in(source: &str) -> BTreeMap<String, Names> {
    let mut structs: BTreeMap<String, Names> = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in source.lines() {
        if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
            current = Some(name.to_owned());
        } else if line == "}" {
            current = None;
        } else if let (Some(name), Some(field)) = (&current, line.strip_prefix("    pub "))
            && let Some((field, of)) = field.trim_end_matches(',').split_once(": ")
        {
            structs.entry(name.clone()).or_default().insert(field.to_owned(), type_of(of));
        }
    }
    structs
}

fn type_of(written: &str) -> Type {
    let inside = |outer: &str| written.strip_prefix(outer)?.strip_suffix('>');
    match (inside("Option<"), inside("Vec<")) {
        (Some(inner), _) => type_of(inner),
        (_, Some(inner)) => Type::Many(Box::new(type_of(inner))),
        _ if written.ends_with("View") => Type::View(written.to_owned()),
        _ => Type::Plain,
    }
}

/// Every name in `templates` that stands for nothing, with its template; components are followed with the types of
/// their arguments at each call.
pub(crate) fn unknown_names(templates: &[(String, String)], views: &Views) -> BTreeSet<String> {
    let mut check = Check {
        views,
        texts: templates.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect(),
        done: BTreeSet::new(),
        unknown: BTreeSet::new(),
    };
    for (template, view) in &views.pages {
        check.template(template, &views.structs[view]);
    }
    let reached: BTreeSet<String> = check.done.iter().map(|(name, _)| name.clone()).collect();
    let unused = templates.iter().filter(|(name, _)| !reached.contains(name));
    check.unknown.extend(unused.map(|(name, _)| format!("{name}: nothing uses it")));
    check.unknown
}

struct Check<'a> {
    views: &'a Views,
    texts: BTreeMap<&'a str, &'a str>,
    done: BTreeSet<(String, Names)>,
    unknown: BTreeSet<String>,
}

impl Check<'_> {
    fn template(&mut self, name: &str, names: &Names) {
        if !self.done.insert((name.to_owned(), names.clone())) {
            return;
        }
        let Some(text) = self.texts.get(name).copied() else {
            self.unknown.insert(format!("{name}: there is no such template"));
            return;
        };
        let mut scopes = vec![names.clone()];
        for tag in tags(text) {
            self.tag(name, tag, &mut scopes);
        }
    }

    fn tag(&mut self, template: &str, tag: &str, scopes: &mut Vec<Names>) {
        let (word, rest) = tag.split_once(' ').unwrap_or((tag, ""));
        if tag.starts_with("</") || ["block", "endblock", "endif", "else", "endcomponent"].contains(&word) {
            return;
        }
        if let Some(call) = tag.strip_prefix('<') {
            self.call(template, call.trim_end_matches('>').trim_end_matches('/'), scopes);
        } else if word == "extends" {
            self.template(rest.trim_matches('"'), &scopes[0].clone());
        } else if word == "include" {
            // It sees what is known in its place, the innermost first.
            self.template(rest.trim_matches('"'), &scopes.iter().flat_map(Clone::clone).collect());
        } else if word == "component" {
            self.parameters(template, rest, &mut scopes[0]);
        } else if word == "for" {
            let (name, list) = rest.split_once(" in ").expect("a loop over a list");
            let element = match self.path(template, list.trim(), scopes) {
                Type::Many(element) => *element,
                other => {
                    self.unknown.insert(format!("{template}: `{list}` is no list but {other:?}"));
                    Type::Plain
                }
            };
            scopes.push(Names::from([(name.trim().to_owned(), element)]));
        } else if word == "endfor" {
            scopes.pop();
        } else {
            let expression = if ["if", "elif"].contains(&word) { rest } else { tag };
            for path in paths(expression) {
                self.path(template, path, scopes);
            }
        }
    }

    /// A component's own parameters: those that a call left out have their default.
    fn parameters(&mut self, template: &str, definition: &str, names: &mut Names) {
        let inside =
            definition.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')).map_or("", |(inside, _)| inside);
        let mut declared = Names::new();
        for parameter in inside.split(',').map(str::trim).filter(|parameter| !parameter.is_empty()) {
            let name = parameter.split([':', '=', ' ']).next().unwrap_or_default();
            declared.insert(name.to_owned(), names.get(name).cloned().unwrap_or(Type::Plain));
        }
        for unknown in names.keys().filter(|name| !declared.contains_key(*name)) {
            self.unknown.insert(format!("{template}: a call gives it `{unknown}`"));
        }
        declared.insert("body".into(), Type::Plain);
        *names = declared;
    }

    fn call(&mut self, template: &str, call: &str, scopes: &[Names]) {
        let name_end = call.find(|c: char| c != '_' && !c.is_ascii_alphanumeric()).unwrap_or(call.len());
        let (name, mut arguments) = call.split_at(name_end);
        let mut given = Names::new();
        while let Some((argument, rest)) = arguments.split_once('=') {
            let (value, after) = match rest.strip_prefix('{') {
                Some(braced) => braced.split_once('}').expect("a closed brace"),
                None => ("", rest[1..].split_once('"').expect("a closed text").1),
            };
            let of = match paths(value)[..] {
                [path] if path == value => self.path(template, path, scopes),
                ref paths => {
                    paths.iter().for_each(|path| drop(self.path(template, path, scopes)));
                    Type::Plain
                }
            };
            given.insert(argument.trim().to_owned(), of);
            arguments = after;
        }
        self.template(&format!("components/{name}.html"), &given);
    }

    fn path(&mut self, template: &str, path: &str, scopes: &[Names]) -> Type {
        let mut steps = path.split('.');
        let first = steps.next().expect("a path has a first step");
        if first == "loop" {
            return Type::Plain;
        }
        let Some(mut of) = scopes.iter().rev().find_map(|names| names.get(first)).cloned() else {
            self.unknown.insert(format!("{template}: `{first}` is nothing here"));
            return Type::Plain;
        };
        for step in steps {
            match self.views.field(&of, step) {
                Ok(field) => of = field,
                Err(why) => {
                    self.unknown.insert(format!("{template}: `{path}`: {why}"));
                    return Type::Plain;
                }
            }
        }
        of
    }
}

/// What stands inside `{{ … }}` and `{% … %}`, in order; comments left out.
pub(crate) fn tags(text: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let close = match rest.as_bytes().get(start + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                rest = &rest[start + 1..];
                continue;
            }
        };
        let end = start + rest[start..].find(close).expect("every tag is closed");
        if close != "#}" {
            tags.push(rest[start + 2..end].trim_matches('-').trim());
        }
        rest = &rest[end + 2..];
    }
    tags
}

/// The names in an expression with what follows their dots; literals, filters and operators left out.
pub(crate) fn paths(expression: &str) -> Vec<&str> {
    const WORDS: [&str; 8] = ["and", "or", "not", "in", "is", "true", "false", "none"];
    // Every second piece lies between quotation marks.
    let outside_texts = expression.split('"').step_by(2);
    let named = outside_texts.flat_map(|piece| {
        let unfiltered = piece.split('|').next().unwrap_or_default();
        unfiltered.split(|c: char| c != '_' && c != '.' && !c.is_ascii_alphanumeric())
    });
    named.filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()) && !WORDS.contains(name)).collect()
}
