//! Sealed packages: the same bytes every time, whole for themselves, without what their readers may not know, and found
//! out when anything in them changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use plaudit::diagnostic::{Diagnostics, Problem, as_text};
use plaudit::model::AudienceId;
use plaudit::pipeline::{self, Options, PackageOf, Sealing};
use plaudit::publish::{Sealed, verify};
use tempfile::TempDir;

use crate::pictures::drawing;
use crate::site_test::{SiteTest, files, is_page, made};

#[test]
fn the_same_inputs_give_the_same_package() {
    let (one, other) = (SiteTest::copy_of("small"), SiteTest::copy_of("small"));
    let into = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let sealed = seal(&one, "2026-01", into[0].path()).unwrap();
    let again = seal(&other, "2026-01", into[1].path()).unwrap();
    assert_eq!(fs::read(&sealed.zip).unwrap(), fs::read(&again.zip).unwrap());
    assert_eq!(files(&sealed.folder), files(&again.folder));
    assert_eq!((&sealed.sha256, sealed.was_there), (&again.sha256, false));
    assert!(seal(&one, "2026-01", into[0].path()).unwrap().was_there);
    for path in [&sealed.folder, &sealed.zip] {
        let verified = verify(path, &Diagnostics::new()).unwrap();
        assert_eq!(verified.files, sealed.files);
        assert_eq!(verified.sha256, (*path == sealed.zip).then(|| sealed.sha256.clone()));
    }
}

#[test]
fn another_package_is_replaced_only_when_asked() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    let sealed = seal(&site, "2026-01", into.path()).unwrap();
    let before = files(&sealed.folder);
    site.replace("data/snapshots/2026-01.yaml", "complaints: 16", "complaints: 17");
    assert!(seal(&site, "2026-01", into.path()).unwrap_err().contains("P814"));
    assert_eq!(files(&sealed.folder), before);
    let options = site.options();
    let anew = Sealing { anew: true, ..sealing("2026-01", into.path()) };
    pipeline::archive(&options, &anew, &Diagnostics::new()).unwrap().unwrap();
    assert_ne!(files(&sealed.folder), before);
    verify(&sealed.folder, &Diagnostics::new()).unwrap();
    assert_eq!(fs::read_dir(into.path()).unwrap().count(), 2, "nothing is left lying about");
}

#[test]
fn half_a_package_is_completed_and_the_other_half_stays() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    let sealed = seal(&site, "2026-01", into.path()).unwrap();
    let zip = fs::read(&sealed.zip).unwrap();
    fs::remove_file(&sealed.zip).unwrap();
    assert!(!seal(&site, "2026-01", into.path()).unwrap().was_there);
    assert_eq!(fs::read(&sealed.zip).unwrap(), zip);
    fs::remove_dir_all(&sealed.folder).unwrap();
    assert!(!seal(&site, "2026-01", into.path()).unwrap().was_there);
    verify(&sealed.folder, &Diagnostics::new()).unwrap();
    fs::remove_file(&sealed.zip).unwrap();
    fs::write(sealed.folder.join("README.txt"), "another").unwrap();
    assert!(seal(&site, "2026-01", into.path()).unwrap_err().contains("P814"));
    assert!(!sealed.zip.exists());
}

#[test]
fn a_withdrawn_study_has_no_figures_in_a_package_either() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    let table = "data/tables/study-peers-2025.csv";
    assert!(seal(&site, "2026-02", &into.path().join("before")).unwrap().folder.join(table).exists());
    let study = "data/benchmarks/peers-2025.yaml";
    site.replace(study, "method:", "withdrawn: { on: 2026-01-10, because: wrong peers }\nmethod:");
    let sealed = seal(&site, "2026-02", into.path()).unwrap();
    assert!(!sealed.folder.join(table).exists());
    let described = fs::read_to_string(sealed.folder.join("data/datapackage.json")).unwrap();
    assert!(!described.contains("peers-2025"), "{described}");
}

