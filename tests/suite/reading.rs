//! Good inputs: what every form of a value, a target, a study and a story becomes in the model.

use std::fs;
use std::path::Path;

use plaudit::diagnostic::{Diagnostics, as_text};
use plaudit::model::{
    Accumulates, Distribution, Lead, Measurement, Organisation, Period, Standing, Subject, Target, Unit,
};
use plaudit::read::{self, Options};

use crate::site_test::SiteTest;

#[test]
fn nothing_can_be_imported_without_a_catalogue() {
    let site = SiteTest::copy_of("small");
    read::ground(site.root(), &Diagnostics::new()).unwrap();
    site.remove("data/kpis.yaml");
    let diagnostics = Diagnostics::new();
    read::ground(site.root(), &diagnostics).unwrap_err();
    let said = as_text(&diagnostics.sorted(), false);
    assert!(said.contains("data/kpis.yaml"), "{said}");
}

#[test]
fn every_form_of_a_value_is_read() {
    let organisation = organisation(&[(
        "data/snapshots/2026-10.yaml",
        "values:
  csat: { numerator: 1245, denominator: 1412, invited: 9800 }
  complaints: 130
  customers: { value: 268732, status: provisional, expected: 2026-11-20 }
  repeat_calls: { numerator: 0, denominator: 0 }
  first_reply: 14m 30s
  nps: { promoters: 512, passives: 301, detractors: 187 }
  ease: { value: 4.3, n: 1412, status: estimated, note: two teams missing }
  cost: { numerator: 4815.5, denominator: 1412 }
by:
  channel:
    phone: { csat: 88.2, first_reply: 00:14:30, nps: -32, cost: 3.41, repeat_calls: 2.1, complaints: ~ }
    email: { csat: { value: 88.2, n: 0 }, first_reply: { value: 2h, n: 7 }, nps: { value: 32, n: 9 }, ease: 4 }
  team: { billing: { first_reply: 870 } }
",
    )]);
    let value = |value, n| Measurement::Value { value, n };
    let ratio = |numerator, denominator| Measurement::Ratio { numerator, denominator };
    for (subject, expected) in [
        ("csat", ratio(1245.0, 1412)),
        ("complaints", value(130.0, None)),
        ("customers", value(268_732.0, None)),
        ("repeat_calls", ratio(0.0, 0)),
        ("first_reply", value(14.5, None)),
        ("nps", Measurement::Promoters { promoters: 512, passives: 301, detractors: 187 }),
        ("ease", value(4.3, Some(1412))),
        ("cost", ratio(4815.5, 1412)),
        ("csat channel/phone", value(88.2, None)),
        ("first_reply channel/phone", value(14.5, None)),
        ("nps channel/phone", value(-32.0, None)),
        ("cost channel/phone", value(3.41, None)),
        ("repeat_calls channel/phone", value(2.1, None)),
        ("csat channel/email", value(88.2, Some(0))),
        ("first_reply channel/email", value(120.0, Some(7))),
        ("nps channel/email", value(32.0, Some(9))),
        ("ease channel/email", value(4.0, None)),
        ("first_reply team/billing", value(870.0, None)),
    ] {
        assert_eq!(measurement(&organisation, subject), Some(expected), "{subject}");
    }
    assert_eq!(measurement(&organisation, "complaints channel/phone"), None, "known to be missing");
    assert_eq!(measurement(&organisation, "csat team/billing"), None, "left out");

    let reading = |kpi: &str| organisation.series[&subject(kpi)].at(october()).unwrap().clone();
    assert_eq!(reading("csat").remark.unwrap().invited, Some(9800));
    assert_eq!(reading("customers").standing, Standing::Provisional);
    assert_eq!(reading("customers").remark.unwrap().expected.unwrap().to_string(), "2026-11-20");
    assert_eq!(reading("ease").standing, Standing::Estimated);
    assert_eq!(reading("ease").remark.unwrap().note.as_deref(), Some("two teams missing"));
    assert_eq!(reading("complaints").remark, None);
}

