//! After each kind of edit, the site that was brought up to date equals one that is built afresh, byte for byte.

use crate::pictures::drawing;
use crate::site_test::SiteTest;

/// An issue about January.
const NEWSLETTER: &str = "---\ntitle: January\nperiod: 2026-01\nsubject: A quiet month\nfrom: { name: Service }\n---\n";

/// A story of January.
const STORY: &str = "---\ntitle: January\nkind: learning\ndate: 2026-01-20\n---\n";

#[test]
fn nothing_changed_means_nothing_is_made() {
    let site = SiteTest::copy_of("small");
    let first = site.build();
    assert!(first.written.len() > 20, "{first:?}");
    let second = site.build();
    assert_eq!((second.made, second.written.len(), second.removed.len()), (0, 0, 0));
}

#[test]
fn a_value() {
    check(|site| site.replace("data/snapshots/2025-06.yaml", "first_reply: ", "first_reply: 1h "));
}

#[test]
fn the_value_of_a_part() {
    check(|site| {
        site.replace("data/snapshots/2025-06.yaml", "north: { csat: { numerator: 1", "north: { csat: { numerator: ");
    });
}

#[test]
fn a_target() {
    check(|site| site.replace("data/kpis.yaml", "target: 15", "target: 9"));
}

#[test]
fn a_commentary() {
    check(|site| site.replace("content/scorecards/2026-01.md", "A quiet start", "Not so quiet"));
}

#[test]
fn the_commentary_of_a_part() {
    check(|site| {
        site.replace(
            "content/scorecards/2026-02/team/north.md",
            "North",
            "The north, beside {{ csat.value(by=\"team/south\") }},",
        );
    });
}

#[test]
fn a_figure_that_only_prose_of_another_part_names() {
    let prepared = |site: &SiteTest| {
        let words = "South: {{ csat.value(by=\"team/south\") }}.\n";
        site.write("content/scorecards/2026-02/team/north.md", &format!("---\nperiod: 2026-02\n---\n{words}"));
    };
    check_after(prepared, |site| {
        site.replace("data/snapshots/2026-02.yaml", "south: { csat: { numerator: 99", "south: { csat: { numerator: 90");
    });
}

#[test]
fn a_new_month() {
    check(|site| {
        site.write(
            "data/snapshots/2026-03.yaml",
            "period: 2026-03\npublished: 2026-04-08\nvalues:\n  csat: { numerator: 270, denominator: 320 }\n",
        );
    });
}

#[test]
fn a_month_that_is_gone() {
    check(|site| site.remove("data/snapshots/2025-03.yaml"));
}

#[test]
fn a_renamed_kpi() {
    check(|site| site.replace("data/kpis.yaml", "name: Tickets opened", "name: New tickets"));
}

#[test]
fn a_renamed_team() {
    check(|site| site.replace("data/dimensions.yaml", "north: North", "north: The North"));
}

#[test]
fn a_theme() {
    check(|site| site.replace("themes/plain/templates/base.html", "<body>", "<body class=\"changed\">"));
}

#[test]
fn a_story() {
    check(|site| site.replace("content/stories/2026-02-kind-word.md", "title: A kind word", "title: A kinder word"));
}

#[test]
fn a_deleted_story() {
    check(|site| site.remove("content/stories/2026-02-kind-word.md"));
}

#[test]
fn a_study() {
    check(|site| site.replace("data/benchmarks/peers-2025.yaml", "median: 13", "median: 12"));
}

#[test]
fn an_action() {
    check(|site| site.replace("data/actions.yaml", "status: open", "status: done"));
}

#[test]
fn a_free_page() {
    check(|site| site.write("content/team/people.md", "---\ntitle: People\n---\nAll of us.\n"));
}

#[test]
fn a_setting() {
    check(|site| site.replace("plaudit.yaml", "headline: [csat, first_reply]", "headline: [first_reply, tickets]"));
}

#[test]
fn a_picture() {
    let prepared = |site: &SiteTest| {
        std::fs::write(site.root().join("content/stories/kind.png"), drawing(8, 8)).unwrap();
        site.replace("content/stories/2026-02-kind-word.md", "award: star", "image: { file: kind.png, alt: A hand }");
    };
    check_after(prepared, |site| {
        std::fs::write(site.root().join("content/stories/kind.png"), drawing(9, 8)).unwrap();
    });
}

#[test]
fn an_event() {
    check(|site| {
        site.replace(
            "data/snapshots/2025-06.yaml",
            "label: New website",
            "label: New website, recalculate_limits: true, because: other people answer",
        );
    });
}

#[test]
fn a_kpi_that_counts_people_from_now_on() {
    let people = "name: Complaints\n  people: true\n  disclosure: { threshold: 10 }\n";
    check(|site| site.replace("data/kpis.yaml", "name: Complaints\n", people));
}