#[test]
fn the_table_of_a_study_is_its_own_and_numbers_of_criteria_are_words() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    site.write(
        "data/benchmarks/values.yaml",
        "title: Assessment\nkind: standard\nagainst: standard\nfieldwork: { from: 2025-10, to: 2025-11 }\n\
         published: 2025-12-01\nstandard: ISO 1\nlevels: 5\ncriteria:\n  \
         - { id: \"7.1\", name: One, required: 3, reached: 2 }\n  - { id: \"7.10\", name: Ten, required: 3, reached: 3 }\n",
    );
    let sealed = seal(&site, "2026-02", into.path()).unwrap();
    let read = |file: &str| fs::read_to_string(sealed.folder.join("data").join(file)).unwrap();
    assert!(read("tables/values.csv").starts_with("period,kpi,"));
    let table = read("tables/study-values.csv");
    assert_eq!(table.lines().next().unwrap(), "id,criterion,required,reached,highest,evidence");
    assert!(table.contains("\n7.10,Ten,3,3,5,"), "{table}");
    let described: serde_json::Value = serde_json::from_str(&read("datapackage.json")).unwrap();
    let tables = described["resources"].as_array().unwrap();
    let table = tables.iter().find(|table| table["name"] == "study-values").unwrap();
    let kinds: Vec<_> = table["schema"]["fields"].as_array().unwrap().iter().map(|field| &field["type"]).collect();
    assert_eq!(kinds, ["string", "string", "number", "number", "number", "string"]);
}

#[test]
fn a_study_is_cited_in_its_package_as_on_its_page() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    let more =
        "version: \"1.1\"\nidentifier: Report 7.\nrevisions: [ { on: 2025-09-01, because: a peer joined } ]\nmethod:";
    site.replace("data/benchmarks/peers-2025.yaml", "method:", more);
    let sealed = seal(&site, "peers-2025", into.path()).unwrap();
    let cited = "A small service (2025): Peers 2025, version 1.1. Report 7. Last revised 1 September 2025.";
    for file in ["README.txt", "data/datapackage.json", "data/site/benchmarks/peers-2025/index.html"] {
        let text = fs::read_to_string(sealed.folder.join(file)).unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(cited), "{file}: {text}");
    }
}

#[test]
fn pictures_are_in_a_package_whatever_they_are_called() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    for name in ["ein bild.png", "a&b's.png"] {
        fs::write(site.root().join("content/scorecards").join(name), drawing(8, 8)).unwrap();
    }
    let shown = "![A](<ein bild.png>) ![B](a&b's.png)\n\nFirst reply";
    site.replace("content/scorecards/2026-02.md", "First reply", shown);
    site.build();
    let is_picture = |path: &String| path.ends_with(".png");
    let published: Vec<String> = site.published().into_keys().filter(is_picture).collect();
    assert_eq!(published.len(), 2, "{published:?}");
    let sealed = seal(&site, "2026-02", into.path()).unwrap();
    let packed = files(&sealed.folder.join("data/site")).into_keys().filter(is_picture);
    assert_eq!(packed.collect::<Vec<_>>(), published);
}

#[test]
fn what_was_changed_is_missing_or_was_added_is_named() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    let sealed = seal(&site, "2026-01", into.path()).unwrap();
    let check = |file: &str, damage: &dyn Fn(&Path), code: &str| {
        let path = sealed.folder.join(file);
        let before = fs::read(&path).ok();
        damage(&path);
        let said = refused(&sealed.folder);
        match before {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let first = said.lines().take(2).collect::<Vec<_>>().join(" ");
        assert!(first.contains(code) && first.contains(file), "{said}");
        assert!(verify(&sealed.folder, &Diagnostics::new()).is_ok());
    };
    let change = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    let remove = |path: &Path| fs::remove_file(path).unwrap();
    let add = |path: &Path| fs::write(path, "x").unwrap();
    for file in ["data/site/2026-01/index.html", "data/tables/values.csv", "README.txt", "bag-info.txt", "bagit.txt"] {
        check(file, &change, "P81");
    }
    check("data/site/2026-01/index.html", &change, "P817");
    for file in ["data/VALIDATION.txt", "data/source/plaudit.yaml", "README.txt"] {
        check(file, &remove, "P816");
    }
    for file in ["data/site/extra.html", "extra.txt", "data/.hidden"] {
        check(file, &add, "P818");
    }
    check("manifest-sha256.txt", &remove, "manifest-sha256.txt");
    // Of several files the first one is named first.
    change(&sealed.folder.join("data/tables/values.csv"));
    remove(&sealed.folder.join("data/VALIDATION.txt"));
    let said = refused(&sealed.folder);
    assert!(said.find("VALIDATION.txt") < said.find("values.csv"), "{said}");
}

