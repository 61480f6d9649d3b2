//! The page to sign: what differs from the last edition, before the next one is published.
//!
//! The last edition is the newest period that is on record as published; without any, the period before. What is said here
//! is for whoever publishes, so it names files and days; it is worked out from the edition like every page.

use std::fmt::Write;

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde_json::{Value, json};

use crate::analyse::{Findings, KpiFindings};
use crate::model::{
    Dimension, Kpi, KpiKind, Organisation, PartId, Period, Snapshot, Standing, Study, StudyKind, Subject, Target,
};
use crate::words::{self, number, period};

use super::charts::FLOWS;
use super::explain::push_lines;

/// What differs from the last edition.
#[derive(Clone, Debug, PartialEq)]
pub struct SignOff {
    /// For people: one page, lines of at most 80 characters.
    pub text: String,
    /// For records: the same as Markdown, with every line.
    pub markdown: String,
    /// For programs: the same, one object.
    pub json: Value,
}

/// Consents and certificates that end within so many days are named.
const SOON: i64 = 60;

/// Studies whose fieldwork ended more months ago than this are old.
const OLD_MONTHS: i64 = 18;

/// A number of cases or a response rate that moved by this share is named.
const A_THIRD: f64 = 1.0 / 3.0;

/// Where lines end.
const WIDTH: usize = 80;

/// Before what goes on from the line above.
const INDENT: &str = "    ";

/// More lines of one sort are counted on the page.
const SHOWN: usize = 8;

/// What differs from the last edition.
pub fn sign_off(findings: &Findings) -> SignOff {
    let facts = findings.edition().facts();
    let latest = facts.latest();
    let before = facts.snapshots.iter().rev().skip(1);
    let on_record = before.clone().find(|snapshot| !snapshot.editions.is_empty());
    let beside = on_record.or_else(|| before.clone().next());
    let compared = Compared { findings, facts, latest, beside };
    let lists = compared.lists();
    SignOff { text: compared.text(&lists), markdown: compared.markdown(&lists), json: compared.json(&lists) }
}

/// Lines of one sort.
struct List {
    /// For programs.
    id: &'static str,
    /// What they are about.
    title: &'static str,
    lines: Vec<Line>,
}

/// Something that differs.
struct Line {
    text: String,
    /// The KPI it is about.
    kpi: Option<String>,
    /// The part it is about.
    part: Option<String>,
}

impl Line {
    fn about(subject: &Subject, text: String) -> Self {
        let part = subject.part.as_ref().map(|part| format!("{}/{}", part.dimension, part.member));
        Self { text, kpi: Some(subject.kpi.to_string()), part }
    }

    fn of(text: String) -> Self {
        Self { text, kpi: None, part: None }
    }
}

/// The newest figures and those they are set beside.
struct Compared<'a> {
    findings: &'a Findings<'a>,
    facts: &'a Organisation,
    latest: &'a Snapshot,
    beside: Option<&'a Snapshot>,
}

impl<'a> Compared<'a> {
    fn lists(&self) -> Vec<List> {
        let subjects: Vec<(&Subject, &Kpi, KpiFindings)> = self
            .findings
            .subjects()
            .filter_map(|subject| {
                let kpi = self.facts.kpi(&subject.kpi)?;
                Some((subject, kpi, self.findings.at(subject, self.latest.period)))
            })
            .collect();
        let list = |id, title, lines| List { id, title, lines };
        vec![
            list("values_added", "Figures that were not there last time", self.added(&subjects)),
            list("values_missing", "Figures that are missing", self.missing(&subjects)),
            list("revised", "Figures of earlier editions that changed since", self.revised()),
            list("gone", "Gone", self.gone()),
            list("evidence", "Cases and response rates that moved by a third or more", self.evidence(&subjects)),
            list("sums", "Sums that do not add up", self.sums()),
            list("terms", "Definitions and targets that moved", self.terms()),
            list("provisional", "Not final yet", self.provisional(&subjects)),
            list("studies", "Studies more than 18 months old", self.studies()),
            list("expiring", "Consents and certificates that end soon", self.expiring()),
        ]
    }

    /// Whether a subject has a figure in a period, shown or not.
    fn has(&self, subject: &Subject, snapshot: Option<&Snapshot>) -> bool {
        snapshot.is_some_and(|snapshot| self.findings.has(subject, snapshot.period))
    }

