//! Actions: what follows from figures, how it stands, and what the KPI has done since.

use jiff::civil::Date;
use serde::Serialize;

use super::LinkView;
use super::blocks::link;
use crate::compose::frame::Site;
use crate::compose::route::Route;
use crate::model::{Action, ActionStatus, Period, PeriodKind, Subject};
use crate::words;

/// What follows from a figure.
#[derive(Clone, Debug, Serialize)]
pub struct ActionView {
    /// What will be done.
    pub what: String,
    /// The KPI it is for.
    pub kpi: String,
    /// The KPI's page.
    pub kpi_href: String,
    /// Who does it.
    pub owner: Option<String>,
    /// since June 2025, 16 months
    pub age: Option<String>,
    /// due 15 November 2026; with every day it was planned for before.
    pub due: Option<String>,
    /// `open`, `done`, `dropped`, `overdue`.
    pub state: String,
    /// The word readers see: open, done, given up, overdue by 12 days.
    pub word: String,
    /// What the KPI has done since it was decided, with its verdict; `null` where there is nothing to compare.
    pub since: Option<String>,
    /// The study it follows from.
    pub study: Option<LinkView>,
}

/// An action as pages about `as_of` show it; `None` when its KPI is not in the edition.
///
/// It is overdue, and its age is counted, on the day that the figures of `as_of` were published.
pub(super) fn action_view(site: Site, from: &Route, action: &Action, as_of: Period) -> Option<ActionView> {
    let facts = site.facts();
    let kpi = facts.kpi(&action.kpi)?;
    let now = facts.snapshot(as_of).map_or_else(|| as_of.last_day(), |snapshot| snapshot.published);
    let due = action.due.last().copied();
    let overdue = due.filter(|due| action.status == ActionStatus::Open && *due < now);
    let (state, word) = match (action.status, overdue) {
        (ActionStatus::Open, Some(due)) => ("overdue", words::action::overdue(due, now)),
        (ActionStatus::Open, None) => ("open", "open".to_owned()),
        (ActionStatus::Done, _) => ("done", "done".to_owned()),
        (ActionStatus::Dropped, _) => ("dropped", "given up".to_owned()),
    };
    let study = action
        .study
        .as_ref()
        .and_then(|id| facts.study(id))
        .map(|study| link(site, from, "From the study", study.title.clone(), &Route::Study(study.id.clone())));
    Some(ActionView {
        what: action.what.clone(),
        kpi: kpi.name.clone(),
        kpi_href: site.href(from, &Route::Kpi(kpi.id.clone())),
        owner: action.owner.clone(),
        age: action.from.and_then(|decided| age(decided, action.status, now)),
        due: words::action::due(&action.due),
        state: state.to_owned(),
        word,
        since: action.from.filter(|decided| *decided < as_of).and_then(|decided| since(site, action, decided, as_of)),
        study,
    })
}

/// How long it has been on the list; what is done or given up has no age.
fn age(decided: Period, status: ActionStatus, now: Date) -> Option<String> {
    let month = |day| Period::containing(PeriodKind::Month, day);
    let months = month(now)?.since(month(decided.last_day())?);
    let since = format!("since {}", words::period::name(decided));
    Some(match (status, months) {
        (ActionStatus::Open, 1..) => {
            format!("{since}, {}", words::phrase::counted(months.unsigned_abs() as usize, "month", "months"))
        }
        _ => since,
    })
}

fn since(site: Site, action: &Action, decided: Period, as_of: Period) -> Option<String> {
    let kpi = site.facts().kpi(&action.kpi)?;
    let findings = site.findings.at(&Subject::whole(kpi.id.clone()), as_of);
    words::action::since(kpi, &findings, decided)
}
