//! Assessments: a standard criterion by criterion, a process step by step, competencies one by one.

use crate::compose::frame::Site;
use crate::model::{Assessment, Criterion, Step, Study, StudyKind};
use crate::words::number;
use crate::words::period;
use crate::words::phrase::{capitalised, counted, list};

use super::{Results, Since, SinceView, StudyGapView, cell, heads};
use crate::compose::pages::blocks::fact;
use crate::compose::pages::{FactView, TableView};

/// What the page of an assessment against a standard shows.
pub(super) fn standard(site: Site, study: &Study, assessment: &Assessment) -> Results {
    let mut order: Vec<&Criterion> = assessment.criteria.iter().collect();
    let key = |criterion: &Criterion| criterion.reached.map_or(f64::INFINITY, |reached| reached - criterion.required);
    order.sort_by(|one, other| key(one).total_cmp(&key(other)));
    let before = earlier(site, study, |kind| match kind {
        StudyKind::Standard(earlier) if earlier.levels == assessment.levels => Some(earlier),
        _ => None,
    });
    let levels = |earlier: &Assessment, criterion: &Criterion| {
        earlier.criteria.iter().find(|other| other.id == criterion.id).and_then(|other| other.reached)
    };
    let moved = before.map(|(_, earlier)| {
        let both = assessment
            .criteria
            .iter()
            .filter_map(|criterion| Some((called(criterion), levels(earlier, criterion)?, criterion.reached?)));
        since("criterion", "criteria", both.collect())
    });
    Results {
        headline: standard_headline(assessment),
        standfirst: order.first().and_then(|worst| shortfall(worst)),
        facts: certificate(assessment),
        gaps: order.into_iter().filter(|it| it.reached != Some(it.required)).map(criterion_view).collect(),
        table: Some(criteria(study, assessment)),
        since: moved.flatten(),
        ..Results::default()
    }
}

/// What the page of a process, or of competencies, shows; `one` and `many` are its rows.
pub(super) fn steps(site: Site, study: &Study, steps: &[Step], (one, many): (&str, &str)) -> Results {
    let before = earlier(site, study, |kind| match kind {
        StudyKind::Process(steps) | StudyKind::Competencies(steps) => Some(steps),
        _ => None,
    });
    let moved = before.map(|(_, earlier)| {
        let both = steps.iter().filter_map(|step| {
            let before = earlier.iter().find(|other| other.name == step.name && other.of == step.of)?;
            Some((step.name.clone(), before.practice?, step.practice?))
        });
        since(one, many, both.collect())
    });
    Results {
        headline: steps_headline(steps, (one, many)),
        standfirst: weakest(steps).and_then(|step| step.note.clone()),
        table: Some(step_table(study, steps, one)),
        since: moved.flatten(),
        ..Results::default()
    }
}

/// Eleven of 14 criteria of ISO 10002 are met, three fall short
pub(super) fn standard_headline(assessment: &Assessment) -> String {
    let assessed: Vec<(f64, f64)> =
        assessment.criteria.iter().filter_map(|it| Some((it.reached?, it.required))).collect();
    let met = assessed.iter().filter(|(reached, required)| reached >= required).count();
    let (of, short) = (number::in_words(assessed.len()), assessed.len() - met);
    let open = assessment.criteria.len() - assessed.len();
    let open = match open {
        0 => String::new(),
        open => format!("; {} not assessed", number::in_words(open)),
    };
    let standard = &assessment.standard;
    let said = match (assessed.len(), short) {
        (0, _) => return format!("No criterion of {standard} was assessed"),
        (1, 0) => format!("The one criterion of {standard} that was assessed is met"),
        (1, _) => format!("The one criterion of {standard} that was assessed is not met"),
        (_, 0) => format!("All {of} criteria of {standard} are met"),
        (_, short) if met == 0 => {
            format!("None of {of} criteria of {standard} is met, {} fall short", number::in_words(short))
        }
        (_, 1) => format!("{} of {of} criteria of {standard} are met, one falls short", number::in_words(met)),
        (_, short) => {
            let (met, short) = (number::in_words(met), number::in_words(short));
            format!("{met} of {of} criteria of {standard} are met, {short} fall short")
        }
    };
    capitalised(&format!("{said}{open}"))
}

/// Weakest in X, at 1 of 5; strongest in Y, at 5 of 5
pub(super) fn steps_headline(steps: &[Step], (one, many): (&str, &str)) -> String {
    let (Some(weakest), Some(strongest)) = (weakest(steps), strongest(steps)) else {
        return format!("No {one} was assessed");
    };
    let (low, high) = (share(weakest), share(strongest));
    match steps.iter().filter(|step| step.practice.is_some()).count() {
        1 => format!("{} is at {}", weakest.name, mark(weakest)),
        count if low == high => format!("All {} {many} are at {}", number::in_words(count), mark(weakest)),
        _ => format!(
            "Weakest: {}, at {}. Strongest: {}, at {}",
            weakest.name,
            mark(weakest),
            strongest.name,
            mark(strongest)
        ),
    }
}

fn share(step: &Step) -> Option<f64> {
    Some(step.practice? / step.of)
}

fn weakest(steps: &[Step]) -> Option<&Step> {
    let assessed = steps.iter().filter(|step| step.practice.is_some());
    assessed.min_by(|one, other| share(one).unwrap_or(0.0).total_cmp(&share(other).unwrap_or(0.0)))
}

fn strongest(steps: &[Step]) -> Option<&Step> {
    let assessed = steps.iter().rev().filter(|step| step.practice.is_some());
    assessed.max_by(|one, other| share(one).unwrap_or(0.0).total_cmp(&share(other).unwrap_or(0.0)))
}