#[test]
fn a_snapshot_says_more_than_values() {
    let organisation = organisation(&[(
        "data/snapshots/2026-10.yaml",
        "period: 2026-10
published: 2026-11-09
status: provisional
approved: { by: R. Ito, on: 2026-11-09 }
working_days: 22
values: { csat: 88 }
arrivals: { mon: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23] }
revisions: [ { kpi: csat, was: { value: 88.9, n: 1301 }, on: 2026-12-03, kind: correction, because: late surveys } ]
events: [ { kpi: first_reply, by: team/billing, label: New routing, recalculate_limits: true, because: skills } ]
exceptional: [ { why: Strike, kpis: all }, { why: Outage, kpi: [csat, nps] } ]
",
    )]);
    let snapshot = organisation.latest();
    assert!(snapshot.provisional);
    assert_eq!(snapshot.published.to_string(), "2026-11-09");
    assert_eq!(snapshot.approved.as_ref().unwrap().by, "R. Ito");
    assert_eq!(snapshot.working_days, Some(22));
    let arrivals = snapshot.arrivals.as_ref().unwrap();
    assert_eq!(arrivals.0[0].map(|monday| monday[23]), Some(23.0));
    assert_eq!(arrivals.0[6], None);
    assert_eq!(snapshot.revisions[0].was, Some(Measurement::Value { value: 88.9, n: Some(1301) }));
    assert!(snapshot.events[0].recalculate_limits);
    assert!(snapshot.events[0].scope.includes(&subject("first_reply team/billing")));
    assert!(!snapshot.events[0].scope.includes(&subject("first_reply")));
    assert!(snapshot.exceptional[0].scope.includes(&subject("ease channel/phone")));
    assert!(!snapshot.exceptional[1].scope.includes(&subject("ease")));
    let september = organisation.snapshot("2026-09".parse().unwrap()).unwrap();
    assert_eq!(september.published.to_string(), "2026-10-31", "the last day of the next period");
}

#[test]
fn a_kpi_has_defaults_that_fit_its_kind() {
    let organisation = organisation(&[]);
    let kpi = |id: &str| organisation.kpis.iter().find(|kpi| kpi.id.as_str() == id).unwrap();
    for (id, unit, decimals, accumulates) in [
        ("csat", Unit::Percent, 1, Accumulates::Pooled),
        ("complaints", Unit::Count, 0, Accumulates::Sum),
        ("customers", Unit::Count, 0, Accumulates::Last),
        ("repeat_calls", Unit::Per100, 1, Accumulates::Pooled),
        ("first_reply", Unit::Minutes, 1, Accumulates::Mean),
        ("nps", Unit::Nps, 0, Accumulates::Pooled),
        ("ease", Unit::Score, 1, Accumulates::Mean),
    ] {
        assert_eq!((kpi(id).unit, kpi(id).decimals, kpi(id).accumulates), (unit, decimals, accumulates), "{id}");
    }
    assert_eq!(organisation.settings.language, "en-GB");
    assert_eq!(organisation.settings.headline.len(), 5, "the first five of the catalogue");
}