    fn added(&self, subjects: &[(&Subject, &Kpi, KpiFindings)]) -> Vec<Line> {
        let Some(beside) = self.beside else { return Vec::new() };
        let is_new = |found: &KpiFindings| found.points.len() == 1;
        subjects
            .iter()
            .filter(|(subject, kpi, _)| {
                kpi.every.is_none() && self.has(subject, Some(self.latest)) && !self.has(subject, Some(beside))
            })
            .map(|(subject, kpi, found)| {
                let now = found.current().and_then(|point| point.value).map(|value| number::value(kpi, value));
                let now = now.unwrap_or_else(|| "withheld".to_owned());
                let first = if is_new(found) { ", for the first time" } else { "" };
                Line::about(subject, format!("{}: {now}{first}", self.name(subject, kpi)))
            })
            .collect()
    }

    fn missing(&self, subjects: &[(&Subject, &Kpi, KpiFindings)]) -> Vec<Line> {
        let was_there = |subject: &Subject| self.has(subject, self.beside);
        subjects
            .iter()
            .filter(|(subject, kpi, _)| {
                let is_over = kpi.retired.as_ref().is_some_and(|retired| retired.until < self.latest.period);
                let is_there = self.has(subject, Some(self.latest));
                // Parts that are gone altogether are named once, below.
                let part_is_there = subject.part.as_ref().is_none_or(|part| self.part_has_values(part));
                kpi.every.is_none() && !is_over && !is_there && was_there(subject) && part_is_there
            })
            .map(|(subject, kpi, _)| {
                let before = self.beside.and_then(|beside| self.findings.value(subject, beside.period));
                let before = before.map(|value| format!(", was {}", number::value(kpi, value))).unwrap_or_default();
                Line::about(subject, format!("{}{before}", self.name(subject, kpi)))
            })
            .collect()
    }

