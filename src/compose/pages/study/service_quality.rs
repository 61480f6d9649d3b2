//! A study of service quality (SERVQUAL): what customers expect beside what they perceive.

use crate::analyse::{Servqual, ServqualDimension, servqual};
use crate::compose::frame::Site;
use crate::model::{ServiceDimension, ServiceQuality, Study, StudyKind};
use crate::words::benchmark::weights_as_shares;
use crate::words::phrase::{capitalised, list};
use crate::words::{lower_case, number};

use super::assessment::earlier;
use super::{Results, Since, SinceView, StudyGapView, cell, heads};
use crate::compose::pages::blocks::fact;
use crate::compose::pages::{FactView, TableView};

/// With fewer answers than this the means are indicative.
const ENOUGH_RESPONDENTS: u64 = 100;

/// What the page of a study of service quality shows.
pub(super) fn results(site: Site, study: &Study, quality: &ServiceQuality) -> Results {
    let found = gaps(quality);
    let mut order: Vec<usize> = (0..quality.dimensions.len()).collect();
    order.sort_by(|one, other| matters(quality, &found, *one).total_cmp(&matters(quality, &found, *other)));
    let cards = order.iter().filter_map(|place| {
        let (dimension, gap) = (&quality.dimensions[*place], found.gaps[*place]?);
        let (expected, perceived) = dimension.means();
        let (state, word) = match gap {
            gap if reads_as_zero(gap) => ("level", "as expected"),
            gap if gap < 0.0 => ("behind", "falls short"),
            _ => ("ahead", "better than expected"),
        };
        Some(StudyGapView {
            name: dimension.name.clone(),
            href: None,
            state: state.to_owned(),
            word: word.to_owned(),
            sentence: format!(
                "Customers expect {} and perceive {}, a gap of {}.",
                number::plain(expected, 2),
                number::plain(perceived, 2),
                signed(gap)
            ),
        })
    });
    Results {
        headline: headline(quality, &found),
        standfirst: standfirst(quality, &found),
        facts: facts(quality, &found),
        gaps: cards.collect(),
        table: Some(items(study, quality)),
        since: since(site, study, quality),
        method: vec![fact("Intervals", chance(quality))],
        ..Results::default()
    }
}

/// Service falls short of what is expected in four of five dimensions, most in reliability
pub(super) fn headline(quality: &ServiceQuality, found: &Servqual) -> String {
    let of = number::in_words(found.gaps.len());
    let short = found.gaps.iter().flatten().filter(|gap| **gap < 0.0 && !reads_as_zero(**gap)).count();
    match (short, found.widest_negative) {
        (0, _) | (_, None) => "Service is as customers expect it, or better, in every dimension".to_owned(),
        (1, Some(widest)) => {
            let name = &quality.dimensions[widest].name;
            format!("Service falls short of what customers expect in {}, and not elsewhere", lower_case(name))
        }
        (short, Some(widest)) => {
            let (short, name) = (number::in_words(short), lower_case(&quality.dimensions[widest].name));
            format!("Service falls short of what customers expect in {short} of {of} dimensions, most in {name}")
        }
    }
}

/// The gaps of all dimensions, and over them.
pub(super) fn gaps(quality: &ServiceQuality) -> Servqual {
    let dimensions = quality.dimensions.iter().map(|dimension| ServqualDimension {
        items: dimension.items.iter().map(|item| (item.expectation, item.perception)).collect(),
        weight: dimension.weight,
    });
    servqual(&dimensions.collect::<Vec<_>>())
}

/// The gap of a dimension times its importance, the most negative first; without importance the gap alone.
fn matters(quality: &ServiceQuality, found: &Servqual, place: usize) -> f64 {
    let weight = quality.weights().and(quality.dimensions[place].weight).unwrap_or(1.0);
    found.gaps[place].map_or(f64::INFINITY, |gap| weight * gap)
}

fn standfirst(quality: &ServiceQuality, found: &Servqual) -> Option<String> {
    let widest = found.widest_negative?;
    let item = quality.dimensions[widest].items.iter().min_by(|one, other| one.gap().total_cmp(&other.gap()))?;
    let gap = signed(item.gap());
    Some(format!("Widest in {}: “{}”, a gap of {gap}.", lower_case(&quality.dimensions[widest].name), item.text))
}