#[test]
fn a_small_number_that_takes_that_of_another_team_with_it() {
    let prepared =
        |site: &SiteTest| site.replace("data/kpis.yaml", "name: Complaints\n", "name: Complaints\n  people: true\n");
    check_after(prepared, |site| {
        site.replace("data/snapshots/2026-02.yaml", "tickets: 900, complaints: 12", "tickets: 900, complaints: 3");
    });
}

#[test]
fn a_team_that_becomes_too_small() {
    check(|site| site.replace("data/dimensions.yaml", "headcount: 12", "headcount: 3"));
}

#[test]
fn a_threshold() {
    let prepared =
        |site: &SiteTest| site.replace("data/kpis.yaml", "name: Complaints\n", "name: Complaints\n  people: true\n");
    check_after(prepared, |site| {
        let settings = std::fs::read_to_string(site.root().join("plaudit.yaml")).unwrap();
        site.write("plaudit.yaml", &format!("{settings}disclosure: {{ threshold: 10 }}\n"));
    });
}

#[test]
fn a_figure_that_a_story_names() {
    let figure = "Then {{ csat.value(period=\"2026-02\") }} were satisfied.\n";
    check_after(
        |site| site.replace("content/stories/2026-02-kind-word.md", "\n---\n", &format!("\n---\n{figure}\n")),
        |site| site.replace("data/snapshots/2026-02.yaml", "numerator: 281", "numerator: 271"),
    );
}

#[test]
fn the_first_newsletter() {
    check(|site| site.write("content/newsletters/2026-01.md", NEWSLETTER));
}

#[test]
fn a_page_that_words_link_to_moves() {
    let linking = |site: &SiteTest| {
        site.write("content/stories/2026-01-link.md", &format!("{STORY}See [it](2026-02-kind-word.md).\n"));
        site.write(
            "content/newsletters/2026-01.md",
            &format!("{NEWSLETTER}See [it](../stories/2026-02-kind-word.md).\n"),
        );
        site.replace(
            "content/scorecards/2026-01.md",
            "A quiet start",
            "A [quiet](../stories/2026-02-kind-word.md) start",
        );
        site.replace("content/about.md", "\n---\n", "\n---\nSee [it](stories/2026-02-kind-word.md).\n");
    };
    check_after(linking, |site| {
        site.replace("content/stories/2026-02-kind-word.md", "\ntitle:", "\nslug: kinder\ntitle:");
    });
}

/// The words of one month and of the next lead to the same name, each in their own folder; what stands between them in the
/// order of addresses is read by the parser.
#[test]
fn words_of_another_folder_that_lead_to_a_heading_which_goes() {
    let site = SiteTest::copy_of("small");
    let write = |month: &str, team: &str, text: &str| {
        site.write(&format!("content/scorecards/{month}/team/{team}.md"), &format!("---\ntitle: {team}\n---\n{text}"));
    };
    let leading_on = |heading: &str| format!("## {heading}\n\nSee [it][one].\n\n[one]: https://one.example/\n");
    for month in ["2026-01", "2026-02"] {
        write(month, "north", &leading_on("Ahead"));
        write(month, "south", "See [what is ahead](north.md#ahead).\n");
    }
    site.write("content/scorecards/2026-02.md", &leading_on("All of us"));
    site.build();
    write("2026-02", "north", &leading_on("Later"));
    let refused = site.try_build().unwrap_err();
    assert!(refused.contains("2026-02/team/south.md"), "{refused}");
}

/// The words of an issue are in its files too, where links need the address of the site.
#[test]
fn a_page_that_a_mail_links_to_moves() {
    let linking = |site: &SiteTest| {
        site.replace("plaudit.yaml", "theme:", "base_url: https://intranet.example/\ntheme:");
        site.write("content/newsletters/2026-01.md", &format!("{NEWSLETTER}See [it](../about.md).\n"));
    };
    check_after(linking, |site| site.replace("content/about.md", "title:", "slug: us\ntitle:"));
}

#[test]
fn a_heading_of_an_issue_can_be_led_to() {
    let site = SiteTest::copy_of("small");
    site.write("content/newsletters/2026-01.md", &format!("{NEWSLETTER}## Some calls\n\nMany.\n"));
    let link = "A [quiet](../newsletters/2026-01.md#some-calls) start";
    site.replace("content/scorecards/2026-01.md", "A quiet start", link);
    site.build();
    let page = String::from_utf8(site.published().remove("2026-01/index.html").unwrap()).unwrap();
    assert!(page.replace("&#x2F;", "/").contains("../newsletters/2026-01/index.html#note-some-calls"), "{page}");
}