#[test]
fn a_zip_in_which_one_byte_is_another_is_found_out() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    let sealed = seal(&site, "2026-01", into.path()).unwrap();
    let zip = fs::read(&sealed.zip).unwrap();
    let damaged = into.path().join("damaged.zip");
    let accepts = |at: usize| {
        let mut bytes = zip.clone();
        bytes[at] ^= 0x20;
        fs::write(&damaged, &bytes).unwrap();
        verify(&damaged, &Diagnostics::new()).is_ok()
    };
    let parts = parts_of(&zip);
    assert_eq!(parts.iter().map(|(_, bytes)| bytes.len()).sum::<usize>(), zip.len(), "every byte is of one part");
    let all = |part: &'static str| parts.iter().filter(move |(name, _)| *name == part).map(|(_, bytes)| bytes.clone());
    // Some bytes of every sort, from one end to the other.
    let some = |part| {
        let bytes: Vec<usize> = all(part).flatten().collect();
        bytes.iter().copied().step_by(bytes.len() / 40).chain(bytes.last().copied()).collect::<Vec<_>>()
    };
    for part in ["name", "contents", "listed name"] {
        let accepted: Vec<usize> = some(part).into_iter().filter(|at| accepts(*at)).collect();
        assert!(accepted.is_empty(), "bytes of the sort `{part}`: {accepted:?}");
    }
    let ignored = ["header", "listed header", "end"].map(|part| {
        let bytes = all(part).next().unwrap();
        (part, bytes.clone().filter(|at| accepts(*at)).map(|at| at - bytes.start).collect::<Vec<_>>())
    });
    assert_eq!(ignored, IGNORED.map(|(part, places)| (part, places.to_vec())));
    let page = find(&zip, b"2026-01/data/site/2026-01/index.html") + 200;
    let mut bytes = zip.clone();
    bytes[page] ^= 1;
    fs::write(&damaged, &bytes).unwrap();
    let said = refused(&damaged);
    assert!(said.contains("P817") && said.contains("data/site/2026-01/index.html"), "{said}");
}

/// Bytes of headers that say nothing about what is in the package: versions and times; of the list at the end also flags,
/// numbers of disks, attributes, and how long the list is.
const IGNORED: [(&str, &[usize]); 3] = [
    ("header", &[4, 5, 10, 11, 12, 13]),
    ("listed header", &[4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 34, 35, 36, 37, 38, 39, 40]),
    ("end", &[12, 13, 14, 15]),
];

/// What each range of bytes of a zip is.
fn parts_of(zip: &[u8]) -> Vec<(&'static str, Range<usize>)> {
    let mut parts: Vec<(&str, Range<usize>)> = Vec::new();
    let mut put = |sort, length: usize| {
        let start = parts.last().map_or(0, |(_, last)| last.end);
        parts.push((sort, start..start + length));
        start + length
    };
    let word = |at: usize| usize::from(u16::from_le_bytes([zip[at], zip[at + 1]]));
    let long = |at: usize| u32::from_le_bytes(zip[at..at + 4].try_into().unwrap()) as usize;
    let mut at = 0;
    while at < zip.len() {
        at = match &zip[at..at + 4] {
            b"PK\x03\x04" => {
                let (name, more, contents) = (word(at + 26), word(at + 28), long(at + 18));
                put("header", 30);
                put("name", name);
                put("more", more);
                put("contents", contents)
            }
            b"PK\x01\x02" => {
                let (name, more) = (word(at + 28), word(at + 30) + word(at + 32));
                put("listed header", 46);
                put("listed name", name);
                put("more", more)
            }
            _ => put("end", zip.len() - at),
        };
    }
    parts
}

