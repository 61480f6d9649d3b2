//! Actions and the calendar: `data/actions.yaml` and `data/calendar.yaml`.

use super::entry::{Entry, Map};
use super::names::Names;
use crate::diagnostic::Problem;
use crate::model::{Action, ActionStatus, CalendarDay};
use jiff::civil::Date;

const KEYS: &[&str] = &["what", "for", "from", "owner", "due", "status", "study", "extra"];

/// What `data/actions.yaml` says, in its order.
pub(super) fn read(root: Entry<'_>, names: &Names) -> Vec<Action> {
    root.items().iter().filter_map(|entry| action(*entry, names)).collect()
}

fn action(entry: Entry<'_>, names: &Names) -> Option<Action> {
    let map = entry.map(KEYS)?;
    let what = map.required("what", "what will be done").and_then(|entry| entry.text());
    let kpi = map.required("for", "the KPI it is meant to move").and_then(|entry| names.kpi(entry));
    let due = due(&map);
    // An action is postponed by adding a later day, so the word says nothing that the days do not.
    let statuses = [
        ("open", ActionStatus::Open),
        ("postponed", ActionStatus::Open),
        ("done", ActionStatus::Done),
        ("dropped", ActionStatus::Dropped),
    ];
    let status = map.get("status");
    if let Some(status) = status.filter(|status| status.words().as_deref() == Some("postponed") && due.len() < 2) {
        status.report(Problem::PostponedOnce {});
    }
    Some(Action {
        from: map.get("from").and_then(|entry| entry.period(names.period_kind)),
        owner: map.text("owner"),
        due,
        status: status.and_then(|entry| entry.one_of(&statuses)).unwrap_or(ActionStatus::Open),
        study: map.get("study").and_then(|entry| names.study(entry)),
        what: what?,
        kpi: kpi?,
    })
}

fn due(map: &Map<'_>) -> Vec<Date> {
    let Some(entry) = map.get("due") else { return Vec::new() };
    let due: Vec<Date> = entry.one_or_more().iter().filter_map(Entry::date).collect();
    if !due.is_sorted() {
        entry.report_key(Problem::NotInOrder { what: "due".into() });
    }
    due
}

/// What `data/calendar.yaml` says, oldest first.
pub(super) fn calendar(root: Entry<'_>) -> Vec<CalendarDay> {
    let day = |entry: &Entry<'_>| {
        let map = entry.map(&["on", "what", "extra"])?;
        let on = map.required("on", "the day").and_then(|entry| entry.date());
        let what = map.required("what", "what is published").and_then(|entry| entry.text());
        Some(CalendarDay { on: on?, what: what? })
    };
    let mut days: Vec<CalendarDay> = root.items().iter().filter_map(day).collect();
    days.sort_by_key(|day| day.on);
    days
}
