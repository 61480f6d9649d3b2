//! The template engine, set up once; its errors as diagnostics.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tera::value::Key;
use tera::{Context, ErrorKind, Map, Tera, Value};

use super::chosen::Chosen;
use crate::compose::{OwnTemplate, SCORECARDS, Wanted};
use crate::diagnostic::{self, Diagnostics, LineColumn, Location, Problem, Reported};
use crate::model::Look;

/// Templates of files that no theme has a say in.
const OWN: [(&str, &str); 2] = [
    ("program/feed.xml", include_str!("templates/feed.xml")),
    ("program/sitemap.xml", include_str!("templates/sitemap.xml")),
];

/// Most pages are shorter; a page that has to grow is copied each time.
const USUAL_SIZE: usize = 32 << 10;

/// Compiled templates. Text is escaped in every one of them but those whose name ends in `.txt`, which are never shown as
/// markup; none can read a file, an environment variable or the network, because the engine has no such function.
pub(super) struct Templates {
    engine: Tera,
    /// The same without escaping, for files that are text.
    plain: Tera,
    sources: Sources,
    /// Which fields scorecards may show: of no other kind has a site so many pages.
    wanted_of_scorecards: Wanted,
}

impl Templates {
    /// Compiles `look` and makes sure that it has all of the templates `needed`.
    pub(super) fn new(look: &Look, needed: &[&str], diagnostics: &Diagnostics) -> Result<Self, Reported> {
        let sources =
            Sources { theme: look.name.clone(), inherited: look.inherited.clone(), texts: look.templates.clone() };
        let unreadable: Vec<Fault> = sources.texts.iter().filter_map(|(name, text)| syntax_error(name, text)).collect();
        sources.report_all(unreadable, diagnostics)?;

        let mut engine = Tera::new();
        // The empty suffix ends every name.
        engine.autoescape_on([""]);
        let theirs = sources.texts.iter().map(|(name, text)| (name.as_str(), text.as_ref()));
        if let Err(error) = engine.add_raw_templates(theirs.chain(OWN)) {
            sources.report_all(faults(&error), diagnostics)?;
        }

        let missing = needed.iter().filter(|name| !engine.contains_template(name));
        sources.report_all(missing.map(|name| Fault::missing(name)).collect(), diagnostics)?;
        let mut plain = Tera::new();
        plain.autoescape_on([""; 0]);
        let texts = sources.texts.iter().filter(|(name, _)| is_plain(name));
        let texts = texts.map(|(name, text)| (name.as_str(), text.as_ref()));
        if let Err(error) = plain.add_raw_templates(texts) {
            sources.report_all(faults(&error), diagnostics)?;
        }
        Ok(Self { engine, plain, sources, wanted_of_scorecards: Wanted::by(look, SCORECARDS) })
    }

    /// Makes sure that there is the template a page names.
    pub(super) fn find(&self, own: &OwnTemplate, diagnostics: &Diagnostics) -> Result<(), Reported> {
        if self.engine.contains_template(&own.name) {
            return Ok(());
        }
        let nearest = self.sources.nearest(&own.name);
        Err(diagnostics.fatal(Problem::UnknownTemplate { name: own.name.clone(), nearest }, own.at.clone()))
    }

    /// Fills the template `name` with `view`.
    pub(super) fn fill<V: Serialize>(
        &self,
        name: &str,
        view: &V,
        diagnostics: &Diagnostics,
    ) -> Result<Vec<u8>, Reported> {
        self.try_to_fill(name, view).map_err(|error| {
            let mut fault = faults(&error).swap_remove(0);
            if fault.template.is_empty() {
                fault.template = name.into();
            }
            self.sources.report(fault, diagnostics)
        })
    }

