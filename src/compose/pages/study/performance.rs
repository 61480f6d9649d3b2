//! A study of performance: our KPIs beside those of others, what matters most first.

use crate::analyse::{
    self, BenchmarkFinding, Closure, KpiFindings, Movement, Quartile, StudyFindings, StudyGap, StudyPart,
};
use crate::compose::frame::Site;
use crate::compose::route::Route;
use crate::model::{Comparable, Kpi, KpiId, Series, Study, Subject};
use crate::words;
use crate::words::phrase::{capitalised, counted, list};

use super::{Results, Since, SinceView, StudyGapView, cell, heads, since_actions};
use crate::compose::pages::blocks::{whole, whole_percent};
use crate::compose::pages::{CellView, TableView};

/// What the page of a study of performance shows.
pub(super) fn results(site: Site, route: &Route, study: &Study, findings: &StudyFindings) -> Results {
    Results {
        headline: headline(site, findings),
        standfirst: standfirst(site, findings),
        score: score(findings),
        score_note: score_note(study, findings),
        gaps: findings.gaps.iter().map(|gap| gap_view(site, route, study, findings, gap)).collect(),
        table: Some(table(site, study, findings)),
        others: Some(field(site, findings)),
        score_table: score_table(site, study, findings),
        parts: parts(site, study),
        since: since(site, route, study, findings),
        ..Results::default()
    }
}

/// Ahead of the peers on six of eight KPIs, behind on two
pub(super) fn headline(site: Site, findings: &StudyFindings) -> String {
    let placed =
        |wanted: Distance| findings.gaps.iter().filter(move |gap| distance(gap.finding.as_ref()) == Some(wanted));
    let total = findings.gaps.iter().filter(|gap| gap.finding.is_some()).count();
    let behind: Vec<String> =
        placed(Distance::Behind).filter_map(|gap| Some(words::inside(site.facts().kpi(&gap.kpi)?))).collect();
    let of = format!("of {} KPIs", words::number::in_words(total));
    let (ahead, behind_count) = (placed(Distance::Ahead).count(), behind.len());
    let behind_words = match behind_count {
        1..=3 => format!("behind on {}", list(&behind)),
        count => format!("behind on {}", words::number::in_words(count)),
    };
    match (total, ahead, behind_count) {
        (0, ..) => "Nothing of ours can be set beside this study".to_owned(),
        (_, 0, 0) => "No clear difference from the peers’ median".to_owned(),
        (_, ahead, 0) => {
            format!("Ahead of the peers’ median on {} {of}, behind on none", words::number::in_words(ahead))
        }
        (_, 0, _) => capitalised(&format!("{behind_words}, ahead on none {of}")),
        (_, ahead, _) => {
            format!("Ahead of the peers’ median on {} {of}, {behind_words}", words::number::in_words(ahead))
        }
    }
}

fn standfirst(site: Site, findings: &StudyFindings) -> Option<String> {
    let worst = findings.gaps.first().filter(|gap| distance(gap.finding.as_ref()) == Some(Distance::Behind))?;
    gap_sentence(site, worst)
}

/// Where we stand against the benchmark.
#[derive(Clone, Copy, PartialEq)]
enum Distance {
    Ahead,
    Behind,
    Level,
    /// With our number of cases, or as the study was read off, no difference can be seen.
    Unclear,
}

/// Where we stand; `None` when we did not measure it, or neither direction is better.
fn distance(finding: Option<&BenchmarkFinding>) -> Option<Distance> {
    let finding = finding?;
    if finding.clear == Some(false) || finding.difference.is_none() {
        return Some(Distance::Unclear);
    }
    let advantage = finding.advantage?;
    Some(if advantage > 0.0 {
        Distance::Ahead
    } else if advantage < 0.0 {
        Distance::Behind
    } else {
        Distance::Level
    })
}

/// Where a gap stands in a list: what is behind first, then what cannot be told, then what is ahead.
pub(in crate::compose::pages) fn place(finding: Option<&BenchmarkFinding>) -> u8 {
    match distance(finding) {
        Some(Distance::Behind) => 0,
        Some(Distance::Level | Distance::Unclear) | None => 1,
        Some(Distance::Ahead) => 2,
    }
}