#[test]
fn targets_are_values_bands_or_dated_steps() {
    let kpis = "wait: { name: Wait, unit: hours, kind: duration, better: lower, target: 90m, targets_by: { team/billing: 2h } }
csat: { name: Satisfaction, unit: percent, kind: proportion, better: higher, target: { min: 80, max: 85 } }
nps:
  name: Recommendation
  unit: score
  kind: nps
  better: higher
  target:
    - { from: 2026-10, value: 30, because: agreed, agreed_by: Board }
    - { value: 20 }
";
    let organisation = organisation(&[("data/kpis.yaml", kpis), SEPTEMBER, OCTOBER]);
    let target = |kpi: usize, part: Option<&str>, period: &str| {
        let part = part.map(|part| subject(&format!("x {part}")).part.unwrap());
        organisation.kpis[kpi].target(part.as_ref(), period.parse().unwrap()).map(|step| step.target)
    };
    assert_eq!(target(0, None, "2026-09"), Some(Target::Value(1.5)));
    assert_eq!(target(0, Some("team/billing"), "2026-09"), Some(Target::Value(2.0)));
    assert!(matches!(target(1, None, "2026-09"), Some(Target::Band(band)) if band.min == 80.0 && band.max == 85.0));
    assert_eq!(target(2, None, "2026-09"), Some(Target::Value(20.0)));
    assert_eq!(target(2, None, "2026-11"), Some(Target::Value(30.0)));
}

#[test]
fn a_study_keeps_what_the_others_gave() {
    let study = "title: Utilities 2026
kind: performance
against: competitors
fieldwork: { from: 2026-03, to: 2026-05-15 }
published: 2026-06-18
version: 1.10
method: survey
partners: { count: 24, names: [One, Two] }
results:
  csat: { peers: [84.2, 81.0] }
  first_reply: { n: 24, p25: 10m, median: 15m, p75: 20m, best: 5 }
  cost: { average: 3.4, read_off: 0.2, their_definition: All contacts, comparable: partly }
weights: { csat: { weight: 100, worst: 70, best: 95 } }
practices: [ { what: Call back, seen_at: Leeds, adopt: yes } ]
";
    let organisation = organisation(&[
        ("data/benchmarks/utilities-2026.yaml", study),
        ("content/benchmarks/utilities-2026.md", "How to read it.\n"),
    ]);
    let study = &organisation.studies[0];
    assert_eq!(
        (study.fieldwork.from.to_string(), study.fieldwork.to.to_string()),
        ("2026-03-01".into(), "2026-05-15".into())
    );
    assert_eq!(study.version.as_deref(), Some("1.10"), "as it is written");
    assert_eq!(study.partners.as_ref().unwrap().names, [""; 0], "names that are not to be published are not kept");
    assert_eq!(study.practices[0].adopt, Some(true));
    assert_eq!(study.body.as_ref().unwrap().read(), "How to read it.\n");
    let distribution = |kpi: &str| &study.benchmark(&subject(kpi).kpi).unwrap().distribution;
    assert_eq!(*distribution("csat"), Distribution::Peers(vec![81.0, 84.2]));
    assert!(matches!(distribution("first_reply"), Distribution::Summary { median: 15.0, best: Some(5.0), .. }));
    assert!(matches!(distribution("cost"), Distribution::Average { read_off: Some(0.2), .. }));
}

#[test]
fn words_know_where_they_were_written() {
    let story = "---\r
title: 2026\r
kind: hero\r
date: 2026-10-14\r
recognises: [Priya N., team/billing]\r
lead: { kpi: first_reply, from: 14m 30s, to: 14.5 }\r
quote: Thank you\r
image: { file: a.jpg, alt: A picture }\r
---\r
Body.\r
";
    let organisation = organisation(&[
        ("content/stories/2026-10-14-Refunds.md", story),
        ("content/stories/a.jpg", "x"),
        ("content/index.md", "Welcome.\n"),
        ("content/scorecards/2026-10.md", "---\nfirst_line: As usual.\nasks: Decide.\n---\n\nWords.\n"),
        ("content/scorecards/2026-10/team/billing.md", "Words.\n"),
        ("content/guides/index.md", "Guides.\n"),
        ("content/guides/How-To.md", "How.\n"),
    ]);
    let story = &organisation.stories[0];
    assert_eq!((story.slug.as_str(), story.name.as_str()), ("refunds", "2026-10-14-Refunds"));
    assert_eq!(story.heading.title.as_deref(), Some("2026"));
    assert_eq!(
        (story.people.as_slice(), story.parts[0].to_string()),
        (&["Priya N.".to_owned()][..], "team/billing".into())
    );
    assert!(matches!(story.lead, Some(Lead::Figures { from: 14.5, to: 14.5, .. })));
    assert_eq!(story.image.as_ref().unwrap().file, Path::new("content/stories/a.jpg"));
    assert_eq!((&*story.body.read(), story.body.first_line.get()), ("Body.\r\n", 10));
    assert_eq!(organisation.home.as_ref().unwrap().path, "");
    let words: Vec<_> =
        organisation.commentaries.iter().map(|words| words.part.as_ref().map(ToString::to_string)).collect();
    assert_eq!(words, [None, Some("team/billing".to_owned())]);
    assert_eq!(organisation.commentaries[0].body.first_line.get(), 5);
    assert_eq!(organisation.commentaries[0].asks, ["Decide."]);
    let pages: Vec<_> = organisation.pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(pages, ["guides", "guides/how-to"]);
}