    fn try_to_fill<V: Serialize>(&self, name: &str, view: &V) -> Result<Vec<u8>, tera::Error> {
        let wanted = if name == SCORECARDS { &self.wanted_of_scorecards } else { &Wanted::EVERYTHING };
        let fields = Value::try_from_serializable(&Chosen { of: view, wanted })?.into_map();
        let context = context(fields.expect("a view has fields"));
        let mut page = Vec::with_capacity(USUAL_SIZE);
        let engine = if is_plain(name) { &self.plain } else { &self.engine };
        engine.render_to(name, &context, &mut page)?;
        Ok(page)
    }
}

/// The fields of a view for the engine, which would copy their names.
fn context(fields: Map) -> Context {
    let mut context = Context::new();
    for (name, value) in fields {
        match name {
            Key::Str(name) => context.insert_value(name, value),
            name => context.insert_value(name.to_string(), value),
        }
    }
    context
}

fn is_plain(name: &str) -> bool {
    name.ends_with(".txt")
}

/// The templates as they are written, to show the line at fault.
struct Sources {
    theme: String,
    /// Those that are the default theme's.
    inherited: BTreeSet<String>,
    texts: Vec<(String, Cow<'static, str>)>,
}

impl Sources {
    fn report_all(&self, faults: Vec<Fault>, diagnostics: &Diagnostics) -> Result<(), Reported> {
        let reported = faults.into_iter().map(|fault| self.report(fault, diagnostics)).last();
        reported.map_or(Ok(()), Err)
    }

    fn file(&self, template: &str) -> PathBuf {
        let theme = if self.inherited.contains(template) { "default" } else { &self.theme };
        Path::new("themes").join(theme).join("templates").join(template)
    }

    fn nearest(&self, name: &str) -> Option<String> {
        diagnostic::nearest(name, self.texts.iter().map(|(known, _)| known.as_str()))
    }

    fn report(&self, mut fault: Fault, diagnostics: &Diagnostics) -> Reported {
        if let Problem::UnknownTemplate { name, nearest } = &mut fault.problem {
            *nearest = self.nearest(name);
        }
        let text = self.texts.iter().find(|(name, _)| *name == fault.template).map(|(_, text)| text);
        let line = |line: u32| text?.lines().nth(line as usize - 1).map(str::to_owned);
        let at = Location {
            file: self.file(&fault.template),
            source: fault.place.and_then(|place| line(place.line)),
            place: fault.place,
        };
        diagnostics.fatal(fault.problem, at)
    }
}

/// What is wrong with a template.
struct Fault {
    /// The template's path below `templates/`; empty when the fault lies between several.
    template: String,
    place: Option<LineColumn>,
    problem: Problem,
}

impl Fault {
    fn missing(template: &str) -> Self {
        let problem = Problem::UnknownTemplate { name: template.into(), nearest: None };
        Self { template: template.into(), place: None, problem }
    }

    fn new(template: &str, place: Option<LineColumn>, message: &str) -> Self {
        let mut letters = message.trim_end_matches('.').chars();
        let message: String =
            letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default();
        let missing = message.strip_prefix("unknown template `").and_then(|rest| rest.strip_suffix('`'));
        let problem = match missing {
            Some(name) => Problem::UnknownTemplate { name: name.into(), nearest: None },
            None => Problem::TemplateError { message },
        };
        Self { template: template.into(), place, problem }
    }
}

/// Reads one template on its own, because the engine stops at the first of several that it cannot read.
fn syntax_error(name: &str, text: &str) -> Option<Fault> {
    let error = Tera::new().add_raw_template(name, text).err()?;
    // Alone, a template misses its base and its components; that is no fault of its own.
    matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| faults(&error).swap_remove(0))
}