/// How a gap stands: the state that style sheets know, and the words readers see.
pub(in crate::compose::pages) fn standing_words(finding: Option<&BenchmarkFinding>) -> (&'static str, &'static str) {
    match distance(finding) {
        Some(Distance::Ahead) => ("ahead", "ahead"),
        Some(Distance::Behind) => ("behind", "behind"),
        Some(Distance::Level) => ("level", "level"),
        Some(Distance::Unclear) => ("unclear", "no clear difference"),
        None => ("unclear", "neither better nor worse"),
    }
}

/// A gap as a sentence; `None` when we did not measure it.
pub(in crate::compose::pages) fn gap_sentence(site: Site, gap: &StudyGap) -> Option<String> {
    let kpi = site.facts().kpi(&gap.kpi)?;
    let finding = gap.finding.as_ref()?;
    let study = site.facts().study(&finding.study)?;
    Some(words::benchmark::gap(kpi, finding, study, site.findings.edition()))
}

fn gap_view(site: Site, route: &Route, study: &Study, findings: &StudyFindings, gap: &StudyGap) -> StudyGapView {
    let is_withheld = gap.finding.is_none() && has_withheld(site, study, &gap.kpi);
    let (state, word) = match &gap.finding {
        None if is_withheld => ("unclear", "withheld"),
        None => ("unclear", "not measured by us"),
        found => standing_words(found.as_ref()),
    };
    let sentence = gap_sentence(site, gap).unwrap_or_else(|| match is_withheld {
        true => "Our figure from the time of its fieldwork is withheld.".to_owned(),
        false => "We have no figure from the time of its fieldwork.".to_owned(),
    });
    StudyGapView {
        name: site.facts().kpi(&gap.kpi).map(|kpi| kpi.name.clone()).unwrap_or_default(),
        href: Some(site.href(route, &Route::Kpi(gap.kpi.clone()))),
        state: state.to_owned(),
        word: word.to_owned(),
        sentence: match closing(site, findings, gap) {
            Some(closing) => format!("{sentence} {closing}"),
            None => sentence,
        },
    }
}

/// When our slope at the time of the study would have closed the gap: `At the slope until May 2026 it would be level with
/// the median in about 14 months.`
fn closing(site: Site, findings: &StudyFindings, gap: &StudyGap) -> Option<String> {
    let kpi = site.facts().kpi(&gap.kpi)?;
    let then: KpiFindings = KpiFindings {
        benchmark: gap.finding.clone(),
        ..site.findings.at(&Subject::whole(gap.kpi.clone()), findings.as_of)
    };
    let closure: Closure = site.findings.closer_look(&then)?.closure?;
    let what = if then.benchmark?.average_only { "average" } else { "median" };
    let when = words::outlook::closes_in(closure, kpi, findings.as_of.kind())?;
    let until = words::period::name(findings.as_of);
    Some(format!("At its slope until {until} it would be level with the {what} {when}."))
}

/// Whether a figure of ours from the time of the fieldwork is withheld.
fn has_withheld(site: Site, study: &Study, kpi: &KpiId) -> bool {
    let fieldwork = study.fieldwork;
    let series = site.facts().series.get(&Subject::whole(kpi.clone()));
    series.into_iter().flat_map(Series::readings).any(|(period, reading)| {
        let within = fieldwork.from <= period.first_day() && period.last_day() <= fieldwork.to;
        within && reading.measurement.withheld().is_some()
    })
}