#[test]
fn every_kind_of_period_is_read() {
    for names in [["2026-Q3", "2026-q4"], ["2026-W52", "2026-w53"]] {
        let files = names.map(|name| (format!("data/snapshots/{name}.yaml"), "values: { csat: 88 }\n"));
        let mut files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        files.extend([
            ("data/kpis.yaml", "csat: { name: S, unit: percent, kind: proportion, better: higher }\n"),
            ("data/dimensions.yaml", "team: { label: Team, members: { billing: Billing } }\n"),
            ("data/snapshots/2026-09.yaml", ""),
            ("data/snapshots/2026-10.yaml", ""),
        ]);
        let organisation = organisation(&files);
        let periods: Vec<_> = organisation.snapshots.iter().map(|snapshot| snapshot.period.to_string()).collect();
        assert_eq!(periods, names.map(str::to_uppercase));
    }
}

#[test]
fn threads_do_not_show() {
    let files = [("content/about.md", "About.\n"), ("content/more.md", "More.\n")];
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(|| organisation(&files));
    let many = rayon::ThreadPoolBuilder::new().num_threads(8).build().unwrap().install(|| organisation(&files));
    assert_eq!(one, many);
}

const SEPTEMBER: (&str, &str) = ("data/snapshots/2026-09.yaml", "values: {}\n");
const OCTOBER: (&str, &str) = ("data/snapshots/2026-10.yaml", "values: {}\n");

/// The base site of the problems with these files in it; an empty one takes a file away.
#[track_caller]
fn organisation(files: &[(&str, &str)]) -> Organisation {
    let site = tempfile::tempdir().unwrap();
    crate::problems::lay_out(&crate::problems::folder("base"), site.path());
    for (file, text) in files {
        let file = site.path().join(file);
        if text.is_empty() {
            fs::remove_file(file).unwrap();
        } else {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
    }
    let diagnostics = Diagnostics::new();
    let read = read::site(site.path(), &Options::default(), &diagnostics);
    assert_eq!(as_text(&diagnostics.sorted(), false), "");
    read.unwrap().organisation
}

fn measurement(organisation: &Organisation, about: &str) -> Option<Measurement> {
    Some(organisation.series.get(&subject(about))?.at(october())?.measurement)
}

/// A KPI, or a KPI and a part: `csat team/billing`.
fn subject(text: &str) -> Subject {
    use plaudit::model::{DimensionId, KpiId, MemberId, PartId};
    let (kpi, part) = text.split_once(' ').map_or((text, None), |(kpi, part)| (kpi, Some(part)));
    let part = part.map(|part| {
        let (dimension, member) = part.split_once('/').unwrap();
        PartId { dimension: DimensionId::new(dimension).unwrap(), member: MemberId::new(member).unwrap() }
    });
    Subject { kpi: KpiId::new(kpi).unwrap(), part }
}

fn october() -> Period {
    "2026-10".parse().unwrap()
}