/// What the engine says, taken apart; at least one.
fn faults(error: &tera::Error) -> Vec<Fault> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            let length = if span.end_line == span.start_line { span.end_col - span.start_col } else { 1 };
            let place =
                LineColumn { line: span.start_line as u32, column: span.start_col as u32 + 1, length: length as u32 };
            vec![Fault::new(report.filename(), Some(place), report.message())]
        }
        ErrorKind::MissingParent { current, parent } => {
            vec![Fault::new(current, None, &format!("it extends `{parent}`, which is not there"))]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            vec![Fault::new(tpl, None, &format!("it extends itself: {}", inheritance_chain.join(" → ")))]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            vec![Fault::new(tpl, None, &format!("it includes itself: {}", include_chain.join(" → ")))]
        }
        ErrorKind::TemplateNotFound(name) => vec![Fault::missing(name)],
        other => {
            let text = other.to_string();
            let faults: Vec<Fault> = text.split("\n\n").filter_map(fault).collect();
            if faults.is_empty() { vec![Fault::new("", None, &text)] } else { faults }
        }
    }
}

/// One of the reports that the engine gives only as text (unknown components, filters, functions, blocks):
///
/// ```text
/// error: Unknown filter `shout`
///  --> page.html:2:11
///   |
/// 2 | {{ name | shout }}
///   |           ^^^^^
/// ```
fn fault(report: &str) -> Option<Fault> {
    let (message, rest) = report.strip_prefix("error: ")?.split_once('\n')?;
    let mut place = rest.lines().next()?.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
    let column = place.next()?.parse().ok()?;
    let line = place.next()?.parse().ok()?;
    let length = rest.lines().last()?.matches('^').count() as u32;
    Some(Fault::new(place.next()?, Some(LineColumn { line, column, length }), message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Brand;

    #[test]
    fn every_template_that_cannot_be_read_is_named() {
        check(
            &[("a.html", "<p>\n  {{ }}"), ("b.html", "fine"), ("c.html", "{% if %}")],
            &["a.html:2:6+2 in `  {{ }}`", "c.html:1:7+2 in `{% if %}`"],
        );
    }

    #[test]
    fn every_name_that_leads_nowhere_is_named() {
        check(
            &[("a.html", "{{ <tile /> }}\n{{ name | shout }}"), ("b.html", "{{ now() }}")],
            &[
                "a.html:1:4+8 in `{{ <tile /> }}`",
                "a.html:2:11+5 in `{{ name | shout }}`",
                "b.html:1:4+5 in `{{ now() }}`",
            ],
        );
    }

    #[test]
    fn an_included_template_that_is_not_there_is_told_with_the_nearest_one() {
        let files = [("a.html", "{% include \"row/lin.html\" %}"), ("row/line.html", "")];
        let files = files.map(|(name, text)| (name.to_owned(), text.into())).into();
        let diagnostics = Diagnostics::new();
        assert!(Templates::new(&look(files), &["a.html"], &diagnostics).is_err());
        let found: Vec<Problem> = diagnostics.sorted().into_iter().map(|found| found.problem).collect();
        let nearest = Some("row/line.html".to_owned());
        assert_eq!(found, [Problem::UnknownTemplate { name: "row/lin.html".into(), nearest }]);
    }

    #[test]
    fn a_missing_base_is_named_with_the_template_that_wants_it() {
        check(&[("a.html", "{% extends \"base.html\" %}")], &["a.html"]);
    }

    #[test]
    fn a_template_that_a_page_needs_is_missed_at_once() {
        check(&[("b.html", "")], &["a.html"]);
    }

    #[test]
    fn the_environment_files_and_network_are_out_of_reach() {
        for call in ["get_env(name=\"HOME\")", "load_file(path=\"x\")", "load_data(url=\"x\")"] {
            let diagnostics = Diagnostics::new();
            assert!(templates("a.html", &format!("{{{{ {call} }}}}"), &diagnostics).is_err());
        }
    }

    #[test]
    fn text_is_escaped_whatever_the_template_is_called() {
        #[derive(Serialize)]
        struct Said {
            text: &'static str,
        }
        for name in ["a.html", "a.xml", "a"] {
            assert_eq!(print(name, "{{ text }}", &Said { text: "<b>&\"" }), Ok("&lt;b&gt;&amp;&quot;".into()));
        }
        assert_eq!(print("a.txt", "{{ text }}", &Said { text: "<b>&\"" }), Ok("<b>&\"".into()), "a text is no markup");
    }

    #[test]
    fn a_field_that_is_not_there_is_an_error_with_its_place() {
        #[derive(Serialize)]
        struct Nothing {}
        let found = print("a.html", "\n{{ name }}", &Nothing {});
        assert_eq!(found, Err(vec!["a.html:2:4+4 in `{{ name }}`".into()]));
    }

    #[test]
    fn the_order_of_fields_is_kept_when_a_template_lists_them() {
        #[derive(Serialize)]
        struct Fields {
            of: Names,
        }
        #[derive(Serialize)]
        struct Names {
            zebra: u8,
            ant: u8,
            mole: u8,
        }
        let fields = Fields { of: Names { zebra: 1, ant: 2, mole: 3 } };
        let template = "{% for name, number in of %}{{ name }}{{ number }} {% endfor %}";
        assert_eq!(print("a.html", template, &fields), Ok("zebra1 ant2 mole3 ".into()));
    }

    #[test]
    fn the_template_of_scorecards_is_handed_what_it_names() {
        #[derive(Serialize)]
        struct View {
            lines: Vec<Line>,
        }
        #[derive(Default, Serialize)]
        struct Line {
            a: u8,
            b: u8,
            c: u8,
            d: u8,
            e: u8,
            f: u8,
            g: u8,
            h: u8,
            i: u8,
        }
        let view = View { lines: vec![Line { a: 1, c: 2, ..Line::default() }] };
        let template = "{% for line in lines %}{{ line.a + line.c }} of {{ line | length }}{% endfor %}";
        assert_eq!(print(SCORECARDS, template, &view), Ok("3 of 2".into()));
        assert_eq!(print("page.html", template, &view), Ok("3 of 9".into()));
        let listing =
            "{% for line in lines %}{% for name, value in line %}{{ name }}{{ value }}{% endfor %}{% endfor %}";
        assert_eq!(print(SCORECARDS, listing, &view), Ok("a1b0c2d0e0f0g0h0i0".into()));
    }

    fn templates(name: &str, text: &str, diagnostics: &Diagnostics) -> Result<Templates, Reported> {
        let templates = vec![(name.to_owned(), text.to_owned().into())];
        Templates::new(&look(templates), &[], diagnostics)
    }

    fn look(templates: Vec<(String, Cow<'static, str>)>) -> Look {
        let (inherited, brand) = (BTreeSet::new(), Brand::default());
        Look { name: "test".into(), templates, inherited, files: Vec::new(), brand }
    }

    fn print(name: &str, template: &str, view: &impl Serialize) -> Result<String, Vec<String>> {
        let diagnostics = Diagnostics::new();
        let page =
            templates(name, template, &diagnostics).and_then(|templates| templates.fill(name, view, &diagnostics));
        page.map(|page| String::from_utf8(page).expect("pages are UTF-8")).map_err(|_| places(&diagnostics))
    }

    /// Compiles `files`, of which `a.html` is needed.
    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let templates = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned().into())).collect();
        let diagnostics = Diagnostics::new();
        assert!(Templates::new(&look(templates), &["a.html"], &diagnostics).is_err());
        assert_eq!(places(&diagnostics), expected);
    }

    /// Each as `template:line:column+length in` the line.
    fn places(diagnostics: &Diagnostics) -> Vec<String> {
        let place = |at: &Location| {
            let template = at.file.strip_prefix("themes/test/templates").expect("templates are there").display();
            match (at.place, &at.source) {
                (Some(LineColumn { line, column, length }), Some(source)) => {
                    format!("{template}:{line}:{column}+{length} in `{source}`")
                }
                _ => template.to_string(),
            }
        };
        diagnostics.sorted().iter().map(|found| place(&found.at)).collect()
    }
}
