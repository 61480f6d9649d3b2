//! Newsletters as e-mail: read by two other programs, by the rules of mail programs, and never made by accident.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use mail_parser::{MessageParser, MimeHeaders};
use plaudit::diagnostic::{Diagnostics, as_text};
use plaudit::model::BaseUrl;
use plaudit::pipeline::{self, Mail, Options};

use crate::injection::Page;
use crate::site_test::{SiteTest, made};

/// The mail about October of the demo.
static OCTOBER: LazyLock<Mail> = LazyLock::new(|| mail(&SiteTest::demo(), "2026-10").unwrap());

#[test]
fn a_draft_is_read_by_other_programs_without_a_defect() {
    let read = MessageParser::default().parse(file(&OCTOBER, "mail.eml")).unwrap();
    assert_eq!(read.subject(), Some("Refunds in two days, and a quieter phone"));
    assert_eq!(read.date().map(ToString::to_string).as_deref(), Some("2026-11-09T00:00:00Z"));
    let ids: Vec<_> = read.parts.iter().filter_map(|part| part.content_id()).collect();
    assert_eq!(ids, ["chart@plaudit.invalid"]);
    assert!(read.body_html(0).unwrap().contains("src=\"cid:chart@plaudit.invalid\""));
    let text = read.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(text.trim_end(), str::from_utf8(file(&OCTOBER, "mail.txt")).unwrap().trim_end());
    assert_eq!(subject_for_python(file(&OCTOBER, "mail.eml")), "Refunds in two days, and a quieter phone");
}

#[test]
fn names_in_any_script_are_encoded_in_headers() {
    let site = SiteTest::demo();
    let subject =
        "Grüße, Ελπίδα и 心 – a subject that is long enough to need a second line of its header, and then some";
    site.replace("content/newsletters/2026-10.md", "Refunds in two days, and a quieter phone", subject);
    let made = mail(&site, "2026-10").unwrap();
    assert_eq!(subject_for_python(file(&made, "mail.eml")), subject);
    assert_eq!(MessageParser::default().parse(file(&made, "mail.eml")).unwrap().subject(), Some(subject));
}

#[test]
fn a_draft_has_a_sender_where_the_newsletter_names_a_mailbox() {
    assert!(!str::from_utf8(file(&OCTOBER, "mail.eml")).unwrap().contains("\nFrom:"));
    let site = SiteTest::demo();
    let (issue, named) =
        ("content/newsletters/2026-10.md", "{ name: Hannah Croft and Theo Marsh for the service team }");
    let name = r#"Grüße, "Service" <team>"#;
    let written = format!("{{ name: '{name}', address: service@meridian.example }}");
    site.replace(issue, named, &written);
    let made = mail(&site, "2026-10").unwrap();
    let draft = file(&made, "mail.eml");
    let read = MessageParser::default().parse(draft).unwrap();
    let sender = read.from().unwrap().first().unwrap();
    assert_eq!((sender.name(), sender.address()), (Some(name), Some("service@meridian.example")));
    assert_eq!(subject_for_python(draft), "Refunds in two days, and a quieter phone");
    site.replace(issue, "service@meridian.example", "\"service@meridian.example\\nBcc: all@example.org\"");
    assert!(mail(&site, "2026-10").unwrap_err().contains("P518"));
}

#[test]
fn every_figure_can_be_read_when_pictures_are_blocked() {
    let page = Page::of(file(&OCTOBER, "mail.html"));
    let words = page.words();
    for said in ["88.2 %", "14 min 30 s", "2.0 days", "590", "target at most 450"] {
        assert!(words.contains(said), "{said}");
    }
    let pictures: Vec<_> = page.elements.iter().filter(|element| element.name == "img").collect();
    assert_eq!(pictures.len(), 1);
    for attribute in ["width", "height"] {
        assert!(pictures[0].attribute(attribute).unwrap().parse::<u32>().unwrap() > 100);
    }
    assert!(pictures[0].attribute("alt").unwrap().starts_with("Backlog has grown"));
}

