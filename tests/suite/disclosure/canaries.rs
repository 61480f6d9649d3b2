//! Canaries: something that sings in every field of what is for managers, and is in no file for everyone.

use std::collections::BTreeMap;
use std::fs;

use crate::pictures::pixel_saying;
use crate::site_test::SiteTest;

/// The site `small` with a canary in every field that can be for managers; each is `Kanar` with a number.
fn site() -> SiteTest {
    let site = SiteTest::copy_of("small");
    let append = |path: &str, text: &str| {
        let before = fs::read_to_string(site.root().join(path)).unwrap_or_default();
        site.write(path, &format!("{before}{text}"));
    };
    append("plaudit.yaml", "audiences: [managers]\n");
    append(
        "data/kpis.yaml",
        "kanar_kpi:
  audience: managers
  name: Kanar01 loss
  unit: count
  kind: count
  better: lower
  group: Kanar02 group
  definition: Kanar03 counts what nobody else counts.
  formula: Kanar04 less what is left
  source: Kanar05 books
  owner: Kanar06 Owner
  target: [ { from: 2025-01, value: 97531246, because: Kanar07 said so, agreed_by: Kanar08 Board } ]
  versions: [ { from: 2025-06, because: Kanar09 is new, comparable: false } ]
kanar_twice: { name: Kanar10 twice, unit: count, kind: count, better: lower, compute: kanar_kpi * 2 }
",
    );
    site.replace("data/kpis.yaml", "  target: 15\n", "  target: 15\n  targets_by: { team/kanar: 97531 }\n");
    append(
        "data/dimensions.yaml",
        "    kanar: { name: Kanar11 Team, means: Kanar12 works at night, audience: managers }
squad:
  label: Kanar13 Squad
  audience: managers
  scorecards: true
  members: { kanar-one: { name: Kanar14 One, means: Kanar15 is the first of them } }
",
    );
    site.replace("data/snapshots/2026-02.yaml", "  tickets: 1318\n", "  tickets: 1318\n  kanar_kpi: 86421357\n");
    append(
        "data/snapshots/2026-02.yaml",
        "    kanar: { first_reply: { value: 11.73572468, n: 8642135 } }
  squad: { kanar-one: { tickets: { value: 86421359, note: Kanar16 has counted them } } }
revisions:
  - { kpi: kanar_kpi, was: 86421358, on: 2026-03-01, kind: correction, because: Kanar17 was late }
  - { kpi: first_reply, by: team/kanar, was: 12.73572468, on: 2026-03-01, kind: correction, because: Kanar18 was early }
events:
  - { kpi: kanar_kpi, label: Kanar19 moved, because: Kanar20 had to }
  - { kpi: first_reply, by: team/kanar, label: Kanar21 left }
exceptional:
  - { why: Kanar22 was away, kpis: [kanar_kpi] }
  - { why: Kanar23 was ill, kpis: all, by: team/kanar }
",
    );
    site.write(
        "data/awards.yaml",
        "awards: { star: { name: Star, means: above and beyond }, kanar-cup: { name: Kanar24 Cup, means: Kanar25 runs over, reward: Kanar26 holidays } }
values: { care: { name: Care, means: people first }, kanar-value: { name: Kanar27 Value, means: Kanar28 matters } }
",
    );
    append(
        "data/consents.yaml",
        "- { person: Kanar29 Person, given: 2025-12-01, scope: [site] }\n- { person: Kanar30 Friend, given: 2025-12-01, scope: [site] }\n",
    );
    append(
        "data/actions.yaml",
        "- { what: Kanar31 shall stop, for: kanar_kpi, from: 2026-02, owner: Kanar32 Doer, due: 2026-04-30, status: open }\n",
    );
    site.write(
        "data/benchmarks/kanar-study.yaml",
        "title: Kanar33 Study
kind: performance
audience: managers
against: functional
purpose: Kanar34 wants to know it
question: Kanar35 asks why
fieldwork: { from: 2025-07, to: 2025-09 }
published: 2025-10-01
aliases: [old/kanar-address]
method: [survey, Kanar36 visits]
partners: { count: 5, criteria: Kanar37 likes them, names: [Kanar38 Partner], publish_names: true }
study_team: { coordinator: Kanar39 Lead, analysts: [Kanar40 Analyst] }
results: { csat: { peers: [71.24681357, 82.5, 84.0] } }
practices: [ { what: Kanar41 does it so, seen_at: Kanar42 House, adopt: yes } ]
",
    );
    site.write("content/benchmarks/kanar-study.md", "Kanar43 writes about the study.\n");
    site.write(
        "content/stories/2026-02-kanar-call.md",
        "---
title: Kanar44 Call
kind: hero
audience: managers
date: 2026-02-11
recognises: [Kanar29 Person, team/kanar]
nominated_by: Kanar30 Friend
award: kanar-cup
values: [kanar-value]
lead: Kanar45 in numbers
description: Kanar46 in one line
challenge: Kanar47 was hard
action: Kanar48 was done
result: Kanar49 came of it
keywords: [Kanar50]
aliases: [stories/kanar-before]
quote: { text: Kanar51 said this, by: Kanar52 Customer }
image: { file: kanar.png, alt: Kanar53 smiles }
---
Kanar54 stayed on the line.
",
    );
    fs::write(site.root().join("content/stories/kanar.png"), pixel_saying("Kanar55")).unwrap();
    site.write(
        "content/kanar-page.md",
        "---\ntitle: Kanar56 Page\naudience: managers\ndescription: Kanar57 in short\naliases: [kanar-old]\n---\nKanar58 on a page. ![Kanar59 drawn](kanar-drawing.png)\n",
    );
    fs::write(site.root().join("content/kanar-drawing.png"), pixel_saying("Kanar60")).unwrap();
    site.write(
        "content/scorecards/2026-01.md",
        "---\naudience: managers\ntitle: Kanar61 Title\nfirst_line: Kanar62 is what the board reads.\nasks: [Kanar63 asks for money]\ndescription: Kanar64 in brief\n---\nKanar65 comments.\n",
    );
    site.write("content/scorecards/2026-02/team/kanar.md", "Kanar66 comments on a team.\n");
    site.write("content/kpis/kanar_kpi.md", "---\ntitle: Kanar67 Note\n---\nKanar68 explains it.\n");
    site.write(
        "content/kpis/first_reply.md",
        "---\naudience: managers\ntitle: Kanar69 Note\n---\nKanar70 explains that.\n",
    );
    let mut number = 71;
    for path in ["index.md", "about.md", "kpis/csat.md", "scorecards/2026-02.md", "stories/2026-02-kind-word.md"] {
        let words = format!(
            "\n:::managers\nKanar{number} is in a block, {{{{ kanar_kpi.value(period=\"2026-02\") }}}}.[^{number}]\n\n[^{number}]: Kanar{} is in a note.\n:::\n",
            number + 1
        );
        append(&format!("content/{path}"), &words);
        number += 2;
    }
    site.write("content/benchmarks/peers-2025.md", "For all.\n\n:::managers\nKanar81 is in a block.\n:::\n");
    site.replace("content/scorecards/2026-02.md", "see [January](2026-01.md)", "see January");
    site
}