#[test]
fn a_zip_that_no_package_is_is_refused() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    let sealed = seal(&site, "2026-01", into.path()).unwrap();
    let zip = fs::read(&sealed.zip).unwrap();
    let foreign = into.path().join("foreign.zip");
    let check = |what: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = zip.clone();
        change(&mut bytes);
        fs::write(&foreign, bytes).unwrap();
        let said = refused(&foreign);
        assert!(said.contains("P815"), "{what}: {said}");
    };
    let name = b"2026-01/README.txt";
    let listed = |zip: &[u8]| {
        zip.len()
            - find(&zip.iter().rev().copied().collect::<Vec<_>>(), &name.iter().rev().copied().collect::<Vec<_>>())
            - name.len()
    };
    let entry = listed(&zip) - 46;
    check("a path that leaves the folder", &|bytes| {
        for at in [find(bytes, name), listed(bytes)] {
            bytes[at..at + name.len()].copy_from_slice(b"2026-01/../../a.sh");
        }
    });
    check("an absolute path", &|bytes| {
        for at in [find(bytes, name), listed(bytes)] {
            bytes[at] = b'/';
        }
    });
    check("two folders", &|bytes| {
        for at in [find(bytes, name), listed(bytes)] {
            bytes[at] = b'3';
        }
    });
    check("a packed entry", &|bytes| bytes[entry + 10] = 8);
    check("a size beyond the file", &|bytes| {
        bytes[entry + 20..entry + 28].copy_from_slice(&[0xFE, 0xFF, 0xFF, 0xEF, 0xFE, 0xFF, 0xFF, 0xEF]);
    });
    check("a link", &|bytes| bytes[entry + 38..entry + 42].copy_from_slice(&(0o120_777_u32 << 16).to_le_bytes()));
    check("something behind its end", &|bytes| bytes.extend_from_slice(b"PK"));
    check("an entry that is not counted", &|bytes| {
        let end = bytes.len() - 22;
        bytes[end + 10] = bytes[end + 10].wrapping_add(1);
    });
    check("only its beginning", &|bytes| bytes.truncate(bytes.len() / 2));
    check("nothing", &|bytes| bytes.clear());
    check("no zip", &|bytes| *bytes = b"hello".repeat(100));
    assert!(refused(&into.path().join("not there")).contains("P1"));
}

#[cfg(unix)]
#[test]
fn a_link_in_a_package_is_refused_and_not_followed() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    let sealed = seal(&site, "2026-01", into.path()).unwrap();
    let file = sealed.folder.join("data/VALIDATION.txt");
    fs::rename(&file, into.path().join("elsewhere.txt")).unwrap();
    std::os::unix::fs::symlink(into.path().join("elsewhere.txt"), &file).unwrap();
    assert!(refused(&sealed.folder).contains("symbolic link"));
}

#[test]
fn every_link_in_a_package_leads_to_something_in_it() {
    let (site, into) = (SiteTest::demo(), TempDir::new().unwrap());
    for of in ["2026-09", "utilities-2026"] {
        let sealed = seal(&site, of, into.path()).unwrap();
        let found = files(&sealed.folder.join("data/site"));
        let mut absent = BTreeSet::new();
        for (path, page) in found.iter().filter(|(path, _)| is_page(path)) {
            let text = String::from_utf8_lossy(page);
            for address in text.split(" href=\"").skip(1).filter_map(|rest| rest.split(['"', '#', '?']).next()) {
                let is_own = !address.is_empty() && !address.contains(':');
                assert!(!is_own || found.contains_key(&resolved(path, address)), "{path} → {address}");
            }
            if text.contains("This page is not in the package") {
                absent.insert(path.clone());
            }
        }
        assert!(absent.contains("archive/index.html") && absent.contains("search/index.html"), "{absent:?}");
        let own = if of == "2026-09" { "2026-09/index.html" } else { "benchmarks/utilities-2026/index.html" };
        assert!(found.contains_key(own) && !absent.contains(own));
        let readme = fs::read_to_string(sealed.folder.join("README.txt")).unwrap();
        assert!(readme.contains(&format!("data/site/{own}")), "{readme}");
    }
}