/// What the checkers of others do not look for.
#[test]
fn a_mail_holds_nothing_that_a_mail_program_drops() {
    let html = str::from_utf8(file(&OCTOBER, "mail.html")).unwrap();
    for never in
        ["<svg", "data:", "srcset", "<picture", "<link", "@import", "url(", "var(", "flex", "<script", "position:"]
    {
        assert!(!html.contains(never), "{never}");
    }
    assert!(html.len() < 80_000, "{} bytes", html.len());
    let page = Page::of(html.as_bytes());
    let tables = page.elements.iter().filter(|element| element.name == "table");
    assert!(tables.into_iter().all(|table| table.attribute("role") == Some("presentation")));
    for cell in page.elements.iter().filter(|element| element.name == "td" && element.attribute("class").is_some()) {
        assert!(cell.attribute("style").is_some(), "{cell:?}");
    }
    let preheader = html.find("What a refund does in two days").unwrap();
    assert!(html[html.find("<body").unwrap()..preheader].matches("<div").count() == 1, "the first words of the body");
}

#[test]
fn bars_are_as_long_as_their_figures() {
    let page = Page::of(file(&OCTOBER, "mail.html"));
    let width = |element: &crate::injection::Element| element.attribute("width").unwrap().parse::<u32>().unwrap();
    let mut bars: Vec<Vec<(&str, u32)>> = Vec::new();
    for element in &page.elements {
        let Some(class) = element.attribute("class") else { continue };
        match (class, class.split_once("mail-bar--"), bars.last_mut()) {
            ("mail-bar", ..) => bars.push(Vec::new()),
            (_, Some((_, kind)), Some(bar)) => bar.push((kind, width(element))),
            _ => {}
        }
    }
    // 88.2 % of 260 pixels, then up to the target of 90 %, its stroke, and what is left.
    assert_eq!(bars[0], [("value", 229), ("rest", 5), ("target", 3), ("rest", 23)]);
    assert!(bars.len() > 1, "{bars:?}");
    for bar in &bars {
        assert_eq!(bar.iter().map(|(_, width)| width).sum::<u32>(), 260, "{bar:?}");
    }
}

#[test]
fn the_same_inputs_give_the_same_mail() {
    assert_eq!(*OCTOBER, mail(&SiteTest::demo(), "2026-10").unwrap());
}

#[test]
fn with_an_address_links_are_whole_and_without_one_they_are_words() {
    let html = str::from_utf8(file(&OCTOBER, "mail.html")).unwrap();
    assert!(!html.contains("href="), "the demo has no address");
    assert!(OCTOBER.files.iter().all(|(name, _)| *name != "platform.html"));
    let site = SiteTest::demo();
    let base = "https://intranet.example/scorecard/";
    let options = Options { base_url: BaseUrl::new(base), ..site.options() };
    let made = pipeline::newsletter(&options, "2026-10".parse().unwrap(), &Diagnostics::new()).unwrap().unwrap();
    let html = str::from_utf8(file(&made, "mail.html")).unwrap();
    for path in ["newsletters/2026-10/index.html", "stories/refunds/index.html", "2026-10/index.html"] {
        assert!(html.contains(&format!("href=\"{base}{path}\"")), "{path}");
    }
    assert!(html.contains("src=\"chart.png\""));
    let platform = str::from_utf8(file(&made, "platform.html")).unwrap();
    assert!(platform.contains(&format!("src=\"{base}newsletters/2026-10/chart.png\"")));
    assert!(str::from_utf8(file(&made, "mail.eml")).unwrap().contains("<chart@intranet.example>"));
}