/// Every gap as figures, what matters most first.
fn table(site: Site, study: &Study, findings: &StudyFindings) -> TableView {
    let rows = findings.gaps.iter().filter_map(|gap| Some(row(site.facts().kpi(&gap.kpi)?, gap.finding.as_ref()?)));
    let matters = match study.weights() {
        [] => "the widest gap against us first",
        _ => "first where weight and gap against us are largest",
    };
    TableView {
        caption: format!("{}: ours beside the peers, {matters}", study.title),
        head: heads(&[
            ("KPI", false),
            ("Ours", true),
            ("Between", true),
            ("Peers’ median", true),
            ("Difference", true),
            ("In percent", true),
            ("In peers’ standard deviations", true),
            ("Better than", true),
            ("Quarter of the field", false),
            ("To the next quarter", true),
        ]),
        rows: rows.collect(),
    }
}

fn row(kpi: &Kpi, found: &BenchmarkFinding) -> Vec<CellView> {
    let about = if found.average_only { "about " } else { "" };
    let or = |text: Option<String>, otherwise: &str| cell(&text.unwrap_or_else(|| otherwise.to_owned()), true);
    let between = found.interval.map(|(lower, upper)| words::number::range_around(kpi, lower, upper, found.ours));
    let difference = found.difference.map(|gap| words::number::difference(kpi, gap));
    // In percent of the benchmark the difference keeps its own sign, as in the column before.
    let percent = found
        .advantage_percent
        .zip(found.difference)
        .map(|(percent, difference)| words::number::percent_change(percent.abs().copysign(difference)));
    let sigmas = found
        .advantage_normalised
        .zip(found.difference)
        .map(|(sigmas, difference)| words::number::signed(sigmas.abs().copysign(difference), 2));
    let next = found.next_quartile.map(|begins| {
        format!("{} to {}", words::number::difference(kpi, begins - found.ours), words::number::value(kpi, begins))
    });
    vec![
        cell(&kpi.name, false),
        cell(&words::number::value(kpi, found.ours), true),
        or(between, "not known"),
        cell(&format!("{about}{}", words::number::value(kpi, found.benchmark)), true),
        or(difference, "none seen"),
        or(percent, "not stated"),
        or(sigmas, "not known"),
        or(found.percentile.map(whole_percent), "not known"),
        cell(found.quartile.map_or("not known", quarter), false),
        or(next, if found.quartile == Some(Quartile::Top) { "in the best" } else { "not known" }),
    ]
}

fn quarter(quartile: Quartile) -> &'static str {
    match quartile {
        Quartile::Top => "best",
        Quartile::Second => "second-best",
        Quartile::Third => "second-worst",
        Quartile::Bottom => "worst",
    }
}

/// What is known of the others.
fn field(site: Site, findings: &StudyFindings) -> TableView {
    let rows = findings.gaps.iter().filter_map(|gap| {
        let (kpi, found) = (site.facts().kpi(&gap.kpi)?, gap.finding.as_ref()?);
        let value =
            |value: Option<f64>| value.map_or_else(|| "not known".to_owned(), |value| words::number::value(kpi, value));
        let about = if found.average_only { "about " } else { "" };
        Some(vec![
            cell(&kpi.name, false),
            cell(&value(found.worst), true),
            cell(&value(found.quartiles.map(|(lower, _)| lower)), true),
            cell(&format!("{about}{}", words::number::value(kpi, found.benchmark)), true),
            cell(&value(found.quartiles.map(|(_, upper)| upper)), true),
            cell(&value(found.best), true),
            cell(&peers(found), true),
            cell(definition(found.comparable), false),
        ])
    });
    TableView {
        caption: "The others: what the study gives of each KPI".to_owned(),
        head: heads(&[
            ("KPI", false),
            ("Worst", true),
            ("Lower quartile", true),
            ("Median", true),
            ("Upper quartile", true),
            ("Best", true),
            ("Peers", true),
            ("Their definition", false),
        ]),
        rows: rows.collect(),
    }
}

/// `24`; fewer than ten are indicative.
fn peers(found: &BenchmarkFinding) -> String {
    match found.peers {
        Some(peers) if words::benchmark::is_indicative(found) => {
            format!("{}, indicative", words::number::count(u64::from(peers)))
        }
        Some(peers) => words::number::count(u64::from(peers)),
        None => "not known".to_owned(),
    }
}

