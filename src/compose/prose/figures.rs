//! What a placeholder asks for, and the words it becomes.

use std::ops::Range;

use super::call::{self, Argument, Call, Word};
use super::mask::{Mark, MarkKind, Masked};
use super::{Context, Report, escaped};
use crate::analyse::{Change, Firmness, KpiFindings};
use crate::compose::called;
use crate::diagnostic::{Problem, nearest};
use crate::model::{Kpi, KpiId, PartId, Period, Standing, Subject, Target};
use crate::words::{self, number, verdict};

/// What a placeholder asks for.
pub(super) enum Asked {
    /// A figure, in words.
    Figure(Figure),
    /// The chart of a subject as of a period.
    Chart(Subject, Period),
    /// The stories of a period.
    Stories(Period),
    /// A chart or stories of a period that is later than the last of this edition.
    Later,
}

/// A figure in words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// What readers see.
    pub(super) text: String,
    /// The number for machines; `None` where it is not one number.
    pub(super) machine: Option<String>,
}

impl Figure {
    /// In HTML, with the number for machines.
    pub(super) fn html(&self) -> String {
        let text = escaped(&self.text);
        match &self.machine {
            Some(machine) => format!("<data value=\"{}\">{text}</data>", escaped(machine)),
            None => text,
        }
    }
}

/// What the placeholder at `mark` asks for; `None`, with the problem reported, when that cannot be said.
pub(super) fn asked(masked: &Masked, mark: &Mark, context: &Context, report: Report) -> Option<Asked> {
    let text = masked.words(mark);
    let place = |at: &Range<usize>| mark.source.start + at.start..mark.source.start + at.end;
    let call = match call::read(text) {
        Ok(call) => call,
        Err(expected) => {
            report(Problem::MalformedPlaceholder { expected: expected.what.to_owned() }, place(&expected.at));
            return None;
        }
    };
    let report = |problem, at: Range<usize>| report(problem, place(&at));
    let asker = Asker { call: &call, length: text.len(), context, report: &report };
    match &call.field {
        Some(field) => asker.figure(field).map(Asked::Figure),
        None => asker.function(),
    }
}

/// What stands at `mark` as plain text; as it was written where it cannot be said.
pub(super) fn plain(masked: &Masked, mark: &Mark, context: &Context, report: Report) -> String {
    let written = || masked.words(mark).to_owned();
    match mark.kind {
        MarkKind::Private => written(),
        MarkKind::Unclosed => {
            report(unclosed(), mark.source.clone());
            written()
        }
        MarkKind::Placeholder => match asked(masked, mark, context, report) {
            Some(Asked::Figure(figure)) => figure.text,
            Some(Asked::Chart(..)) => not_here(masked, mark, "chart", ALONE, report),
            Some(Asked::Stories(_)) => not_here(masked, mark, "stories", ALONE, report),
            Some(Asked::Later) => String::new(),
            None => written(),
        },
    }
}

/// Reports that a placeholder has no end.
pub(super) fn unclosed() -> Problem {
    Problem::MalformedPlaceholder { expected: "`}}` on the same line, or `\\{{` for the characters themselves".into() }
}

/// Reports that a placeholder cannot stand where it does, and returns it as it was written.
pub(super) fn not_here(masked: &Masked, mark: &Mark, name: &str, place: &'static str, report: Report) -> String {
    report(Problem::PlaceholderNotHere { name: name.to_owned(), place }, mark.source.clone());
    masked.words(mark).to_owned()
}

/// Where charts and lists belong.
pub(super) const ALONE: &str = "alone in a paragraph of Markdown";

/// Where figures belong that were written into an address.
pub(super) const IN_TEXT: &str = "in the text, not in an address";

const FUNCTIONS: [&str; 2] = ["chart", "stories"];
const FIELDS: [&str; 8] = ["value", "change", "change_year", "target", "range", "state", "verdict", "sentence"];
const OF_FIGURES: [&str; 2] = ["period", "by"];
const OF_CHARTS: [&str; 3] = ["kpi", "period", "by"];
const OF_STORIES: [&str; 1] = ["period"];

/// `by="all"`: the whole organisation, on the page of a part.
const WHOLE: &str = "all";

struct Asker<'a> {
    call: &'a Call<'a>,
    /// Of the placeholder with its braces.
    length: usize,
    context: &'a Context<'a>,
    report: Report<'a>,
}