#[test]
fn only_those_are_named_who_agreed_to_be_named_in_newsletters() {
    let site = SiteTest::demo();
    let name = "Priya Raman";
    let said = |made: &Mail| made.names.contains(name);
    site.replace("content/stories/2026-10-refunds.md", "title: Refunds in two days", "title: Refunds by Priya Raman");
    assert!(said(&mail(&site, "2026-10").unwrap()));
    let scope = "- { person: Priya Raman, given: 2026-10-21, until: 2029-10-21, scope: [site, newsletter, archive] }";
    site.replace("data/consents.yaml", scope, &scope.replace("newsletter, ", ""));
    let refused = mail(&site, "2026-10").unwrap_err();
    assert!(refused.contains("P509") && refused.contains("2026-10.md:6"), "{refused}");
    // What was agreed to for newsletters ended before the figures were published.
    let ended = "- { person: Priya Raman, given: 2026-10-21, until: 2026-11-08, scope: newsletter }\n- { person: Theo";
    site.replace("data/consents.yaml", "- { person: Theo", ended);
    assert!(mail(&site, "2026-10").unwrap_err().contains("P509"));
    // Where the issue does not name its stories, that one is not told.
    site.replace("content/newsletters/2026-10.md", "stories: [2026-10-refunds, 2026-10-library-thursdays]\n", "");
    let made = mail(&site, "2026-10").unwrap();
    assert!(!said(&made) && !str::from_utf8(file(&made, "mail.txt")).unwrap().contains("Refunds by"));
}

#[test]
fn a_mail_that_would_be_cut_off_is_refused_and_a_long_one_is_said_to_be_long() {
    let long = |letters: usize| {
        let site = SiteTest::demo();
        site.replace(
            "content/newsletters/2026-10.md",
            "Not everything",
            &format!("{}\n\nNot", "word ".repeat(letters / 5)),
        );
        let diagnostics = Diagnostics::new();
        let made = pipeline::newsletter(&site.options(), "2026-10".parse().unwrap(), &diagnostics);
        (made.is_ok(), as_text(&diagnostics.sorted(), false))
    };
    let (is_made, said) = long(65_000);
    assert!(is_made && said.contains("warning[P515]") && said.contains("what you wrote takes most room"), "{said}");
    let (is_made, said) = long(90_000);
    assert!(!is_made && said.contains("error[P514]") && said.contains("content/newsletters/2026-10.md"), "{said}");
}

#[test]
fn a_mail_that_names_people_is_made_only_when_asked_and_replaces_nothing_unasked() {
    let site = SiteTest::demo();
    site.replace("content/stories/2026-10-refunds.md", "title: Refunds in two days", "title: Refunds by Priya Raman");
    let into = tempfile::tempdir().unwrap();
    let folder = into.path().join("mail");
    let run = |more: &[&str]| site.run(&[&["newsletter", "-o", folder.to_str().unwrap()], more].concat());
    let (code, said) = run(&["2026-10"]);
    assert!(
        code == Some(1)
            && said.contains("this mail names ")
            && said.contains("Priya Raman")
            && said.contains("--with-names"),
        "{said}"
    );
    assert!(!into.path().join("mail").exists());
    assert_eq!(run(&["2026-10", "--with-names"]).0, Some(0));
    let names: BTreeSet<_> =
        fs::read_dir(into.path().join("mail")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(names, ["chart.png", "mail.eml", "mail.html", "mail.txt"].map(Into::into).into());
    assert_eq!(run(&["2026-10", "--with-names"]).0, Some(0), "the same again is fine");
    let (code, said) = run(&["2026-09", "--with-names"]);
    assert!(code == Some(1) && said.contains("holds something else"), "{said}");
    assert_eq!(run(&["2026-09", "--with-names", "--force"]).0, Some(0));
    let (code, said) = run(&["2024-01"]);
    assert!(code == Some(2) && said.contains("there is no newsletter for 2024-01"), "{said}");
}

fn mail(site: &SiteTest, period: &str) -> Result<Mail, String> {
    made(|diagnostics| pipeline::newsletter(&site.options(), period.parse().unwrap(), diagnostics))
}

#[track_caller]
fn file<'m>(mail: &'m Mail, name: &str) -> &'m [u8] {
    &mail.files.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no {name}")).1
}

/// What Python's own library takes for the subject, when it finds nothing wrong with the mail.
#[track_caller]
fn subject_for_python(mail: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mail.eml");
    fs::write(&path, mail).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/mail.py");
    let output = Command::new("python3").arg("-B").arg(script).arg(path).env("PYTHONIOENCODING", "utf-8").output();
    let output = output.expect("tests/all installs python3");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}