fn definition(comparable: Comparable) -> &'static str {
    match comparable {
        Comparable::Yes => "as ours",
        Comparable::Partly => "may differ",
        Comparable::No => "another",
    }
}

/// The balanced score of 100.
pub(in crate::compose::pages) fn score(findings: &StudyFindings) -> Option<String> {
    Some(whole(findings.score.as_ref()?.total?))
}

fn score_note(study: &Study, findings: &StudyFindings) -> Option<String> {
    let score = findings.score.as_ref()?;
    let coverage = whole_percent(100.0 * score.coverage);
    let covered = match score.total {
        Some(_) if score.coverage >= 1.0 => "All KPIs with a weight have a value.".to_owned(),
        Some(_) => format!("KPIs with {coverage} of the weight have a value."),
        None => format!("No score: only {coverage} of the weight has a value, and a score needs 75 %."),
    };
    let sum: f64 = study.weights().iter().map(|weight| weight.weight).sum();
    Some(match words::benchmark::weights_as_shares(sum) {
        Some(how) => format!("{covered} {}.", capitalised(&how)),
        None => covered,
    })
}

fn score_table(site: Site, study: &Study, findings: &StudyFindings) -> Option<TableView> {
    let score = findings.score.as_ref()?;
    let rows = study.weights().iter().filter_map(|weight| {
        let kpi = site.facts().kpi(&weight.kpi)?;
        let share = score.lines.iter().find(|line| line.kpi == weight.kpi).and_then(|line| line.score);
        Some(vec![
            cell(&kpi.name, false),
            cell(&words::number::machine(weight.weight), true),
            cell(&words::number::value(kpi, weight.worst), true),
            cell(&words::number::value(kpi, weight.best), true),
            cell(&share.map_or_else(|| "no value".to_owned(), whole), true),
        ])
    });
    Some(TableView {
        caption: "The balanced score: each value between its two ends, weighted".to_owned(),
        head: heads(&[
            ("KPI", false),
            ("Weight", true),
            ("Scores 0 at", true),
            ("Scores 100 at", true),
            ("Score", true),
        ]),
        rows: rows.collect(),
    })
}

/// The parts beside the same median, a table for each dimension that has figures from the time of the study.
fn parts(site: Site, study: &Study) -> Vec<TableView> {
    let facts = site.facts();
    let parts = site.findings.study_parts(&study.id);
    let tables = facts.dimensions.iter().filter_map(|dimension| {
        let parts: Vec<&StudyPart> = parts.iter().filter(|beside| beside.part.dimension == dimension.id).collect();
        // A column for each KPI that some part has.
        let has = |index: usize| parts.iter().any(|beside| beside.gaps[index].finding.is_some());
        let columns: Vec<usize> = (0..parts.first()?.gaps.len()).filter(|index| has(*index)).collect();
        let names = columns.iter().filter_map(|index| facts.kpi(&parts[0].gaps[*index].kpi));
        let names: Vec<&str> = names.map(|kpi| kpi.name.as_str()).collect();
        let head = std::iter::once((dimension.label.as_str(), false)).chain(names.into_iter().map(|name| (name, true)));
        let rows = parts.iter().filter_map(|beside| {
            let name = &dimension.member(&beside.part.member)?.name;
            let cells = columns.iter().map(|index| cell(&part_cell(site, &beside.gaps[*index]), true));
            Some(std::iter::once(cell(name, false)).chain(cells).collect())
        });
        Some(TableView {
            caption: format!("{}: each beside the median of all others, as of the fieldwork", dimension.label),
            head: heads(&head.collect::<Vec<_>>()),
            rows: rows.collect(),
        })
    });
    tables.collect()
}

/// `91.2 %, ahead`
fn part_cell(site: Site, gap: &StudyGap) -> String {
    match (site.facts().kpi(&gap.kpi), &gap.finding) {
        (Some(kpi), Some(found)) => {
            format!("{}, {}", words::number::value(kpi, found.ours), standing_words(Some(found)).1)
        }
        _ => "no figure".to_owned(),
    }
}