/// The canaries that no file tells anybody: what a member means.
const UNHEARD: [u32; 2] = [12, 15];
const CANARIES: u32 = 81;

#[test]
fn no_canary_sings_for_everyone_and_every_one_for_managers() {
    let mut site = site();
    site.build();
    let everyone = site.published();
    let sung = |files: &BTreeMap<String, Vec<u8>>, what: &str| -> Vec<String> {
        let hears = |(path, bytes): &(&String, &Vec<u8>)| {
            format!("{path}\n{}", String::from_utf8_lossy(bytes)).to_lowercase().contains(&what.to_lowercase())
        };
        files.iter().filter(hears).map(|(path, _)| path.clone()).collect()
    };
    for secret in ["kanar", "squad", "86421357", "86,421,357", "8642135", "11.73572468", "71.24681357", "97531"] {
        assert_eq!(sung(&everyone, secret), [""; 0], "{secret} is in a file for everyone");
    }
    let memory = crate::site_test::files(&site.root().join(".plaudit"));
    assert_eq!(sung(&memory, "kanar"), [""; 0], "the build's memory of everyone's edition names what is withheld");
    site.audience = Some("managers");
    let managers = site.build_cleanly();
    let silent: Vec<u32> =
        (1..=CANARIES).filter(|number| sung(&managers, &format!("Kanar{number:02}")).is_empty()).collect();
    assert_eq!(silent, UNHEARD, "managers do not see what is for them");
    assert!(sung(&managers, "86,421,357").len() > 1 && sung(&managers, "86421357").len() > 1);
}