impl Asker<'_> {
    fn function(&self) -> Option<Asked> {
        let name = &self.call.name;
        match name.text {
            "chart" => {
                let arguments = self.arguments(&OF_CHARTS)?;
                let Some(kpi) = arguments.kpi else {
                    self.report(
                        Problem::ArgumentNeededOnce { name: "kpi", example: "{{ chart(kpi=\"csat\") }}" },
                        name,
                    );
                    return None;
                };
                let kpi = self.kpi(kpi);
                let (period, part) = (self.period(arguments.period), self.part(arguments.by));
                let (kpi, part, period) = (kpi?, part?, period?);
                if self.is_later(period) {
                    return Some(Asked::Later);
                }
                Some(Asked::Chart(Subject { kpi: kpi.id.clone(), part }, period))
            }
            "stories" => {
                let arguments = self.arguments(&OF_STORIES)?;
                let period = self.period(arguments.period)?;
                Some(if self.is_later(period) { Asked::Later } else { Asked::Stories(period) })
            }
            other if KpiId::new(other).is_some_and(|id| self.context.edition.facts().kpi(&id).is_some()) => {
                let expected = "`.` and a field, such as `value`".to_owned();
                self.report(Problem::MalformedPlaceholder { expected }, name);
                None
            }
            other => {
                let nearest = nearest(other, FUNCTIONS);
                self.report(Problem::UnknownPlaceholder { name: other.to_owned(), nearest }, name);
                None
            }
        }
    }

    fn figure(&self, field: &Word) -> Option<Figure> {
        let kpi = self.kpi(&self.call.name);
        let known = FIELDS.contains(&field.text);
        if !known {
            let (kpi, field_name) = (self.call.name.text.to_owned(), field.text.to_owned());
            let nearest = nearest(field.text, FIELDS);
            self.report(Problem::UnknownField { kpi, field: field_name, nearest, known: FIELDS.to_vec() }, field);
        }
        let arguments = self.arguments(&OF_FIGURES)?;
        let (period, part) = (self.period(arguments.period), self.part(arguments.by));
        let (kpi, period, part) = (kpi?, period?, part?);
        if !known {
            return None;
        }
        if self.is_later(period) {
            return Some(Figure { text: NOT_YET_KNOWN.to_owned(), machine: None });
        }
        let found = self.context.finding(&Subject { kpi: kpi.id.clone(), part }, period);
        let figure = match field.text {
            "value" => value(kpi, &found).map(|figure| self.marked(figure, &found)),
            "change" => change(kpi, &found, found.change),
            "change_year" => change(kpi, &found, found.change_year),
            "target" => target(kpi, &found),
            "range" => range(kpi, &found),
            "state" => state(kpi, &found),
            "verdict" => Ok(Figure { text: words::brief(&found, self.context.edition), machine: None }),
            _ => Ok(Figure { text: words::sentence(&found, self.context.edition), machine: None }),
        };
        Some(figure.unwrap_or_else(|says| {
            let what = format!("{}.{}", kpi.id, field.text);
            let problem = Problem::NothingToShow { what, period: period.to_string(), says: says.to_owned() };
            (self.report)(problem, 0..self.length);
            Figure { text: says.to_owned(), machine: None }
        }))
    }

    /// A figure that is less firm than its period says so.
    fn marked(&self, mut figure: Figure, found: &KpiFindings) -> Figure {
        let snapshot = self.context.edition.facts().snapshot(found.as_of);
        let standing = found.current().map(|point| point.standing);
        match standing {
            Some(Standing::Estimated) => figure.text.push_str(" (estimated)"),
            Some(Standing::Provisional) if snapshot.is_some_and(|snapshot| !snapshot.provisional) => {
                figure.text.push_str(" (provisional)");
            }
            Some(Standing::Provisional | Standing::Final) | None => {}
        }
        figure
    }

    fn kpi(&self, word: &Word) -> Option<&Kpi> {
        self.reported(called::kpi(self.context.edition, word.text), word)
    }

    fn period(&self, word: Option<&Word>) -> Option<Period> {
        let Some(word) = word else {
            if self.context.period.is_none() {
                self.report(Problem::WhichPeriod {}, &self.call.name);
            }
            return self.context.period;
        };
        let Ok(period) = word.text.parse::<Period>() else {
            self.report(Problem::NotAPeriod { found: word.text.to_owned() }, word);
            return None;
        };
        if self.is_later(period) {
            return Some(period);
        }
        if self.context.edition.facts().snapshot(period).is_none() {
            self.report(Problem::NoFiguresFor { period: period.to_string() }, word);
            return None;
        }
        if let Some(page) = self.context.period.filter(|page| period > *page) {
            self.report(Problem::LaterThanPage { period: period.to_string(), page: page.to_string() }, word);
            return None;
        }
        Some(period)
    }

    /// Whether `period` comes after the last of this edition, although the site has it.
    fn is_later(&self, period: Period) -> bool {
        self.context.edition.facts().later.has_period(period)
    }

    /// The part that `by` names, else the page's; the inner `None` is the whole.
    fn part(&self, word: Option<&Word>) -> Option<Option<PartId>> {
        let Some(word) = word else { return Some(self.context.part.cloned()) };
        if word.text == WHOLE {
            return Some(None);
        }
        self.reported(called::part(self.context.edition, word.text), word).map(Some)
    }

    fn arguments<'s>(&'s self, known: &[&'static str]) -> Option<Arguments<'s>> {
        let mut arguments = Arguments::default();
        for Argument { name, value } in &self.call.arguments {
            let (slot, given, example) = match name.text {
                "kpi" => (&mut arguments.kpi, "kpi", "kpi=\"csat\""),
                "period" => (&mut arguments.period, "period", "period=\"2026-09\""),
                "by" => (&mut arguments.by, "by", "by=\"team/billing\""),
                _ => {
                    self.unknown_argument(name, known);
                    return None;
                }
            };
            if !known.contains(&given) {
                self.unknown_argument(name, known);
                return None;
            }
            if slot.replace(value).is_some() {
                self.report(Problem::ArgumentNeededOnce { name: given, example }, name);
                return None;
            }
        }
        Some(arguments)
    }

    fn unknown_argument(&self, name: &Word, known: &[&'static str]) {
        let nearest = nearest(name.text, known.iter().copied());
        self.report(Problem::UnknownArgument { name: name.text.to_owned(), nearest, known: known.to_vec() }, name);
    }

    fn reported<T>(&self, called: Result<T, Problem>, word: &Word) -> Option<T> {
        called.map_err(|problem| self.report(problem, word)).ok()
    }

    fn report(&self, problem: Problem, word: &Word) {
        (self.report)(problem, word.at.clone());
    }
}

#[derive(Default)]
struct Arguments<'a> {
    kpi: Option<&'a Word<'a>>,
    period: Option<&'a Word<'a>>,
    by: Option<&'a Word<'a>>,
}

