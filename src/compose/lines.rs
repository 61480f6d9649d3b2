//! Lines: one KPI in one period as scorecards, tiles, matrices and lists show it.

use crate::analyse::KpiFindings;
use crate::draw;
use crate::model::{Kpi, Measurement, PartId, Period, Standing};
use crate::words;

use super::frame::Site;
use super::pages::{AssuranceView, LineView, VerdictView, mark_of, pieces};
use super::route::Route;

/// A KPI with what is stated about it for one subject and period.
pub(super) struct Line<'a> {
    pub(super) kpi: &'a Kpi,
    pub(super) findings: KpiFindings,
    /// Empty where no template asks for it.
    pub(super) sentence: String,
}

impl<'a> Site<'a> {
    /// Every KPI that a scorecard of `period` shows for the whole or a part, in the order of the catalogue.
    ///
    /// A KPI is shown from its first measurement until it is retired; for a part only where it was ever measured.
    pub(super) fn lines(&self, period: Period, part: Option<&PartId>) -> Vec<Line<'a>> {
        let findings = self.findings.lines(part, period).into_iter();
        findings.filter_map(|findings| self.line(findings)).collect()
    }

    /// The line of one subject; `None` for a KPI that the edition does not have.
    pub(super) fn line(&self, findings: KpiFindings) -> Option<Line<'a>> {
        let kpi = self.facts().kpi(&findings.subject.kpi)?;
        let sentence = self.wanted.fill("sentence", || words::sentence(&findings, self.findings.edition()));
        Some(Line { kpi, findings, sentence })
    }

    /// A line as pages show it, on the page `from`.
    pub(super) fn line_view(&self, line: &Line, from: &Route) -> LineView {
        let (kpi, findings) = (line.kpi, &line.findings);
        let current = findings.current();
        let value = current.and_then(|point| point.value);
        let last_known = || {
            let last = findings.latest().filter(|_| current.is_none())?;
            Some(format!("{} in {}", words::number::value(kpi, last.value?), words::period::name(last.period)))
        };
        let note = || {
            let reading = self.facts().series.get(&findings.subject)?.at(findings.as_of)?;
            reading.remark.as_ref()?.note.clone()
        };
        let wanted = self.wanted;
        LineView {
            id: kpi.id.to_string(),
            name: kpi.name.clone(),
            href: self.href(from, &Route::Kpi(kpi.id.clone())),
            value: value.map(|value| words::number::value(kpi, value)),
            value_pieces: wanted.fill("value_pieces", || {
                value.map(|value| pieces(words::number::bare(kpi, value))).unwrap_or_default()
            }),
            missing: value.is_none().then(|| words::missing::in_cell(findings.withheld())),
            last_known: wanted.fill("last_known", last_known),
            standing: current.and_then(|point| standing_word(point.standing)),
            mark: wanted.fill("mark", || mark_of(*self, findings)),
            evidence: wanted
                .fill("evidence", || self.findings.measurement(&findings.subject, findings.as_of).and_then(evidence)),
            change: change(kpi, findings),
            change_on: wanted.fill("change_on", || change_on(findings)),
            whole: None,
            sparkline_svg: wanted.fill("sparkline_svg", || draw::sparkline(kpi, findings).unwrap_or_default()),
            bullet_svg: wanted.fill("bullet_svg", || draw::bullet(kpi, findings)),
            target: target_words(kpi, findings),
            verdict: verdict_view(kpi, findings),
            assurance: assurance_view(kpi, findings),
            sentence: line.sentence.clone(),
            note: wanted.fill("note", note),
        }
    }
}

/// The cases behind a value: `1,877,191 of 2,167,550`; `None` where they are not known.
fn evidence(measurement: Measurement) -> Option<String> {
    let count = words::number::count;
    match measurement {
        Measurement::Value { n, .. } => n.map(|n| format!("from {}", count(n))),
        Measurement::Ratio { numerator, denominator } if numerator.fract() == 0.0 && numerator < 1e15 => {
            Some(format!("{} of {}", count(numerator as u64), count(denominator)))
        }
        Measurement::Ratio { denominator, .. } => Some(format!("from {}", count(denominator))),
        Measurement::Withheld(_) => None,
        Measurement::Promoters { promoters, detractors, .. } => {
            let all = measurement.n()?;
            Some(format!("{} for, {} against of {}", count(promoters), count(detractors), count(all)))
        }
    }
}

/// provisional or estimated; nothing for a final figure.
pub(super) fn standing_word(standing: Standing) -> Option<String> {
    match standing {
        Standing::Final => None,
        Standing::Estimated => Some("estimated".to_owned()),
        Standing::Provisional => Some("provisional".to_owned()),
    }
}

/// +1.3 pts
pub(super) fn change(kpi: &Kpi, findings: &KpiFindings) -> Option<String> {
    findings.change.map(|change| words::number::difference(kpi, change.difference()))
}

/// on September
pub(super) fn change_on(findings: &KpiFindings) -> Option<String> {
    findings.change.map(|change| format!("on {}", words::period::inside(change.from, findings.as_of)))
}

/// target at most 20 min; no target.
pub(super) fn target_words(kpi: &Kpi, findings: &KpiFindings) -> String {
    match kpi.target(findings.subject.part.as_ref(), findings.as_of) {
        Some(step) => {
            let mut target = String::with_capacity(32);
            target.push_str("target ");
            words::number::push_target(&mut target, kpi, &step.target);
            target
        }
        None => "no target".to_owned(),
    }
}

/// Whether the change is real, as a state, a word and a shape.
pub(super) fn verdict_view(kpi: &Kpi, findings: &KpiFindings) -> VerdictView {
    let verdict = words::verdict::real_change(kpi, findings);
    let shape = if matches!(verdict.state, "better" | "worse" | "different" | "usual") { verdict.state } else { "" };
    VerdictView { state: verdict.state.into(), word: verdict.word.into(), shape: shape.into() }
}

/// Whether the target is met, as a state, words and a shape.
pub(super) fn assurance_view(kpi: &Kpi, findings: &KpiFindings) -> AssuranceView {
    let verdict = words::verdict::meets_target(kpi, findings);
    let shape = if matches!(verdict.state, "always" | "sometimes" | "never") { verdict.state } else { "" };
    AssuranceView { state: verdict.state.into(), word: verdict.word.into(), shape: shape.into() }
}

/// The verdict where there is no value.
pub(super) fn no_verdict() -> VerdictView {
    VerdictView { state: "none".into(), word: "".into(), shape: "".into() }
}
