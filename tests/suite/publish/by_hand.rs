//! Folders that somebody else changes: what was published is there again, and what is theirs stays.

use std::fs;

use plaudit::diagnostic::{Diagnostics, Problem, Refusal};
use plaudit::publish::{Folder, Output, Recall};

use super::{AFTER, BEFORE, Site, everyone, files, latest, modified, plan, read};

#[test]
fn a_lost_memory_costs_time_only() {
    let site = Site::new();
    site.publish(BEFORE).unwrap();
    let times = modified(&site.output);
    for folder in [site.root.join(".plaudit"), site.spare()] {
        fs::remove_dir_all(folder).unwrap();
        assert_eq!(site.publish(BEFORE).unwrap().written.len(), 0);
        assert_eq!(modified(&site.output), times);
    }
}

#[test]
fn files_that_were_changed_or_deleted_by_hand_are_there_again() {
    let site = Site::with_spare();
    let take_out = || {
        fs::remove_file(site.output.join("index.html")).unwrap();
        fs::remove_dir_all(site.output.join("2026-09")).unwrap();
    };
    take_out();
    assert_eq!(site.publish(BEFORE).unwrap().written.len(), 2);
    assert_eq!(site.published(), files(BEFORE));
    fs::write(site.output.join("kpis/csat/index.html"), "tampered").unwrap();
    take_out();
    // What is taken out of the site is still in the spare tree.
    assert_eq!(site.publish(BEFORE).unwrap().written, ["kpis/csat/index.html"]);
    assert_eq!(site.published(), files(BEFORE));
    // The spare tree is the one now that something was taken out of.
    site.publish(AFTER).unwrap();
    assert_eq!(site.published(), files(AFTER));
}

#[test]
fn a_site_that_was_damaged_is_whole_in_every_build_of_a_process_that_recalls() {
    let site = Site::with_spare();
    fs::remove_dir_all(site.output.join("2026-09")).unwrap();
    let recall = Recall::default();
    for published in [AFTER, BEFORE, AFTER] {
        let folder = Folder::new(&site.root, &site.output).allow_going_back().recalling(&recall);
        site.run(folder, published, &everyone(latest(published)), [0; 16], |_| {}).unwrap();
        assert_eq!(site.published(), files(published));
    }
}

#[test]
fn a_site_that_was_changed_by_hand_is_mended_though_no_page_has_a_new_content() {
    let site = Site::with_spare();
    fs::remove_file(site.output.join("index.html")).unwrap();
    let make = |index: usize| Ok(BEFORE[index].1.as_bytes().to_vec());
    let mut plan = plan(BEFORE, [0; 16]);
    plan.last_mut().unwrap().key = [9; 16];
    let folder = Folder::new(&site.root, &site.output);
    let published = folder.publish(&plan, &everyone("2026-09"), &make, &Diagnostics::new()).unwrap();
    assert_eq!((published.made, published.written.len()), (1, 0));
    assert_eq!(site.published(), files(BEFORE));
}

#[test]
fn a_spare_tree_that_was_changed_by_hand_is_never_published() {
    let site = Site::with_spare();
    fs::remove_dir_all(site.spare().join("tree/2026-09")).unwrap();
    fs::remove_file(site.spare().join("tree/kpis/csat/data.csv")).unwrap();
    fs::write(site.spare().join("tree/kpis/csat/data.csv"), "tampered").unwrap();
    site.publish(AFTER).unwrap();
    assert_eq!(site.published(), files(AFTER));
}

#[test]
fn files_of_somebody_else_survive_every_crash() {
    for changes in 0.. {
        let site = Site::with_spare();
        fs::write(site.output.join("web.config"), "mine").unwrap();
        fs::create_dir_all(site.output.join("kpis/own/deep")).unwrap();
        fs::write(site.output.join("kpis/own/deep/x"), "mine").unwrap();
        let finished = site.publish_failing_after(changes, false, AFTER);
        site.publish(AFTER).unwrap();
        let expected = [AFTER, &[("web.config", "mine"), ("kpis/own/deep/x", "mine")]].concat();
        assert_eq!(site.published(), files(&expected), "{changes}");
        if finished {
            break;
        }
    }
}

/// Folders that have not changed for some seconds are not looked into, so this test waits for that.
#[cfg(unix)]
#[test]
fn files_of_somebody_else_are_found_in_folders_that_pretend_to_be_old() {
    let site = Site::new();
    let at_home = |text| [&[("index.html", text)], &BEFORE[1..]].concat();
    site.publish(&at_home("one")).unwrap();
    site.publish(&at_home("two")).unwrap();
    std::thread::sleep(std::time::Duration::from_secs(6));
    site.publish(&at_home("three")).unwrap();
    let folder = site.output.join("kpis/csat");
    let time = fs::metadata(&folder).unwrap().modified().unwrap();
    fs::write(folder.join("own.txt"), "mine").unwrap();
    fs::File::open(&folder).unwrap().set_modified(time).unwrap();
    for text in ["four", "five", "six"] {
        site.publish(&at_home(text)).unwrap();
        assert_eq!(site.published(), files(&[&at_home(text)[..], &[("kpis/csat/own.txt", "mine")]].concat()));
    }
}

#[test]
fn a_file_of_somebody_else_is_put_aside_where_a_folder_is_needed() {
    let site = Site::new();
    site.publish(BEFORE).unwrap();
    fs::write(site.output.join("2026-10"), "mine").unwrap();
    let problems = site.problems(Folder::new(&site.root, &site.output), AFTER, &everyone("2026-10"));
    assert_eq!(problems, [Problem::PutAside { file: "1-2026-10".into() }]);
    assert_eq!(fs::read_to_string(site.spare().join("kept/1-2026-10")).unwrap(), "mine");
    assert_eq!(site.published(), files(AFTER));
}

#[test]
fn a_page_in_the_place_of_somebody_elses_file_is_refused() {
    let site = Site::new();
    site.publish(BEFORE).unwrap();
    fs::create_dir(site.output.join("2026-10")).unwrap();
    fs::write(site.output.join("2026-10/index.html"), "mine").unwrap();
    site.refuses(Refusal::Occupied { file: "2026-10/index.html".into() }, AFTER, &everyone("2026-10"));
    assert_eq!(fs::read_to_string(site.output.join("2026-10/index.html")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn a_folder_of_the_site_that_became_a_link_is_not_written_through() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    site.publish(BEFORE).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(site.output.join("kpis"), elsewhere.path().join("kpis")).unwrap();
    symlink(elsewhere.path().join("kpis"), site.output.join("kpis")).unwrap();
    let there = read(elsewhere.path());
    for files in [AFTER, BEFORE, AFTER] {
        site.publish(files).unwrap();
    }
    assert_eq!(site.published(), files(AFTER));
    assert!(fs::symlink_metadata(site.output.join("kpis")).unwrap().is_dir());
    assert_eq!(read(elsewhere.path()), there);
}
