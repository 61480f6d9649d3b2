//! Text that means harm, planted in every field of every input file: it comes out as text, in every output.
//!
//! `tests/injection/` is a site in which every text is `§`. It is built with harmless words and with hostile ones; what
//! browsers make of the pages must have the same elements and attributes. `§name` stands for the same text wherever it
//! occurs, `§url` for the end of an address.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use crate::any_input;
use crate::site_test::{SiteTest, files, is_page};

/// Texts that once meant something, somewhere, to HTML, SVG, scripts, styles, templates, spreadsheets, JSON or links.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><script>alert(1)//",
    "</title><script>alert(1)</script>",
    "</textarea></style></noscript><img src=x onerror=alert(1)>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)' x='",
    "\" onfocus=\"alert(1)\" autofocus=\"",
    "` onclick=`alert(1)`",
    "x onload=alert(1) y",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "</svg><script>alert(1)</script><svg>",
    "]]><script>alert(1)</script><![CDATA[",
    "--><script>alert(1)</script><!--",
    "<!--><script>alert(1)</script>-->",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)><embed src=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//evil.example/><link rel=stylesheet href=//evil.example/>",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>go",
    "<a href=\"javascript:alert(1)\">go</a>",
    "<style>@import '//evil.example/';*{background:url(javascript:alert(1))}</style>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//evil.example/x",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&quot; onclick=&quot;alert(1)",
    "\u{ff1c}script\u{ff1e}alert(1)\u{ff1c}/script\u{ff1e}",
    "\u{202e}txt.exe <b>",
    "=HYPERLINK(\"http://evil.example\",\"go\")",
    "=cmd|' /C calc'!A0",
    "+1+1|cmd",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "a,b;c\"d\"\"e",
    "{\"a\":\"</script>\"}\\u003cscript\\u003e",
    "\\\";alert(1);//",
    "url('); } * { x: expression(alert(1)) }",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "$(touch x) `touch x` ; rm -rf x | y && z",
    "%s%n%x %d {} {0}",
    "../../../etc/passwd",
];

/// Texts that mean something to templates; in words of Markdown files `{{` begins a placeholder and is an error.
const TEMPLATES: &[&str] = &[
    "{{ 7 * 191 }}",
    "{{ frame.site_title | safe }}{{ 7 * 191 }}",
    "{% for x in [1] %}{{ 7 * 191 }}{% endfor %}",
    "{% include \"base.html\" %}{# gone #}",
    "{{ <shapes /> }}{% raw %}",
    "{{ csat.value }}{{ chart(kpi=\"csat\") }}",
];

#[test]
fn hostile_texts_come_out_as_text_in_every_output() {
    let harmless = Output::build("", |index, _| format!("Plain words z{index}z"));
    let markers = harmless.markers();
    assert!(markers.len() > 60, "few texts are shown: {markers:?}");
    let known = harmless.kinds();
    for round in 0..4 {
        // Some rounds for a site that allows some HTML.
        let settings = if round < 2 { "" } else { "markdown: { html: sanitised }\n" };
        let hostile = Output::build(settings, |index, file| hostile(round, index, file));
        assert_eq!(harmless.files.keys().collect::<Vec<_>>(), hostile.files.keys().collect::<Vec<_>>());
        hostile.check_pages(&known);
        hostile.check_json();
        hostile.check_feeds();
        hostile.check_csv();
        hostile.check_texts(&markers);
    }
}