/// What the next build says must not depend on the one before.
#[test]
fn what_words_lead_to_is_gone() {
    let link = |target: &str| format!("A [quiet]({target}) start");
    for (target, file) in [
        ("../stories/2026-02-kind-word.md", "content/stories/2026-02-kind-word.md"),
        ("/stories/kind-word/", "content/stories/2026-02-kind-word.md"),
        ("/2025-03/", "data/snapshots/2025-03.yaml"),
        ("/about/", "content/about.md"),
    ] {
        let site = SiteTest::copy_of("small");
        site.replace("content/scorecards/2026-01.md", "A quiet start", &link(target));
        site.build();
        site.remove(file);
        let said = site.try_build().expect_err(target);
        assert!(said.contains("content/scorecards/2026-01.md") && said.contains("leads nowhere"), "{target}: {said}");
    }
}

#[test]
fn a_heading_that_words_lead_to_is_gone() {
    let site = SiteTest::copy_of("small");
    site.write("content/scorecards/2025-06.md", "---\nperiod: 2025-06\n---\n## Some calls\n\nMany.\n");
    site.replace("content/scorecards/2026-01.md", "A quiet start", "A [quiet](2025-06.md#some-calls) start");
    site.build();
    site.replace("content/scorecards/2025-06.md", "Some calls", "Few calls");
    assert!(site.try_build().unwrap_err().contains("content/scorecards/2026-01.md"));
}

