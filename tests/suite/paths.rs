//! Names that lead elsewhere, or that some system cannot store: refused with a code and their place, and nothing is read or
//! written outside the site.

use std::fs;
use std::path::Path;
use std::process::Command;

use plaudit::diagnostic::Diagnostics;
use plaudit::pipeline::{self, Options};
use plaudit::publish::Nowhere;

use crate::site_test::SiteTest;

/// Parts of addresses that are none, or not everywhere.
const NO_PARTS: &[&str] = &[
    "..",
    "../x",
    "/x",
    "C:x",
    "C:\\x",
    "\\\\server\\x",
    "a/../b",
    "con",
    "NUL",
    "aux",
    "prn",
    "com1",
    "LPT9",
    "nul.txt",
    "a.",
    "a ",
    " a",
    "a:b",
    "a\\b",
    "%2e%2e",
    "é",
];

#[test]
fn slugs_and_former_addresses_are_parts_of_addresses() {
    let long = "a".repeat(101);
    for name in ["../x", "con", &long] {
        refuses("P606", STORY, 6, |site| add_to_story(site, &format!("slug: {}", quoted(name))));
    }
    // `/x` is how an address of one's own site is often written; spaces around a text are not part of it.
    let names: Vec<&str> = NO_PARTS.iter().copied().filter(|name| !["/x", "a ", " a"].contains(name)).collect();
    let deep = "a/".repeat(60) + "b";
    let aliases: Vec<_> = names.iter().chain([&long.as_str(), &deep.as_str()]).map(|name| quoted(name)).collect();
    let said = problems(|site| add_to_story(site, &format!("aliases: [{}]", aliases.join(", "))));
    assert_eq!(said, vec![format!("P606 {STORY}:6"); aliases.len()]);
}

#[test]
fn ids_are_parts_of_addresses() {
    let long = "a".repeat(49);
    let reserved = ["con", "NUL", "aux", "prn", "com1", "LPT9", &long];
    let names: Vec<&str> = NO_PARTS.iter().copied().chain([long.as_str()]).collect();
    let check = |file: &str, write: &dyn Fn(&SiteTest, &[String])| {
        // In places of their own, so that each is found at its own line.
        let lines: Vec<_> = names.iter().map(|name| quoted(name)).collect();
        let said = problems(|site| write(site, &lines));
        for (at, name) in names.iter().enumerate() {
            // Capital letters are not in ids of KPIs.
            let is_spelt_well =
                reserved.contains(name) && !(file == "data/kpis.yaml" && name.contains(char::is_uppercase));
            let code = if is_spelt_well { "P032" } else { "P007" };
            assert!(said.contains(&format!("{code} {file}:{}", at + 1)), "{file}, {name}: {said:?}");
        }
    };
    check("data/dimensions.yaml", &|site, names| {
        let dimensions = names.iter().map(|name| format!("{name}: {{ label: X, members: {{ a: A }} }}\n"));
        site.write("data/dimensions.yaml", &dimensions.collect::<String>());
    });
    check("data/dimensions.yaml", &|site, names| {
        let members = names.join(": A,\n  ");
        site.write("data/dimensions.yaml", &format!("x: {{ label: X, members: {{ {members}: A }} }}\n"));
    });
    check("data/awards.yaml", &|site, names| {
        site.write("data/awards.yaml", &format!("awards: {{ {}: {{ name: A }} }}\n", names.join(": { name: A },\n  ")));
    });
    check("data/kpis.yaml", &|site, names| {
        let kpis = names.iter().map(|name| format!("{name}: {{ name: X, unit: count, kind: count, better: lower }}\n"));
        site.write("data/kpis.yaml", &(kpis.collect::<String>() + &text(site, "data/kpis.yaml")));
    });
}