/// What stands for a figure that was not measured.
pub(super) const NOT_MEASURED: &str = "not measured";

/// What stands for a figure of a period after the last of this edition, and for a range before there is one.
const NOT_YET_KNOWN: &str = "not yet known";

/// A figure, or the words that stand for it where there is none.
type Found = Result<Figure, &'static str>;

/// What stands for the figure of the period where there is none to show.
fn instead(found: &KpiFindings) -> &'static str {
    if found.withheld().is_some() { "withheld" } else { NOT_MEASURED }
}

fn value(kpi: &Kpi, found: &KpiFindings) -> Found {
    let value = found.current().and_then(|point| point.value).ok_or_else(|| instead(found))?;
    Ok(Figure { text: number::value(kpi, value), machine: Some(machine(value)) })
}

fn change(kpi: &Kpi, found: &KpiFindings, change: Option<Change>) -> Found {
    found.current().ok_or_else(|| instead(found))?;
    let difference = change.ok_or("not comparable")?.difference();
    Ok(Figure { text: number::difference(kpi, difference), machine: Some(machine(difference)) })
}

fn target(kpi: &Kpi, found: &KpiFindings) -> Found {
    let target = kpi.target(found.subject.part.as_ref(), found.as_of).ok_or("no target")?.target;
    let machine = match target {
        Target::Value(value) => Some(machine(value)),
        Target::Band(_) => None,
    };
    Ok(Figure { text: number::target_bare(kpi, &target), machine })
}

fn range(kpi: &Kpi, found: &KpiFindings) -> Found {
    let known = found.firmness.is_some_and(|firmness| firmness >= Firmness::Verdict);
    let limits = found.limits().filter(|_| known).and_then(|limits| Some((limits.lower?, limits.upper?)));
    let (lower, upper) = limits.ok_or(NOT_YET_KNOWN)?;
    let text = match found.current().and_then(|point| point.value) {
        Some(value) => number::range_around(kpi, lower, upper, value),
        None => number::range(kpi, lower, upper),
    };
    Ok(Figure { text, machine: None })
}

fn state(kpi: &Kpi, found: &KpiFindings) -> Found {
    let verdict = verdict::real_change(kpi, found);
    if matches!(verdict.word, "no data" | "withheld") {
        Err(instead(found))
    } else {
        Ok(Figure { text: verdict.word.to_owned(), machine: None })
    }
}

/// A number for machines, without the last digits that only come from computing: 1.2 rather than 1.2000000000000028.
fn machine(value: f64) -> String {
    const STEPS: f64 = 1e9;
    let rounded = (value * STEPS).round() / STEPS;
    number::machine(if rounded.is_finite() { rounded } else { value })
}