    fn revised(&self) -> Vec<Line> {
        let Some(beside) = self.beside else { return Vec::new() };
        let since = beside.editions.last().copied().unwrap_or(beside.published);
        let mut lines = Vec::new();
        for snapshot in self.facts.snapshots.iter().filter(|snapshot| snapshot.period < self.latest.period) {
            for revision in snapshot.revisions.iter().filter(|revision| revision.on > since) {
                let Some(kpi) = self.facts.kpi(&revision.subject.kpi) else { continue };
                let value =
                    |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| number::value(kpi, value));
                let was = revision.was.and_then(|was| was.value(kpi.unit));
                let now = self.findings.value(&revision.subject, snapshot.period);
                let (name, when) = (self.name(&revision.subject, kpi), period::name(snapshot.period));
                let (was, now) = (value(was), value(now));
                let text = format!("{name}, {when}: {now}, was {was} ({})", revision.because);
                lines.push(Line::about(&revision.subject, text));
            }
        }
        lines
    }

    fn gone(&self) -> Vec<Line> {
        let Some(beside) = self.beside else { return Vec::new() };
        let mut lines = Vec::new();
        for kpi in &self.facts.kpis {
            let subject = Subject::whole(kpi.id.clone());
            if let Some(retired) =
                kpi.retired.as_ref().filter(|it| it.until >= beside.period && it.until < self.latest.period)
            {
                let text = format!("{} ended with {}", kpi.name, period::name(retired.until));
                lines.push(Line::about(&subject, text));
            }
        }
        for dimension in &self.facts.dimensions {
            let were = self.findings.members_with_values(&dimension.id, beside.period);
            let are = self.findings.members_with_values(&dimension.id, self.latest.period);
            for member in were.iter().filter(|member| !are.contains(member)) {
                let Some(member) = dimension.member(member) else { continue };
                let part = dimension.part(member);
                let text = format!("{} ({}): no figures any more", member.name, dimension.label.to_lowercase());
                lines.push(Line { text, kpi: None, part: Some(format!("{}/{}", part.dimension, part.member)) });
            }
        }
        for (name, was, is) in [
            ("Contacts by hour", &beside.arrivals, &self.latest.arrivals),
            ("People on duty by hour", &beside.staffing, &self.latest.staffing),
        ] {
            if was.is_some() && is.is_none() {
                lines.push(Line::of(format!("{name}: not told any more")));
            }
        }
        lines
    }

    fn evidence(&self, subjects: &[(&Subject, &Kpi, KpiFindings)]) -> Vec<Line> {
        let Some(beside) = self.beside else { return Vec::new() };
        let mut lines = Vec::new();
        for (subject, kpi, found) in subjects.iter().filter(|(subject, ..)| subject.part.is_none()) {
            let at = |period: Period| self.findings.measurement(subject, period);
            let n = |period: Period| at(period).and_then(|measurement| measurement.n());
            let (was, is) = (n(beside.period), n(self.latest.period));
            let name = self.name(subject, kpi);
            match (was, is) {
                (Some(was), Some(is)) if moved(was as f64, is as f64) => {
                    let (was, is) = (number::count(was), number::count(is));
                    lines.push(Line::about(subject, format!("{name}: n is {is}, was {was}")));
                }
                (Some(was), None) if found.current().is_some_and(|point| point.value.is_some()) => {
                    let was = number::count(was);
                    lines.push(Line::about(subject, format!("{name}: comes without n, which was {was}")));
                }
                _ => {}
            }
            let rate = |period: Period| {
                let reading = self.facts.series.get(subject)?.at(period)?;
                let invited = reading.remark.as_ref()?.invited.filter(|invited| *invited > 0)?;
                Some(100.0 * reading.measurement.n()? as f64 / invited as f64)
            };
            if let (Some(was), Some(is)) = (rate(beside.period), rate(self.latest.period))
                && moved(was, is)
            {
                let (was, is) = (number::percent(was), number::percent(is));
                lines.push(Line::about(subject, format!("{name}: {is} answered, was {was}")));
            }
        }
        lines
    }

    fn sums(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = self.backlog().into_iter().collect();
        for dimension in self.facts.dimensions.iter().filter(|dimension| dimension.complete) {
            let summed = |kpi: &&Kpi| matches!(kpi.kind, KpiKind::Count | KpiKind::Stock);
            lines.extend(self.facts.kpis.iter().filter(summed).filter_map(|kpi| self.sum(kpi, dimension)));
        }
        lines
    }

    /// What was left, came in and was done, against what is left now.
    fn backlog(&self) -> Option<Line> {
        let of = |id: &str| self.facts.kpis.iter().find(|kpi| kpi.id.as_str() == id);
        let [opened, resolved, backlog] = FLOWS.map(of);
        let (opened, resolved, backlog) = (opened?, resolved?, backlog?);
        let now = self.latest.period;
        let value = |kpi: &Kpi, period| self.findings.value(&Subject::whole(kpi.id.clone()), period);
        let (was, is) = (value(backlog, now.previous())?, value(backlog, now)?);
        let (came, went) = (value(opened, now)?, value(resolved, now)?);
        let expected = was + came - went;
        (!number::reads_as_zero(backlog, is - expected)).then(|| {
            let say = |value| number::value(backlog, value);
            let text = format!(
                "{}: {} left, {} opened and {} resolved make {}, not {}; {} not accounted for",
                backlog.name,
                say(was),
                say(came),
                say(went),
                say(expected),
                say(is),
                say((is - expected).abs())
            );
            Line::about(&Subject::whole(backlog.id.clone()), text)
        })
    }

    fn sum(&self, kpi: &Kpi, dimension: &Dimension) -> Option<Line> {
        let whole = Subject::whole(kpi.id.clone());
        let total = self.findings.value(&whole, self.latest.period)?;
        let mut sum = 0.0;
        let mut any = false;
        for member in dimension.members.iter().filter(|member| member.parent.is_none()) {
            let subject = Subject { kpi: kpi.id.clone(), part: Some(dimension.part(member)) };
            if self.findings.at(&subject, self.latest.period).withheld().is_some() {
                return None;
            }
            if let Some(value) = self.findings.value(&subject, self.latest.period) {
                sum += value;
                any = true;
            }
        }
        (any && !number::reads_as_zero(kpi, sum - total)).then(|| {
            let (label, say) = (dimension.label.to_lowercase(), |value| number::value(kpi, value));
            Line::about(&whole, format!("{} by {label}: {}, the whole is {}", kpi.name, say(sum), say(total)))
        })
    }

    fn terms(&self) -> Vec<Line> {
        let Some(beside) = self.beside else { return Vec::new() };
        let is_new = |from: Period| beside.period < from && from <= self.latest.period;
        let mut lines = Vec::new();
        for kpi in &self.facts.kpis {
            let whole = Subject::whole(kpi.id.clone());
            for version in kpi.versions.iter().filter(|version| is_new(version.from)) {
                let comparable = if version.comparable { "still comparable" } else { "not comparable with before" };
                let text = format!("{}: measured otherwise, {comparable} ({})", kpi.name, version.because);
                lines.push(Line::about(&whole, text));
            }
            let parts = kpi.targets_by.iter().map(|(part, _)| Some(part));
            for part in [None].into_iter().chain(parts) {
                let (Some(now), was) = (kpi.target(part, self.latest.period), kpi.target(part, beside.period)) else {
                    continue;
                };
                if was.is_none_or(|was| was.target != now.target) && now.from.is_some_and(is_new) {
                    let say = |target: &Target| number::target(kpi, target);
                    let subject = Subject { kpi: kpi.id.clone(), part: part.cloned() };
                    let was = was.map_or_else(|| "none".to_owned(), |was| say(&was.target));
                    let why = now.because.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
                    let text =
                        format!("{}: the target is {}, was {was}{why}", self.name(&subject, kpi), say(&now.target));
                    lines.push(Line::about(&subject, text));
                }
            }
        }
        lines
    }

    fn provisional(&self, subjects: &[(&Subject, &Kpi, KpiFindings)]) -> Vec<Line> {
        let mut lines = Vec::new();
        for snapshot in self.facts.snapshots.iter().filter(|snapshot| snapshot.provisional) {
            lines.push(Line::of(format!("{}: all figures are provisional", period::name(snapshot.period))));
        }
        for (subject, kpi, found) in subjects {
            let wholly = |period: Period| self.facts.snapshot(period).is_none_or(|snapshot| snapshot.provisional);
            for point in found.points.iter().filter(|point| point.standing != Standing::Final && !wholly(point.period))
            {
                let reading = self.facts.series.get(subject).and_then(|series| series.at(point.period));
                let expected = reading.and_then(|reading| reading.remark.as_ref()?.expected);
                // An estimate that nobody expects to be replaced stays one.
                if point.standing == Standing::Estimated && expected.is_none() {
                    continue;
                }
                let word = if point.standing == Standing::Estimated { "an estimate" } else { "provisional" };
                let when = expected.map(|day| format!(", expected on {}", period::date(day))).unwrap_or_default();
                let late = if expected.is_some_and(|day| day < self.facts.now()) { ", which has passed" } else { "" };
                let (name, of) = (self.name(subject, kpi), period::name(point.period));
                lines.push(Line::about(subject, format!("{name}, {of}: {word}{when}{late}")));
            }
        }
        lines
    }

    fn studies(&self) -> Vec<Line> {
        let now = self.facts.now();
        let is_old = |day: Date| day.checked_add(OLD_MONTHS.months()).is_ok_and(|then| then < now);
        let continues = |study: &Study, earlier: &Study| study.continues.as_ref() == Some(&earlier.id);
        let is_last = |study: &Study| !self.facts.studies.iter().any(|later| continues(later, study));
        let stands = |study: &Study| study.withdrawn.is_none() && is_last(study);
        let old = self.facts.studies.iter().filter(|study| stands(study) && is_old(study.fieldwork.to));
        old.map(|study| Line::of(format!("{}: fieldwork ended on {}", study.title, period::date(study.fieldwork.to))))
            .collect()
    }

    fn expiring(&self) -> Vec<Line> {
        let now = self.facts.now();
        let soon = |day: Date| day.checked_sub(Span::new().days(SOON)).is_ok_and(|then| then <= now);
        let mut lines = Vec::new();
        for consent in &self.facts.consents {
            let Some(until) = consent.until.filter(|until| soon(*until)) else { continue };
            let renewed = self.facts.consents.iter().any(|other| {
                other.person == consent.person && other.until.is_none_or(|later| later > until && !soon(later))
            });
            if !renewed {
                let verb = if until < now { "ended" } else { "ends" };
                lines.push(Line::of(format!("The consent of {} {verb} on {}", consent.person, period::date(until))));
            }
        }
        for study in &self.facts.studies {
            let StudyKind::Standard(assessment) = &study.kind else { continue };
            let continued = self.facts.studies.iter().any(|other| other.continues.as_ref() == Some(&study.id));
            if let Some(renewal) = assessment.renewal.filter(|day| soon(*day) && !continued) {
                let verb = if renewal < now { "was to be renewed" } else { "is to be renewed" };
                let (standard, day) = (&assessment.standard, period::date(renewal));
                lines.push(Line::of(format!("The certificate for {standard} {verb} on {day}")));
            }
        }
        lines
    }

    fn part_has_values(&self, part: &PartId) -> bool {
        self.findings.members_with_values(&part.dimension, self.latest.period).contains(&part.member)
    }

    /// `Customer satisfaction`, `Customer satisfaction, Billing`
    fn name(&self, subject: &Subject, kpi: &Kpi) -> String {
        let part = subject.part.as_ref().and_then(|part| self.facts.part(part));
        part.map_or_else(|| kpi.name.clone(), |(_, member)| format!("{}, {}", kpi.name, member.name))
    }

    fn figures(&self) -> usize {
        self.findings.subjects().filter(|subject| self.has(subject, Some(self.latest))).count()
    }

    /// How the latest period stands: approved or not, on record or not.
    fn standing(&self) -> String {
        let approved = match &self.latest.approved {
            Some(approval) => format!("approved by {} on {}", approval.by, period::date(approval.on)),
            None if self.facts.settings.approval_required => "not approved yet".to_owned(),
            None => String::new(),
        };
        let recorded = self.latest.editions.last().map(|day| format!("on record since {}", period::date(*day)));
        let said: Vec<String> = [Some(approved).filter(|it| !it.is_empty()), recorded].into_iter().flatten().collect();
        if said.is_empty() { String::new() } else { format!("; {}", said.join(", ")) }
    }

    fn text(&self, lists: &[List]) -> String {
        let mut text = format!("{}\n\n", self.title());
        push_lines(&mut text, &self.beginning(), WIDTH);
        let (said, silent): (Vec<&List>, Vec<&List>) = lists.iter().partition(|list| !list.lines.is_empty());
        for List { title, lines, .. } in said {
            writeln!(text, "\n{title}").expect("writing to text");
            let shown = if lines.len() > SHOWN + 1 { SHOWN } else { lines.len() };
            for line in &lines[..shown] {
                push_item(&mut text, &line.text);
            }
            if lines.len() > shown {
                push_item(&mut text, &format!("and {} more, which `--format json` lists", lines.len() - shown));
            }
        }
        if !silent.is_empty() {
            text.push('\n');
            push_lines(&mut text, &none_of(&silent), WIDTH);
        }
        text.push_str("\nSigned: ______________________________   on: ______________\n");
        text
    }

    fn markdown(&self, lists: &[List]) -> String {
        let mut text = format!("# {}\n\n{}\n", in_markdown(&self.title()), in_markdown(&self.beginning()));
        let (said, silent): (Vec<&List>, Vec<&List>) = lists.iter().partition(|list| !list.lines.is_empty());
        for List { title, lines, .. } in said {
            write!(text, "\n## {title}\n\n").expect("writing to text");
            for line in lines {
                writeln!(text, "- {}", in_markdown(&line.text)).expect("writing to text");
            }
        }
        if !silent.is_empty() {
            write!(text, "\n{}\n", none_of(&silent)).expect("writing to text");
        }
        text.push_str("\n| Signed | On |\n|:-------|:---|\n| &nbsp; |    |\n");
        text
    }

    fn title(&self) -> String {
        format!("To sign: {}", period::name(self.latest.period))
    }

    /// How many figures, beside which, and who approved them.
    fn beginning(&self) -> String {
        let figures = words::phrase::counted(self.figures(), "figure", "figures");
        let beside = match self.beside {
            Some(beside) => {
                let day = beside.editions.last().copied().unwrap_or(beside.published);
                let how = if beside.editions.is_empty() { "published on" } else { "on record as published on" };
                format!("beside {}, {how} {}", period::name(beside.period), period::date(day))
            }
            None => "the first ones".to_owned(),
        };
        format!("{}, {beside}{}.", words::phrase::capitalised(&figures), self.standing())
    }

    fn json(&self, lists: &[List]) -> Value {
        let lines = |list: &List| -> Vec<Value> {
            let lines = list.lines.iter();
            lines.map(|line| json!({ "text": line.text, "kpi": line.kpi, "part": line.part })).collect()
        };
        let lists: serde_json::Map<String, Value> =
            lists.iter().map(|list| (list.id.to_owned(), Value::Array(lines(list)))).collect();
        json!({
            "period": self.latest.period.to_string(),
            "beside": self.beside.map(|beside| beside.period.to_string()),
            "beside_is_on_record": self.beside.is_some_and(|beside| !beside.editions.is_empty()),
            "figures": self.figures(),
            "differs": lists,
        })
    }
}

/// What there is nothing to say of.
fn none_of(silent: &[&List]) -> String {
    let titles: Vec<String> = silent.iter().map(|list| list.title.to_lowercase()).collect();
    format!("None of these: {}.", titles.join("; "))
}

/// Words as they are, whatever Markdown would make of their signs.
fn in_markdown(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for sign in words.chars() {
        if matches!(sign, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '&' | '|' | '~') {
            text.push('\\');
        }
        text.push(sign);
    }
    text
}

/// Whether a number moved by a third or more of what it was.
fn moved(was: f64, is: f64) -> bool {
    if was == 0.0 { is != 0.0 } else { ((is - was) / was).abs() >= A_THIRD }
}

/// A line of a list, with its further lines below its words.
fn push_item(text: &mut String, words: &str) {
    let mut lines = String::new();
    push_lines(&mut lines, words, WIDTH - INDENT.len());
    for (index, line) in lines.lines().enumerate() {
        text.push_str(if index == 0 { "  - " } else { INDENT });
        text.push_str(line);
        text.push('\n');
    }
}