#[test]
fn an_author_who_tells_everyone_what_is_for_managers_is_stopped() {
    let site = site();
    site.build();
    let before = site.published();
    site.write("content/about.md", "---\ntitle: About\n---\nAsk the Kanar11 Team.\n");
    let said = site.try_build().unwrap_err();
    assert_eq!(said, "content/about.md: the name `Kanar11 Team` is withheld from this edition, but stands here");
    assert!(site.published() == before, "something was published");
}

#[test]
fn a_name_in_a_theme_is_found_in_what_is_made_of_it() {
    let site = site();
    site.build();
    let before = site.published();
    site.replace("themes/plain/templates/base.html", "<body>", "<body><p>Kanar33 Study</p>");
    let said = site.try_build().unwrap_err();
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines.len() > 10, "{said}");
    assert!(lines.contains(&"index.html: the name `Kanar33 Study` is withheld from this edition, but stands here"));
    assert!(site.published() == before, "something was published");
}

#[test]
fn what_becomes_a_secret_is_looked_for_in_files_that_stay() {
    let site = SiteTest::copy_of("small");
    site.write(
        "plaudit.yaml",
        "title: Small\norganisation: Small\nlanguage: en-GB\ntheme: plain\naudiences: [managers]\n",
    );
    site.write("content/harbour.md", "---\ntitle: Quiet Harbour\n---\nWords.\n");
    site.write("themes/plain/templates/404.html", "<h1>Quiet Harbour</h1>");
    site.build();
    site.write("content/harbour.md", "---\ntitle: Quiet Harbour\naudience: managers\n---\nWords.\n");
    let said = site.try_build().unwrap_err();
    assert_eq!(said, "404.html: the name `Quiet Harbour` is withheld from this edition, but stands here");
}

#[test]
fn what_says_nothing_is_no_secret() {
    let site = SiteTest::copy_of("small");
    site.write(
        "plaudit.yaml",
        "title: Small\norganisation: Small\nlanguage: en-GB\ntheme: plain\naudiences: [managers]\n",
    );
    let dimensions = fs::read_to_string(site.root().join("data/dimensions.yaml")).unwrap();
    let channels = "channel: { label: Channel, members: { phone: Phone, post: Letters and cards } }\n";
    let hidden =
        "way: { label: Team, audience: managers, members: { phone: Phone, home: Home, post: Letters and cards } }\n";
    site.write("data/dimensions.yaml", &format!("{dimensions}{channels}{hidden}"));
    site.replace(
        "data/snapshots/2026-02.yaml",
        "by:\n",
        "by:\n  channel: { phone: { tickets: 12 }, post: { tickets: 30 } }\n  way: { phone: { tickets: 1318 }, home: { tickets: 21 } }\n",
    );
    site.build();
}

#[test]
fn an_award_that_only_managers_see_given_is_not_there() {
    let site = site();
    site.build();
    let published = site.published();
    assert!(published.contains_key("awards/star/index.html"));
    assert!(!published.contains_key("awards/kanar-cup/index.html"));
}