/// Runs when `BROWSER` names a Chromium: nothing is run or asked for, and the pages' policy has nothing to forbid.
#[test]
fn hostile_texts_do_nothing_in_a_browser() {
    let Some(browser) = std::env::var_os("BROWSER") else { return };
    let site = planted(|index, place| hostile(0, index, place.file));
    site.build();
    let public = site.root().join("public");
    // A page that has moved does not stay to be looked at, and 404.html looks for its styles on the site's own host.
    let stays = |bytes: &[u8]| !String::from_utf8_lossy(bytes).contains("http-equiv=\"refresh\"");
    let is_looked_at = |path: &str, bytes: &[u8]| is_page(path) && path != "404.html" && stays(bytes);
    let pages = site.published().into_iter().filter(|(path, bytes)| is_looked_at(path, bytes));
    let pages: Vec<_> = pages.map(|(path, _)| path).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/check.mjs");
    let look = |pages: &[String]| {
        let found =
            Command::new("node").arg(&script).arg(&browser).arg(&public).arg("file").args(pages).output().unwrap();
        assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
        let found = String::from_utf8(found.stdout).unwrap();
        let matters =
            |line: &&str| ["console: ", "script error: ", "foreign request: "].iter().any(|kind| line.contains(kind));
        found.lines().filter(matters).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(look(&pages), Vec::<String>::new());
    // A page that does what the texts wanted would be noticed.
    let page = std::fs::read_to_string(public.join("index.html")).unwrap();
    let done = page.replacen("<main", "<img src=\"x.png\" onerror=\"alert(1)\"><script>alert(1)</script><main", 1);
    std::fs::write(public.join("done.html"), done).unwrap();
    let noticed = look(&["done.html".into()]).join("\n");
    assert!(noticed.contains("inline script") && noticed.contains("inline event handler"), "{noticed}");
}

/// Otherwise a field that joins tomorrow would not be tried.
#[test]
fn every_text_that_is_read_is_planted() {
    let sources = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/read");
    let planted: String = inputs().iter().map(|(_, text)| text.as_str()).collect();
    let mut missing = Vec::new();
    let mut keys = 0;
    // Mappings of imports are no part of a site: what they name goes nowhere but into a message.
    for (path, source) in files(&sources).into_iter().filter(|(path, _)| !path.starts_with("mapp")) {
        let source = String::from_utf8(source).unwrap();
        let program = source.split("#[cfg(test)]").next().unwrap();
        let texts = ["text(\"", "texts(\""].into_iter().flat_map(|call| program.split(call).skip(1));
        let required = program.split("required(\"").skip(1).filter(|after| {
            let statement = &after[..after.find(';').unwrap_or(after.len())];
            statement.contains("entry.text()") || statement.contains(".text())")
        });
        for after in texts.chain(required) {
            let key = after.split('"').next().unwrap();
            keys += 1;
            // A template is named, and is looked up among those there are; a KPI on record is an id.
            let is_planted = [": §", ": [§"].iter().any(|text| planted.contains(&format!("{key}{text}")));
            if !is_planted && key != "template" && key != "kpi" {
                missing.push(format!("src/read/{path}: {key}"));
            }
        }
    }
    assert!(keys > 40, "the keys were not found");
    assert!(missing.is_empty(), "not in tests/injection: {missing:?}");
}

/// Placeholders are filled in the words of Markdown files; what is none is refused, and never anything else.
#[test]
fn a_template_in_front_matter_is_an_error_and_not_run() {
    for field in ["title", "description", "first_line"] {
        let site = planted(|_, _| "Plain words".into());
        let words = format!("---\n{field}: \"{{{{ 7 * 191 }}}} {{% if 1 %}}\"\n---\nWords.\n");
        site.write("content/scorecards/2026-02.md", &words);
        match site.try_build() {
            Err(said) => assert!(said.contains("placeholder"), "{field}: {said}"),
            Ok(_) => assert!(!site.published().values().any(|file| String::from_utf8_lossy(file).contains("1337"))),
        }
    }
}

/// The text for the mark of that number in `file`.
fn hostile(round: usize, index: usize, file: &str) -> String {
    let words = if file.ends_with(".md") { 0 } else { TEMPLATES.len() };
    let at = (index * 7 + round * 13) % (HOSTILE.len() + words);
    format!("{} z{index}z", HOSTILE.get(at).or_else(|| TEMPLATES.get(at - HOSTILE.len())).unwrap())
}

/// What was built of `tests/injection`.
struct Output {
    files: BTreeMap<String, Vec<u8>>,
    /// Every planted text by its number; without those in the bodies of Markdown files, where `&lt;` is `<`.
    texts: BTreeMap<usize, String>,
}

impl Output {
    fn build(settings: &str, choose: impl Fn(usize, &str) -> String) -> Self {
        let texts = std::cell::RefCell::new(BTreeMap::new());
        let site = planted(|index, place| {
            let text = choose(index, place.file);
            if place.is_field {
                texts.borrow_mut().insert(index, text.clone());
            }
            text
        });
        let own = std::fs::read_to_string(site.root().join("plaudit.yaml")).unwrap();
        site.write("plaudit.yaml", &(own + settings));
        site.build();
        Self { files: site.published(), texts: texts.into_inner() }
    }

    fn pages(&self) -> impl Iterator<Item = (&str, Page)> {
        self.files.iter().filter(|(path, _)| is_page(path)).map(|(path, bytes)| (path.as_str(), Page::of(bytes)))
    }

    /// The elements of all pages with their attributes.
    fn kinds(&self) -> BTreeSet<(String, String)> {
        self.pages().flat_map(|(_, page)| page.elements).flat_map(|element| element.kinds()).collect()
    }

    /// The numbers of the texts that are shown somewhere.
    fn markers(&self) -> BTreeSet<usize> {
        let shown: String = self.pages().map(|(_, page)| page.words()).collect();
        self.texts.keys().copied().filter(|index| shown.contains(&format!("z{index}z"))).collect()
    }

    /// No element, attribute or address that is not ours.
    fn check_pages(&self, known: &BTreeSet<(String, String)>) {
        let prose: BTreeSet<(String, String)> = any_input::ELEMENTS
            .iter()
            .chain(any_input::BY_HAND)
            .flat_map(|(element, attributes)| {
                let attributes = attributes.iter().map(|attribute| ((*element).to_owned(), (*attribute).to_owned()));
                attributes.chain([((*element).to_owned(), String::new())])
            })
            .collect();
        for (path, page) in self.pages() {
            assert_eq!(page.comments, Vec::<String>::new(), "{path}");
            page.check_policy(path);
            for element in &page.elements {
                for kind in element.kinds() {
                    assert!(known.contains(&kind) || prose.contains(&kind), "{path}: {kind:?} in {element:?}");
                    assert!(
                        !kind.1.starts_with("on") && kind.1 != "style" && kind.1 != "srcdoc",
                        "{path}: {element:?}"
                    );
                }
                let is_data = element.attribute("type") == Some("application/ld+json");
                assert!(
                    element.name != "script" || element.attribute("src").is_some() || is_data,
                    "{path}: {element:?}"
                );
                for address in element.addresses() {
                    assert!(is_harmless_address(&address, element), "{path}: {address} in {element:?}");
                }
            }
        }
    }

    fn check_json(&self) {
        let csat = &self.files["kpis/csat/data.json"];
        let data: serde_json::Value = serde_json::from_slice(csat).unwrap();
        assert!(self.texts.values().any(|text| Some(text.as_str()) == data["name"].as_str()), "{}", data["name"]);
        for (path, bytes) in self.files.iter().filter(|(path, _)| path.ends_with(".json")) {
            let whole: serde_json::Value =
                serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(whole.is_object(), "{path}");
        }
    }

    /// XML in which every element is ours.
    fn check_feeds(&self) {
        for path in ["feed.xml", "sitemap.xml"] {
            let text = str::from_utf8(&self.files[path]).unwrap();
            let document = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            let names: BTreeSet<&str> =
                document.descendants().filter(roxmltree::Node::is_element).map(|node| node.tag_name().name()).collect();
            let ours = "feed id title updated author name link generator entry published category summary content urlset url loc lastmod";
            assert!(names.iter().all(|name| ours.split(' ').any(|our| our == *name)), "{path}: {names:?}");
            // What feed readers take for HTML holds nothing that acts or loads.
            for html in document.descendants().filter(|node| node.has_tag_name("content")).filter_map(|it| it.text()) {
                for element in Page::of(html.as_bytes()).elements {
                    assert!(
                        !["script", "img", "iframe", "object", "style"].contains(&element.name.as_str()),
                        "{element:?}"
                    );
                    let acts = |(name, value): &(String, String)| {
                        name.starts_with("on") || value.trim_start().starts_with("javascript:")
                    };
                    assert!(!element.attributes.iter().any(acts), "{element:?}");
                }
            }
        }
    }

    /// Every row has all columns, and no cell of words would run in a spreadsheet.
    fn check_csv(&self) {
        let mut words = 0;
        for (path, bytes) in self.files.iter().filter(|(path, _)| path.ends_with(".csv")) {
            let rows = cells(std::str::from_utf8(bytes).unwrap());
            for row in &rows {
                assert_eq!(row.len(), rows[0].len(), "{path}: {row:?}");
                for cell in row.iter().filter(|cell| cell.parse::<f64>().is_err() && !cell.is_empty()) {
                    words += 1;
                    assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{path}: {cell}");
                }
            }
        }
        assert!(words > 50, "the words were not found");
    }

    /// What is shown of the texts is all of them, letter for letter.
    fn check_texts(&self, markers: &BTreeSet<usize>) {
        let shown: String = self.pages().map(|(_, page)| page.words()).collect();
        assert!(!shown.contains("1337"), "a template was run");
        let lost: Vec<_> = markers.iter().filter(|index| !shown.contains(&squeezed(&self.texts[index]))).collect();
        assert!(lost.is_empty(), "{:?}", lost.iter().map(|index| &self.texts[index]).collect::<Vec<_>>());
    }
}

/// Relative, or to a site or mailbox; an empty icon is our own.
fn is_harmless_address(address: &str, element: &Element) -> bool {
    if address == "data:," {
        return element.name == "link" && element.attribute("rel") == Some("icon");
    }
    let scheme = address.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| !scheme.contains(['/', '?', '#']));
    let is_plain = !address.starts_with("//") && !address.contains(['\\', '\t', '\n', '\r', '\0']);
    is_plain && scheme.is_none_or(|scheme| ["https", "http", "mailto"].contains(&scheme))
}