fn facts(quality: &ServiceQuality, found: &Servqual) -> Vec<FactView> {
    let mut facts = vec![fact(
        "Scale",
        format!("{} to {}", number::machine(quality.scale.min), number::machine(quality.scale.max)),
    )];
    facts.extend(quality.respondents.map(|respondents| {
        let indicative = if respondents < ENOUGH_RESPONDENTS { ", indicative" } else { "" };
        fact("Answers", format!("{}{indicative}", number::count(respondents)))
    }));
    facts.extend(found.unweighted.map(|gap| fact("Gap over all dimensions", signed(gap))));
    if let Some((gap, sum)) = found.weighted.zip(quality.weights()) {
        let shares = weights_as_shares(sum).map(|how| format!(" ({how})")).unwrap_or_default();
        facts.push(fact("Weighted by importance", format!("{}{shares}", signed(gap))));
    }
    facts
}

fn chance(quality: &ServiceQuality) -> String {
    let few = match quality.respondents {
        Some(respondents) if respondents < ENOUGH_RESPONDENTS => " With fewer than 100 answers it is indicative.",
        _ => "",
    };
    format!("None: the study gives means without their spread, so it cannot be said what chance would give.{few}")
}

/// Every statement, the widest gap first.
fn items(study: &Study, quality: &ServiceQuality) -> TableView {
    let items = quality.dimensions.iter().flat_map(|dimension| dimension.items.iter().map(move |it| (dimension, it)));
    let mut items: Vec<_> = items.map(|(dimension, item)| (dimension, item, item.gap())).collect();
    items.sort_by(|one, other| one.2.total_cmp(&other.2));
    let rows = items.into_iter().map(|(dimension, item, gap)| {
        vec![
            cell(&item.text, false),
            cell(&dimension.name, false),
            cell(&number::plain(item.expectation, 2), true),
            cell(&number::plain(item.perception, 2), true),
            cell(&signed(gap), true),
        ]
    });
    TableView {
        caption: format!("{}: every statement, the widest gap first", study.title),
        head: heads(&[
            ("Statement", false),
            ("Dimension", false),
            ("Expected", true),
            ("Perceived", true),
            ("Gap", true),
        ]),
        rows: rows.collect(),
    }
}

/// What moved since the study before, dimension by dimension; only on the same scale.
fn since(site: Site, study: &Study, quality: &ServiceQuality) -> Option<Since> {
    let (_, earlier) = earlier(site, study, |kind| match kind {
        StudyKind::ServiceQuality(quality) => Some(quality),
        _ => None,
    })?;
    if earlier.scale != quality.scale {
        return None;
    }
    let (now, then) = (gaps(quality), gaps(earlier));
    let both = quality.dimensions.iter().zip(&now.gaps).filter_map(|(dimension, gap)| {
        let place = earlier.dimensions.iter().position(|other| other.name == dimension.name)?;
        Some((dimension, then.gaps[place]?, (*gap)?))
    });
    let mut both: Vec<(&ServiceDimension, f64, f64)> = both.collect();
    both.sort_by(|one, other| (one.2 - one.1).total_cmp(&(other.2 - other.1)));
    if both.is_empty() {
        return None;
    }
    let word = |then: f64, now: f64| match now - then {
        moved if reads_as_zero(moved) => ("usual", "as far as before"),
        moved if moved < 0.0 && now < 0.0 => ("worse", "the gap has widened"),
        moved if moved < 0.0 => ("worse", "less above what is expected"),
        _ if now < 0.0 => ("better", "the gap has narrowed"),
        _ => ("better", "further above what is expected"),
    };
    let cards = both.iter().filter(|(_, then, now)| word(*then, *now).0 != "usual").map(|(dimension, then, now)| {
        let (state, word) = word(*then, *now);
        SinceView {
            name: dimension.name.clone(),
            href: None,
            state: state.to_owned(),
            word: word.to_owned(),
            sentence: format!("The gap went from {} to {}.", signed(*then), signed(*now)),
            actions: Vec::new(),
            missing: None,
        }
    });
    let fell: Vec<String> = both
        .iter()
        .filter(|(_, then, now)| word(*then, *now).0 == "worse")
        .map(|(dimension, ..)| lower_case(&dimension.name))
        .collect();
    let rows = both.iter().map(|(dimension, then, now)| {
        vec![
            cell(&dimension.name, false),
            cell(&signed(*then), true),
            cell(&signed(*now), true),
            cell(word(*then, *now).1, false),
        ]
    });
    Some(Since {
        headline: match fell.as_slice() {
            [] => "No dimension fell back".to_owned(),
            fell => capitalised(&format!("{} fell back", list(fell))),
        },
        cards: cards.collect(),
        table: TableView {
            caption: "Gaps then and now".to_owned(),
            head: heads(&[("Dimension", false), ("Gap then", true), ("Gap now", true), ("Since", false)]),
            rows: rows.collect(),
        },
    })
}

/// `−0.62`
fn signed(gap: f64) -> String {
    number::signed(gap, 2)
}

fn reads_as_zero(gap: f64) -> bool {
    gap.abs() < 0.005
}