/// `3 of 5`; `not assessed`
fn mark(step: &Step) -> String {
    step.practice.map_or_else(
        || "not assessed".to_owned(),
        |practice| format!("{} of {}", number::machine(practice), number::machine(step.of)),
    )
}

/// `4.2 Commitment`
fn called(criterion: &Criterion) -> String {
    format!("{} {}", criterion.id, criterion.name)
}

fn shortfall(criterion: &Criterion) -> Option<String> {
    let reached = criterion.reached.filter(|reached| *reached < criterion.required)?;
    let (reached, required) = (number::machine(reached), number::machine(criterion.required));
    Some(format!("{} is at {reached} where {required} is required.", called(criterion)))
}

fn criterion_view(criterion: &Criterion) -> StudyGapView {
    let required = number::machine(criterion.required);
    let (state, word, sentence) = match criterion.reached {
        None => ("unclear", "not assessed", format!("{required} is required.")),
        Some(reached) if reached < criterion.required => {
            ("behind", "falls short", format!("At {} where {required} is required.", number::machine(reached)))
        }
        Some(reached) => {
            ("ahead", "more than required", format!("At {} where {required} is required.", number::machine(reached)))
        }
    };
    let evidence = criterion.evidence.as_ref().map(|evidence| format!(" {evidence}")).unwrap_or_default();
    StudyGapView {
        name: called(criterion),
        href: None,
        state: state.to_owned(),
        word: word.to_owned(),
        sentence: format!("{sentence}{evidence}"),
    }
}

fn certificate(assessment: &Assessment) -> Vec<FactView> {
    let mut facts = vec![fact("Standard", &assessment.standard)];
    facts.push(fact("Scale", format!("0 to {}", number::machine(assessment.levels))));
    facts.extend(assessment.certified.map(|day| fact("Certified", period::date(day))));
    facts.extend(assessment.renewal.map(|day| fact("To be renewed", period::date(day))));
    facts
}

fn criteria(study: &Study, assessment: &Assessment) -> TableView {
    let rows = assessment.criteria.iter().map(|criterion| {
        let reached = criterion.reached.map_or_else(|| "not assessed".to_owned(), number::machine);
        let word = match criterion.reached {
            None => "not assessed",
            Some(reached) if reached < criterion.required => "falls short",
            Some(_) => "met",
        };
        vec![
            cell(&called(criterion), false),
            cell(&number::machine(criterion.required), true),
            cell(&reached, true),
            cell(word, false),
            cell(criterion.evidence.as_deref().unwrap_or(""), false),
        ]
    });
    TableView {
        caption: format!("{}: every criterion", study.title),
        head: heads(&[
            ("Criterion", false),
            ("Required", true),
            ("Reached", true),
            ("Met?", false),
            ("What shows it", false),
        ]),
        rows: rows.collect(),
    }
}

fn step_table(study: &Study, steps: &[Step], one: &str) -> TableView {
    let rows = steps.iter().map(|step| {
        vec![cell(&step.name, false), cell(&mark(step), true), cell(step.note.as_deref().unwrap_or(""), false)]
    });
    TableView {
        caption: study.title.clone(),
        head: heads(&[(&capitalised(one), false), ("Practice", true), ("What was seen", false)]),
        rows: rows.collect(),
    }
}

/// The study before, when it still stands and is of the same kind.
pub(super) fn earlier<'s, T>(
    site: Site<'s>,
    study: &Study,
    of: impl Fn(&'s StudyKind) -> Option<T>,
) -> Option<(&'s Study, T)> {
    let before = site.facts().study(study.continues.as_ref()?).filter(|before| before.withdrawn.is_none())?;
    Some((before, of(&before.kind)?))
}

/// What moved since the study before; `None` when nothing can be set beside it.
fn since(one: &str, many: &str, mut both: Vec<(String, f64, f64)>) -> Option<Since> {
    both.sort_by(|one, other| (one.2 - one.1).total_cmp(&(other.2 - other.1)));
    let word = |then: f64, now: f64| match now - then {
        0.0 => ("usual", "as before"),
        moved if moved < 0.0 => ("worse", "fell back"),
        _ => ("better", "came on"),
    };
    let cards = both.iter().filter(|(_, then, now)| then != now).map(|(name, then, now)| SinceView {
        name: name.clone(),
        href: None,
        state: word(*then, *now).0.to_owned(),
        word: word(*then, *now).1.to_owned(),
        sentence: format!("From {} to {}.", number::machine(*then), number::machine(*now)),
        actions: Vec::new(),
        missing: None,
    });
    let fell: Vec<&str> = both.iter().filter(|(_, then, now)| now < then).map(|(name, ..)| name.as_str()).collect();
    let came_on = both.iter().filter(|(_, then, now)| now > then).count();
    let rows = both.iter().map(|(name, then, now)| {
        vec![
            cell(name, false),
            cell(&number::machine(*then), true),
            cell(&number::machine(*now), true),
            cell(word(*then, *now).1, false),
        ]
    });
    let headline = match (fell.as_slice(), came_on) {
        ([], 0) => "Nothing moved".to_owned(),
        ([], came_on) => format!("{} came on, none fell back", capitalised(&counted(came_on, one, many))),
        (fell, _) => format!("{} fell back", list(fell)),
    };
    (!both.is_empty()).then(|| Since {
        headline,
        cards: cards.collect(),
        table: TableView {
            caption: "Levels then and now".to_owned(),
            head: heads(&[(&capitalised(one), false), ("Then", true), ("Now", true), ("Since", false)]),
            rows: rows.collect(),
        },
    })
}