#[test]
fn a_package_holds_the_inputs_that_its_readers_may_have_and_no_others() {
    let (site, into) = (SiteTest::demo(), TempDir::new().unwrap());
    let sealed = seal(&site, "2026-10", into.path()).unwrap();
    let public = sources(&sealed.folder);
    for file in ["plaudit.yaml", "data/awards.yaml", "content/kpis/csat.md", "data/actions.yaml"] {
        assert_eq!(public[file], fs::read(site.root().join(file)).unwrap(), "{file}");
    }
    // What managers alone may see is in the catalogue, in every snapshot and among people.
    for file in [
        "data/kpis.yaml",
        "data/snapshots/2026-10.yaml",
        "data/consents.yaml",
        "content/scorecards/2026-09.md",
        "content/scorecards/2026-10/team/billing.md",
    ] {
        assert!(!public.contains_key(file), "{file}");
    }
    assert!(!public.keys().any(|file| file.starts_with("content/stories/")));
    let options = Options { audience: AudienceId::new("managers"), ..site.options() };
    let sealed = pipeline::archive(&options, &sealing("2026-10", into.path()), &Diagnostics::new()).unwrap().unwrap();
    assert!(sealed.folder.ends_with("2026-10-managers"));
    let managers = sources(&sealed.folder);
    for file in ["data/kpis.yaml", "data/snapshots/2024-01.yaml"] {
        assert_eq!(managers[file], fs::read(site.root().join(file)).unwrap(), "{file}");
    }
    assert!(!managers.contains_key("data/consents.yaml"));
}

#[test]
fn praised_people_are_named_only_when_asked_and_only_with_their_consent() {
    let (site, into) = (SiteTest::demo(), TempDir::new().unwrap());
    let named = |sealed: &Sealed, name: &str| -> Vec<String> {
        let has = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes).to_lowercase().replace('-', " ").contains(&name.to_lowercase())
        };
        let found = files(&sealed.folder).into_iter();
        found.filter(|(path, bytes)| has(path.as_bytes()) || has(bytes)).map(|(path, _)| path).collect()
    };
    let sealed = seal(&site, "2026-09", into.path()).unwrap();
    // Someone who is praised and owns nothing: in the story of the month, and in words that point to it.
    assert_eq!(named(&sealed, "Owen Trask"), Vec::<String>::new());
    let says = fs::read_to_string(sealed.folder.join("data/VALIDATION.txt")).unwrap();
    assert!(says.contains("People who are praised are not named."));
    let with_names = Sealing { with_names: true, ..sealing("2026-09", &into.path().join("named")) };
    let options = site.options();
    let sealed = pipeline::archive(&options, &with_names, &Diagnostics::new()).unwrap().unwrap();
    assert!(named(&sealed, "Owen Trask").iter().any(|path| path.starts_with("data/site/stories/")));
    let consents = fs::read_to_string(site.root().join("data/consents.yaml")).unwrap();
    site.write("data/consents.yaml", &consents.replace(", archive]", "]"));
    let diagnostics = Diagnostics::new();
    assert!(pipeline::archive(&options, &with_names, &diagnostics).is_err());
    assert!(as_text(&diagnostics.sorted(), false).contains("P819"));
}

#[test]
fn praised_people_are_named_in_no_words_of_a_package_and_in_no_input() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    site.replace("data/snapshots/2026-02.yaml", "by:", "events: [ { kpi: csat, label: Ada L. took over } ]\nby:");
    site.replace("content/scorecards/2026-02.md", "title: Slower again", "title: Ada L. made it");
    site.replace("content/kpis/csat.md", "How we ask", "How Ada L. asks");
    let sealed = seal(&site, "2026-02", into.path()).unwrap();
    let named = files(&sealed.folder).into_iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("Ada L"));
    assert_eq!(named.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<String>::new());
    let sources = sources(&sealed.folder);
    assert!(sources.contains_key("data/snapshots/2026-01.yaml"));
    for file in ["data/snapshots/2026-02.yaml", "content/scorecards/2026-02.md", "content/kpis/csat.md"] {
        assert!(!sources.contains_key(file), "{file}");
    }
}