#[test]
fn names_of_files_are_parts_of_addresses() {
    let said = problems(|site| {
        for name in ["con", "COM1", "a b", "é"] {
            site.write(&format!("content/stories/{name}.md"), &text(site, STORY));
            site.write(&format!("content/{name}.md"), "Words.\n");
            site.write(&format!("content/{name}/page.md"), "Words.\n");
            let study = text(site, "data/benchmarks/peers-2025.yaml");
            site.write(&format!("data/benchmarks/{name}.yaml"), &study);
        }
    });
    for (name, code) in [("con", "P032"), ("COM1", "P032"), ("a b", "P007"), ("é", "P007")] {
        for file in [format!("stories/{name}.md"), format!("{name}.md"), format!("{name}/page.md")] {
            assert!(said.contains(&format!("P606 content/{file}:0")), "{file}: {said:?}");
        }
        assert!(said.contains(&format!("{code} data/benchmarks/{name}.yaml:0")), "{name}: {said:?}");
    }
}

#[test]
fn pictures_lie_in_the_words_folder() {
    for (name, code) in [
        ("../../data/kpis.png", "P118"),
        ("/etc/passwd.png", "P113"),
        ("../../../secret.png", "P113"),
        ("\\\\server\\secret.png", "P113"),
        ("%2e%2e/%2e%2e/secret.png", "P118"),
        ("nothing.png", "P118"),
    ] {
        let image = format!("image: {{ file: {}, alt: A hand }}", quoted(name));
        refuses(code, STORY, 6, |site| add_to_story(site, &image));
    }
    let addresses = [
        "../../secret.png",
        "/../secret.png",
        "../../../../../../etc/passwd",
        "%2e%2e/%2e%2e/secret.png",
        "..%2f..%2fsecret.png",
        "file:///etc/passwd",
        "//server/secret.png",
        "\\\\\\\\server\\\\secret.png",
        "C:/secret.png",
    ];
    let said = problems(|site| {
        let pictures: String = addresses.iter().map(|address| format!("![x](<{address}>)\n")).collect();
        site.write("content/about.md", &pictures);
    });
    for (at, address) in addresses.iter().enumerate() {
        let place = format!(" content/about.md:{}", at + 1);
        assert!(said.iter().any(|said| said.ends_with(&place)), "{address}: {said:?}");
    }
}

#[test]
fn themes_and_templates_are_looked_up_and_never_opened() {
    for name in ["..", "../themes/plain", "/etc", "\\\\server\\x", "plain/templates", "", "con"] {
        let said = problems(|site| site.replace("plaudit.yaml", "theme: plain", &format!("theme: {}", quoted(name))));
        assert!(said.iter().any(|said| said.ends_with("plaudit.yaml:4")), "{name}: {said:?}");
    }
    for name in ["../base.html", "/etc/passwd", "..\\x", "nothing.html", "../../../../content/about.md"] {
        refuses("P701", "content/about.md", 3, |site| {
            site.write("content/about.md", &format!("---\ntitle: About\ntemplate: {}\n---\nWords.\n", quoted(name)));
        });
    }
}