/// The inputs with their marks.
fn inputs() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/injection");
    let files = files(&folder).into_iter();
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

/// Where a text is planted.
struct Place<'p> {
    file: &'p str,
    /// Whether it is a field by itself, not among the words of a Markdown file nor a name.
    is_field: bool,
}

/// The site with a text in place of each mark; `choose` is given its number.
fn planted(choose: impl Fn(usize, Place<'_>) -> String) -> SiteTest {
    let site = SiteTest::empty();
    let mut index = 0;
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in inputs() {
        let mut rest = text.as_str();
        let mut written = String::new();
        while let Some((before, after)) = rest.split_once('§') {
            written.push_str(before);
            let name = after.split(|char: char| !char.is_ascii_lowercase()).next().unwrap();
            rest = &after[name.len()..];
            index += 1;
            let is_body = !path.ends_with(".yaml") && written.contains("\n---\n");
            let choose = || choose(index, Place { file: &path, is_field: !is_body && name.is_empty() });
            let text = match name {
                "" | "url" => choose(),
                // The names of people are the same in the register and in stories; `team/north` is a part.
                name => named.entry(name.to_owned()).or_insert_with(|| choose().replace('/', "")).clone(),
            };
            match name {
                "url" => written.push_str(&text.replace(['<', '>', '\n'], "")),
                // A bracket would make a link of what follows, to a page that is not there.
                _ if is_body => written.push_str(&text.replace('[', "(")),
                _ => written.push_str(&serde_json::to_string(&text).unwrap()),
            }
        }
        site.write(&path, &(written + rest));
        if path.ends_with(".png") {
            std::fs::write(site.root().join(path), crate::pictures::drawing(8, 8)).unwrap();
        }
    }
    site
}

/// A page as browsers understand it.
pub(crate) struct Page {
    pub(crate) elements: Vec<Element>,
    texts: Vec<String>,
    pub(crate) comments: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Page {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).unwrap();
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(text);
        let mut page = Self { elements: Vec::new(), texts: Vec::new(), comments: Vec::new() };
        page.add(&dom.document);
        page
    }

    fn add(&mut self, node: &Handle) {
        match &node.data {
            NodeData::Text { contents } => self.texts.push(contents.borrow().to_string()),
            NodeData::Comment { contents } => self.comments.push(contents.to_string()),
            NodeData::Element { name, attrs, .. } => {
                let attribute =
                    |attribute: &html5ever::Attribute| (attribute.name.local.to_string(), attribute.value.to_string());
                let attributes = attrs.borrow().iter().map(attribute).collect();
                self.elements.push(Element { name: name.local.to_string(), attributes });
            }
            _ => {}
        }
        node.children.borrow().iter().for_each(|child| self.add(child));
    }

    /// Before anything is loaded it is said what may be: only what is the site's own, and nothing inline.
    fn check_policy(&self, path: &str) {
        let is_policy = |element: &Element| element.attribute("http-equiv") == Some("Content-Security-Policy");
        let policies: Vec<usize> = (0..self.elements.len()).filter(|at| is_policy(&self.elements[*at])).collect();
        let loads = self.elements.iter().position(|element| ["link", "script", "img"].contains(&element.name.as_str()));
        assert!(policies.len() == 1 && loads.is_none_or(|loads| policies[0] < loads), "{path}");
        let policy = self.elements[policies[0]].attribute("content").unwrap();
        let rules: BTreeMap<&str, &str> = policy.split("; ").map(|rule| rule.split_once(' ').unwrap()).collect();
        for forbidden in ["default-src", "base-uri"] {
            assert_eq!(rules.get(forbidden), Some(&"'none'"), "{path}: {policy}");
        }
        assert_eq!(rules.get("form-action"), Some(&"'self'"), "{path}: {policy}");
        let runs = |element: &&Element| element.name == "script" && element.attribute("src").is_some();
        let has_scripts = self.elements.iter().any(|element| runs(&element));
        assert_eq!(rules.contains_key("script-src"), has_scripts, "{path}: {policy}");
        let allowed = ["'none'", "'self'", "'self' data:"];
        assert!(rules.iter().all(|(name, from)| allowed.contains(from) && (*name == "img-src" || *from != allowed[2])));
    }

    /// Everything that is shown or said of it.
    pub(crate) fn words(&self) -> String {
        let attributes = self.elements.iter().flat_map(|element| &element.attributes).map(|(_, value)| value);
        squeezed(&self.texts.iter().chain(attributes).flat_map(|text| [text.as_str(), "\n"]).collect::<String>())
    }
}

impl Element {
    fn kinds(&self) -> Vec<(String, String)> {
        let attributes = self.attributes.iter().map(|(name, _)| (self.name.clone(), name.clone()));
        attributes.chain([(self.name.clone(), String::new())]).collect()
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The addresses in it, that of `<meta http-equiv="refresh">` included.
    fn addresses(&self) -> Vec<String> {
        const NAMES: [&str; 8] = ["href", "src", "action", "formaction", "data", "poster", "cite", "srcset"];
        let named = self.attributes.iter().filter(|(name, _)| NAMES.contains(&name.as_str()));
        let refresh = self.attribute("content").filter(|_| self.attribute("http-equiv") == Some("refresh"));
        let refresh = refresh.and_then(|content| content.split_once("url=")).map(|(_, address)| address.to_owned());
        named.map(|(_, value)| value.clone()).chain(refresh).collect()
    }
}

/// Words with single spaces.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The cells of a CSV file (RFC 4180), row by row.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            char => cell.push(char),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty(), "the file ends within a row");
    rows
}