#[test]
fn what_is_not_there_cannot_be_sealed_and_inputs_are_no_place_for_it() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    let options = site.options();
    let ask =
        |of: &str| pipeline::archive(&options, &sealing(of, into.path()), &Diagnostics::new()).unwrap().unwrap_err();
    assert!(matches!(ask("2031-01"), Problem::NoFiguresFor { .. }));
    assert!(matches!(ask("utilities"), Problem::UnknownStudy { .. }));
    assert!(PackageOf::named("../x").is_err());
    assert!(seal(&site, "2026-01", &site.root().join("data")).unwrap_err().contains("P800"));
    assert_eq!(fs::read_dir(into.path()).unwrap().count(), 0);
}

#[test]
fn a_site_with_errors_is_not_sealed() {
    let (site, into) = (SiteTest::copy_of("small"), TempDir::new().unwrap());
    site.replace("data/snapshots/2026-01.yaml", "csat:", "csta:");
    assert!(seal(&site, "2026-01", into.path()).unwrap_err().contains("P012"));
    assert_eq!(fs::read_dir(into.path()).unwrap().count(), 0);
}

/// What other programs say: `bagit`, `frictionless` and `rocrate`, where `$READERS` names a Python that has them.
#[test]
fn readers_of_others_accept_a_package_and_find_what_was_changed() {
    let Some(python) = std::env::var_os("READERS") else { return eprintln!("not checked: $READERS is not set") };
    let (site, into) = (SiteTest::demo(), TempDir::new().unwrap());
    let study = seal(&site, "utilities-2026", into.path()).unwrap().folder;
    let period = seal(&site, "2026-09", into.path()).unwrap().folder;
    let damaged = |name: &str, damage: &dyn Fn(&Path)| -> PathBuf {
        let copy = into.path().join(name);
        for (path, bytes) in files(&period) {
            let path = copy.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        damage(&copy);
        copy
    };
    let change = |file: &'static str, was: &'static str, is: &'static str| {
        move |folder: &Path| {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            assert!(text.contains(was), "{file}");
            fs::write(folder.join(file), text.replacen(was, is, 1)).unwrap();
        }
    };
    let all = ["bagit", "frictionless", "rocrate"];
    let cases: Vec<(PathBuf, &[&str])> = vec![
        (study, &[]),
        (period.clone(), &[]),
        (damaged("page", &change("data/site/2026-09/index.html", "September", "Septembre")), &["bagit"]),
        (damaged("value", &change("data/tables/values.csv", "84.9", "84.8")), &["bagit", "frictionless"]),
        (damaged("gone", &|folder| fs::remove_file(folder.join("data/tables/values.csv")).unwrap()), &all),
        (damaged("more", &|folder| fs::write(folder.join("data/site/more.html"), "x").unwrap()), &["bagit", "rocrate"]),
    ];
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/check.py");
    let output = Command::new(python).arg(script).args(cases.iter().map(|(path, _)| path)).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Vec<BTreeMap<String, Option<String>>> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said.len(), cases.len());
    for ((path, refusing), said) in cases.iter().zip(said) {
        for reader in all {
            assert_eq!(
                said[reader].is_some(),
                refusing.contains(&reader),
                "{} {reader}: {:?}",
                path.display(),
                said[reader]
            );
        }
        assert_eq!(verify(path, &Diagnostics::new()).is_err(), !refusing.is_empty(), "{}", path.display());
    }
}

fn seal(site: &SiteTest, of: &str, into: &Path) -> Result<Sealed, String> {
    made(|diagnostics| pipeline::archive(&site.options(), &sealing(of, into), diagnostics))
}

fn sealing(of: &str, into: &Path) -> Sealing {
    Sealing { of: PackageOf::named(of).unwrap(), into: into.to_owned(), with_names: false, anew: false }
}

/// What is said about a package that is not as it was sealed.
fn refused(path: &Path) -> String {
    let diagnostics = Diagnostics::new();
    assert!(verify(path, &diagnostics).is_err(), "{}", path.display());
    as_text(&diagnostics.sorted(), false)
}

fn sources(package: &Path) -> BTreeMap<String, Vec<u8>> {
    files(&package.join("data/source"))
}

fn find(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).position(|window| window == what).unwrap()
}

fn resolved(from: &str, address: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{from} → {address}"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
