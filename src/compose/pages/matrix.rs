//! The parts of the organisation by KPI, one matrix per dimension.

use serde::Serialize;

use crate::analyse::KpiFindings;
use crate::compose::frame::Site;
use crate::compose::lines::{Line, no_verdict, verdict_view};
use crate::compose::route::Route;
use crate::model::{Kpi, Member, Period, Subject};
use crate::words;

use super::{MarkView, VerdictView, mark_of};

/// More columns would not fit on a desk.
const COLUMNS: usize = 6;

/// The members of one dimension by KPI.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixView {
    /// The dimension's id, for the anchor.
    pub id: String,
    /// The dimension's label: Team.
    pub label: String,
    /// What the matrix says, as a heading.
    pub headline: String,
    /// The KPIs.
    pub columns: Vec<MatrixColumnView>,
    /// The organisation.
    pub whole: MatrixRowView,
    /// The members that have a value.
    pub rows: Vec<MatrixRowView>,
}

/// A KPI of a matrix.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixColumnView {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
}

/// A member of a matrix.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixRowView {
    /// Its name.
    pub name: String,
    /// Its scorecard; `null` when it has none.
    pub href: Option<String>,
    /// One per column.
    pub cells: Vec<MatrixCellView>,
}

/// One value of a matrix.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixCellView {
    /// The KPI's name, for narrow pages.
    pub kpi: String,
    /// The value; words when there is none.
    pub value: String,
    /// Whether there is no value.
    pub missing: bool,
    /// Whether its change is real.
    pub verdict: VerdictView,
    /// That it is provisional, or was revised since it was first published; `null` for most.
    pub mark: Option<MarkView>,
}

/// The parts by KPI: one matrix per dimension that has values in `period`.
pub(super) fn matrices(site: Site, route: &Route, period: Period, lines: &[Line]) -> Vec<MatrixView> {
    let facts = site.facts();
    let dimensions = facts.dimensions.iter().filter_map(|dimension| {
        let members = site.findings.members_with_values(&dimension.id, period);
        let members: Vec<&Member> = members.iter().filter_map(|id| dimension.member(id)).collect();
        let measured = |kpi: &Kpi| {
            let has = |member: &&Member| {
                let part = Some(dimension.part(member));
                site.findings.has(&Subject { kpi: kpi.id.clone(), part }, period)
            };
            members.iter().any(has)
        };
        let mut columns: Vec<&Line> = lines.iter().filter(|line| measured(line.kpi)).collect();
        let lead =
            |line: &&Line| facts.settings.headline.iter().position(|id| *id == line.kpi.id).unwrap_or(usize::MAX);
        columns.sort_by_key(lead);
        columns.truncate(COLUMNS);
        if members.is_empty() || columns.is_empty() {
            return None;
        }
        let row = |member: &&Member| {
            let part = dimension.part(member);
            let scorecard = Route::PartScorecard(period, part.clone());
            let cells = columns.iter().map(|column| {
                let subject = Subject { kpi: column.kpi.id.clone(), part: Some(part.clone()) };
                matrix_cell(site, column.kpi, &site.findings.at(&subject, period))
            });
            MatrixRowView {
                name: member.name.clone(),
                href: dimension.scorecards.then(|| site.href(route, &scorecard)),
                cells: cells.collect(),
            }
        };
        let rows: Vec<MatrixRowView> = members.iter().map(row).collect();
        Some(MatrixView {
            id: dimension.id.to_string(),
            label: format!("By {}", dimension.label.to_lowercase()),
            headline: matrix_headline(&rows),
            columns: columns
                .iter()
                .map(|line| MatrixColumnView {
                    name: line.kpi.name.clone(),
                    href: site.href(route, &Route::Kpi(line.kpi.id.clone())),
                })
                .collect(),
            whole: MatrixRowView {
                name: "Whole organisation".to_owned(),
                href: None,
                cells: columns.iter().map(|line| matrix_cell(site, line.kpi, &line.findings)).collect(),
            },
            rows,
        })
    });
    dimensions.collect()
}

fn matrix_cell(site: Site, kpi: &Kpi, findings: &KpiFindings) -> MatrixCellView {
    let value = findings.current().and_then(|point| point.value);
    MatrixCellView {
        kpi: kpi.name.clone(),
        value: value
            .map_or_else(|| words::missing::in_cell(findings.withheld()), |value| words::number::value(kpi, value)),
        missing: value.is_none(),
        verdict: if value.is_some() { verdict_view(kpi, findings) } else { no_verdict() },
        mark: value.and_then(|_| mark_of(site, findings)),
    }
}

fn matrix_headline(rows: &[MatrixRowView]) -> String {
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let in_state = |state: &str| cells().filter(|cell| cell.verdict.state == state).count();
    let of = cells().filter(|cell| !cell.missing).count();
    let found: Vec<String> = ["worse", "better", "different"]
        .into_iter()
        .filter(|state| in_state(state) > 0)
        .map(|state| format!("{} {state}", words::number::in_words(in_state(state))))
        .collect();
    match (found.is_empty(), of) {
        (true, 1) => "The one figure moved as usual".to_owned(),
        (true, _) => format!("None of {of} figures moved beyond its usual range"),
        (false, _) => format!("{} of {of} figures", words::phrase::capitalised(&words::phrase::list(&found))),
    }
}