/// What moved since the study that this one continues, what fell back first.
fn since(site: Site, route: &Route, study: &Study, findings: &StudyFindings) -> Option<Since> {
    let facts = site.facts();
    let before = facts.study(study.continues.as_ref()?)?;
    let moved: Vec<(&Kpi, &BenchmarkFinding, Option<Movement>)> = findings
        .gaps
        .iter()
        .filter_map(|gap| {
            let found = gap.finding.as_ref().filter(|found| found.before.is_some())?;
            Some((facts.kpi(&gap.kpi)?, found, analyse::movement(found)))
        })
        .collect();
    if moved.is_empty() {
        return None;
    }
    let of = |wanted: Movement| moved.iter().filter(move |(.., moved)| *moved == Some(wanted));
    let names = |wanted| of(wanted).map(|(kpi, ..)| words::inside(kpi)).collect::<Vec<String>>();
    let (fell, gained) = (names(Movement::FellBack), names(Movement::Gained));
    let cards = of(Movement::FellBack).chain(of(Movement::Gained)).filter_map(|(kpi, found, moved)| {
        let fell_back = *moved == Some(Movement::FellBack);
        let actions = since_actions(site, route, study, before, &kpi.id);
        Some(SinceView {
            name: kpi.name.clone(),
            href: Some(site.href(route, &Route::Kpi(kpi.id.clone()))),
            state: if fell_back { "worse" } else { "better" }.to_owned(),
            word: words::movement::standing(kpi, found)?.to_owned(),
            sentence: words::movement::both(kpi, found)?,
            missing: (fell_back && actions.is_empty()).then(|| "no action is recorded for it".to_owned()),
            actions,
        })
    });
    Some(Since {
        headline: since_headline(&fell, &gained, moved.len()),
        cards: cards.collect(),
        table: since_table(study, before, &moved),
    })
}

fn since_headline(fell: &[String], gained: &[String], of: usize) -> String {
    let named = |what: &str, names: &[String]| match names {
        [] => None,
        [_] | [_, _] | [_, _, _] => Some(format!("{what} {}", list(names))),
        many => Some(format!("{what} {} of {}", words::number::in_words(many.len()), counted(of, "KPI", "KPIs"))),
    };
    let said: Vec<String> = [named("fell back on", fell), named("gained on", gained)].into_iter().flatten().collect();
    match said.as_slice() {
        [] => "No clear movement on any KPI".to_owned(),
        said => capitalised(&said.join(", ")),
    }
}

/// Both studies side by side.
fn since_table(study: &Study, before: &Study, moved: &[(&Kpi, &BenchmarkFinding, Option<Movement>)]) -> TableView {
    let (then, now) = (words::period::fieldwork(before.fieldwork), words::period::fieldwork(study.fieldwork));
    let rows = moved.iter().filter_map(|(kpi, found, _)| {
        let before = found.before.as_ref()?;
        let value = |value: f64| cell(&words::number::value(kpi, value), true);
        let difference = |difference: f64| cell(&words::number::difference(kpi, difference), true);
        let position = |share: Option<f64>| cell(&share.map_or_else(|| "not known".to_owned(), whole_percent), true);
        Some(vec![
            cell(&kpi.name, false),
            value(before.ours),
            value(found.ours),
            value(before.benchmark),
            value(found.benchmark),
            difference(before.ours - before.benchmark),
            difference(found.ours - found.benchmark),
            position(before.percentile),
            position(found.percentile),
            cell(words::movement::standing(kpi, found).unwrap_or("neither better nor worse"), false),
        ])
    });
    TableView {
        caption: format!("{then} beside {now}: {}", counted(moved.len(), "KPI", "KPIs")),
        head: heads(&[
            ("KPI", false),
            ("Ours then", true),
            ("Ours now", true),
            ("Median then", true),
            ("Median now", true),
            ("Difference then", true),
            ("Difference now", true),
            ("Better than, then", true),
            ("Better than, now", true),
            ("Since", false),
        ]),
        rows: rows.collect(),
    }
}