/// A new month changes no old page but its neighbour's.
#[test]
fn old_pages_stay_as_they_were() {
    let site = SiteTest::copy_of("small");
    site.build();
    let before = site.published();
    site.write(
        "data/snapshots/2026-03.yaml",
        "period: 2026-03\npublished: 2026-04-08\nvalues:\n  csat: { numerator: 270, denominator: 320 }\n",
    );
    site.build();
    let after = site.published();
    let old = before.iter().filter(|(path, _)| path.starts_with("20") && !path.starts_with("2026-02/"));
    let changed: Vec<&String> =
        old.filter(|(path, bytes)| after.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    assert!(changed.is_empty(), "{changed:?}");
}

#[track_caller]
fn check(edit: impl FnOnce(&SiteTest)) {
    check_after(|_| {}, edit);
}

#[track_caller]
fn check_after(prepare: impl FnOnce(&SiteTest), edit: impl FnOnce(&SiteTest)) {
    let site = SiteTest::copy_of("small");
    prepare(&site);
    site.build();
    let before = site.published();
    edit(&site);
    site.build();
    let after = site.published();
    let clean = site.build_cleanly();
    let paths: Vec<_> = after.keys().chain(clean.keys()).collect();
    let different: Vec<_> = paths.into_iter().filter(|path| after.get(*path) != clean.get(*path)).collect();
    assert!(different.is_empty(), "not as in a clean build: {different:?}");
    assert!(before != after, "the edit changed nothing");
}

/// A process may recall only what was read once the times of the inputs had settled, so this test waits for that.
#[test]
fn what_a_process_recalls_is_never_of_what_changed() {
    let site = SiteTest::copy_of("small");
    std::thread::sleep(std::time::Duration::from_millis(3_500));
    let recall = Default::default();
    site.build_recalling(&recall);
    let check = |edit: &dyn Fn()| {
        edit();
        site.build_recalling(&recall);
        // What is on the shelf stays there for the next edit.
        let [shelf, aside] = [".plaudit/shelf", ".plaudit/aside"].map(|name| site.root().join(name));
        std::fs::rename(&shelf, &aside).unwrap();
        let clean = site.build_cleanly();
        std::fs::remove_dir_all(&shelf).unwrap();
        std::fs::rename(&aside, &shelf).unwrap();
        let after = site.published();
        let different: Vec<_> = clean.keys().filter(|path| after.get(*path) != clean.get(*path)).collect();
        assert!(different.is_empty() && after.len() == clean.len(), "not as in a clean build: {different:?}");
    };
    let north = "content/scorecards/2026-02/team/north.md";
    check(&|| site.replace("content/scorecards/2026-01.md", "A quiet start", "Not so quiet"));
    check(&|| site.replace("content/scorecards/2026-01.md", "Not so quiet", "Quiet after all"));
    check(&|| site.write("content/scorecards/2025-12.md", "---\nperiod: 2025-12\n---\nLate words.\n"));
    check(&|| site.remove(north));
    check(&|| site.write(north, "---\nperiod: 2026-02\n---\nNorth: {{ csat.value }}.\n"));
    check(&|| site.write(north, "---\nperiod: 2026-02\n---\nNorth: {{ csat.value }}, by and by.\n"));
    check(&|| site.replace("themes/plain/templates/404.html", "</h1>", " here</h1>"));
    check(&|| site.replace("content/scorecards/2026-01.md", "Quiet after all", "[Quiet](/archive/) after all"));
    check(&|| site.write("content/news.md", "---\ntitle: News\n---\nThere is some.\n"));
    check(&|| site.replace("data/snapshots/2025-06.yaml", "first_reply: ", "first_reply: 1h "));
    check(&|| site.replace("data/dimensions.yaml", "North", "Northern"));
}

/// What is kept of the inputs may only be used once their times have settled, so this test waits for that.
#[test]
fn what_was_read_last_time_is_used_and_never_for_what_changed() {
    let site = SiteTest::copy_of("small");
    site.build();
    let kept = || {
        let boards = std::fs::read_dir(site.root().join(".plaudit/shelf")).into_iter().flatten().flatten();
        boards.map(|board| board.metadata().unwrap().len()).sum::<u64>()
    };
    let before = kept();
    std::thread::sleep(std::time::Duration::from_millis(3_500));
    site.build();
    assert!(kept() > before + 1_000, "everything is kept now");
    let remembered = || {
        let folder = std::fs::read_dir(site.root().join(".plaudit/published")).unwrap();
        folder.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|it| it == "inputs")).count()
    };
    assert_eq!((site.build().made, remembered()), (0, 1), "nothing has to be read either");
    site.replace("content/scorecards/2026-01.md", "A quiet start", "A quiet end");
    let of_words = site.build();
    let all = of_words.written.len() + of_words.unchanged;
    assert!(of_words.made < all / 2, "{} of {all} files: words in memory and put aside are the same", of_words.made);
    site.replace("content/scorecards/2026-01.md", "A quiet end", "A quiet start");
    site.build();

    // A link is no input and changes nothing about the others, but it is an error.
    #[cfg(unix)]
    {
        let link = site.root().join("content/linked.md");
        std::os::unix::fs::symlink(site.root().join("plaudit.yaml"), &link).unwrap();
        assert!(site.try_build().is_err());
        std::fs::remove_file(link).unwrap();
        assert_eq!(site.build().made, 0);
    }

    // Nothing but a published file changed: it is made again.
    let before = site.published();
    std::fs::write(site.root().join("public/index.html"), "somebody was here").unwrap();
    assert_eq!(site.build().written.len(), 1);
    std::fs::remove_file(site.root().join("public/404.html")).unwrap();
    assert_eq!(site.build().written.len(), 1);
    assert!(site.published() == before);

    site.replace("themes/plain/templates/404.html", "</h1>", " here</h1>");
    assert_eq!(site.build().written.len(), 1);
    site.replace("content/scorecards/2026-01.md", "A quiet start", "Not so quiet");
    site.replace("data/snapshots/2025-06.yaml", "first_reply: ", "first_reply: 1h ");
    site.write("content/news.md", "---\ntitle: News\n---\nThere is some.\n");
    site.remove("content/scorecards/2026-02/team/north.md");
    site.build();
    let after = site.published();
    assert!(after == site.build_cleanly(), "not as in a clean build");

    // What is wrong is said again, also where nothing changed since it was.
    site.replace("data/snapshots/2025-06.yaml", "first_reply: ", "first_replay: ");
    let [one, other] = [site.try_build(), site.try_build()].map(Result::unwrap_err);
    assert!(one.contains("first_replay") && one == other, "{one}{other}");
}

/// Words are put aside once the times of their files have settled, so this test waits for that.
#[test]
fn words_that_were_damaged_where_they_were_put_aside_are_not_published() {
    let site = SiteTest::copy_of("small");
    std::thread::sleep(std::time::Duration::from_millis(3_500));
    site.build();
    let before = site.published();
    let damage = |from: &[u8], to: &[u8]| {
        let boards = std::fs::read_dir(site.root().join(".plaudit/shelf")).unwrap().flatten();
        let damaged = boards.filter(|board| {
            let mut bytes = std::fs::read(board.path()).unwrap();
            let Some(at) = bytes.windows(from.len()).position(|words| words == from) else { return false };
            bytes[at..at + from.len()].copy_from_slice(to);
            std::fs::write(board.path(), bytes).unwrap();
            true
        });
        assert_eq!(damaged.count(), 1);
    };
    let everything_is_made_again = || {
        site.replace("themes/plain/templates/404.html", "</h1>", " </h1>");
        assert!(site.build().made > 20);
        let mut after = site.published();
        after.insert("404.html".to_owned(), before["404.html"].clone());
        assert!(after == before);
    };
    damage(b"A quiet start", b"A quiet night");
    everything_is_made_again();
    // A title is on the board itself.
    damage(b"Slower again", b"Faster again");
    everything_is_made_again();
}