#[test]
fn addresses_that_differ_in_capital_letters_only_are_one() {
    refuses("P011", "data/dimensions.yaml", 1, |site| {
        site.write(
            "data/dimensions.yaml",
            "team: { label: Team, members: { north: North, North: North, south: South } }\n",
        );
    });
    for (one, other) in [("content/one.md", "content/ONE.md"), ("content/stories/one.md", "content/stories/One.md")] {
        let words = if one.contains("stories") { text(&site(), STORY) } else { "Words.\n".to_owned() };
        let said = problems(|site| {
            site.write(one, &words);
            site.write(other, &words);
        });
        assert_eq!(said.len(), 1, "{said:?}");
    }
    // Pages that Plaudit makes have their addresses first.
    for taken in ["content/method.md", "content/archive/index.md", "content/2026-01.md"] {
        assert!(!problems(|site| site.write(taken, "Words.\n")).is_empty(), "{taken}");
    }
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_refused_wherever_they_are() {
    use std::os::unix::fs::symlink;
    let elsewhere = SiteTest::copy_of("small");
    for link in [
        "plaudit.yaml",
        "data",
        "data/kpis.yaml",
        "data/snapshots",
        "data/snapshots/2026-01.yaml",
        "content",
        "content/stories",
        "content/stories/2026-02-kind-word.md",
        "themes",
        "themes/plain",
        "themes/plain/templates",
        "themes/plain/templates/components",
        "themes/plain/templates/base.html",
    ] {
        let said = problems(|site| {
            let (here, there) = (site.root().join(link), elsewhere.root().join(link));
            if here.is_dir() {
                fs::remove_dir_all(&here).unwrap();
            } else {
                fs::remove_file(&here).unwrap();
            }
            symlink(there, here).unwrap();
        });
        assert!(said.contains(&format!("P112 {link}:0")), "{link}: {said:?}");
    }
    // What leads to the site as a whole is its owner's own way.
    let folder = tempfile::tempdir().unwrap();
    symlink(elsewhere.root(), folder.path().join("site")).unwrap();
    let options = Options { root: folder.path().join("site"), ..Options::default() };
    assert!(pipeline::build(&options, &Nowhere::default(), &Diagnostics::new()).is_ok());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_opened() {
    let site = site();
    for name in ["content/stories/pipe.md", "data/actions.yaml", "themes/plain/static/pipe.css"] {
        let path = site.root().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }
    // It would wait for ever.
    let options = site.options();
    assert!(pipeline::build(&options, &Nowhere::default(), &Diagnostics::new()).is_ok());
}

#[test]
fn an_output_folder_that_touches_the_inputs_is_refused() {
    let long = "x".repeat(300);
    for (output, code) in [
        (".", "P800"),
        ("..", "P800"),
        ("data", "P800"),
        ("data/out", "P800"),
        ("content/../data/out", "P800"),
        ("themes/plain", "P800"),
        (".plaudit", "P800"),
        ("plaudit.yaml", "P800"),
        ("plaudit.yaml/x", "P800"),
        ("/", "P800"),
        (long.as_str(), "P801"),
    ] {
        let site = site();
        let before = everything(site.root());
        let build = Command::new(env!("CARGO_BIN_EXE_plaudit"))
            .args(["build", "--output-dir", output, "--root"])
            .arg(site.root())
            .current_dir(site.root())
            .output()
            .unwrap();
        let said = String::from_utf8(build.stderr).unwrap();
        assert_eq!(build.status.code(), Some(1), "{output}: {said}");
        assert!(said.contains(&format!("error[{code}]")), "{output}: {said}");
        assert_eq!(everything(site.root()), before, "{output}");
    }
}

const STORY: &str = "content/stories/2026-02-kind-word.md";

fn site() -> SiteTest {
    SiteTest::copy_of("small")
}

fn text(site: &SiteTest, file: &str) -> String {
    fs::read_to_string(site.root().join(file)).unwrap()
}

/// As YAML, in quotes that leave `\` alone.
fn quoted(text: &str) -> String {
    format!("'{text}'")
}

/// Puts a line into the front matter of the story, as its sixth.
fn add_to_story(site: &SiteTest, line: &str) {
    site.replace(STORY, "award: star", line);
}

fn everything(root: &Path) -> Vec<(String, Vec<u8>)> {
    crate::site_test::files(root).into_iter().collect()
}

/// Code, file and line of everything that is wrong with the site after an edit; line 0 is the file as a whole.
fn problems(edit: impl FnOnce(&SiteTest)) -> Vec<String> {
    let site = site();
    edit(&site);
    let diagnostics = Diagnostics::new();
    let options = site.options();
    let built = pipeline::build(&options, &Nowhere::default(), &diagnostics);
    let found = diagnostics.sorted();
    assert_eq!(built.is_err(), !found.is_empty(), "{found:?}");
    let said = found.iter().map(|found| {
        let line = found.at.place.map_or(0, |place| place.line);
        format!("{} {}:{line}", found.problem.code(), found.at.file.to_str().unwrap())
    });
    said.collect()
}

#[track_caller]
fn refuses(code: &str, file: &str, line: u32, edit: impl FnOnce(&SiteTest)) {
    let said = problems(edit);
    assert!(said.contains(&format!("{code} {file}:{line}")), "{said:?}");
}
