//! Balance: which teams and values stories do not tell of, for those who could tell more. A question and no ranking:
//! everything is in the order of the catalogue, and nothing is said of people.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::compose::frame::Site;
use crate::compose::route::Route;
use crate::model::{Dimension, Member, Period, Story, Value};
use crate::words;

use super::{CellView, FrameView, TableView};

/// What `balance.html` gets; a page of editions for a narrower audience only.
#[derive(Clone, Debug, Serialize)]
pub struct BalanceView {
    /// What is around the content.
    pub frame: FrameView,
    /// Recognition
    pub label: String,
    /// Whose good work goes untold?
    pub headline: String,
    /// What is counted and what is not.
    pub standfirst: String,
    /// Of whom and of what nothing is told in the newest year.
    pub questions: Vec<String>,
    /// For each dimension and for the values: how many stories of each year name them.
    pub tables: Vec<TableView>,
}

/// Which parts and values stories tell of.
pub(in crate::compose) fn balance(site: Site, route: &Route) -> BalanceView {
    let facts = site.facts();
    let now = facts.now().year();
    let mut years: BTreeSet<i16> = facts.stories.iter().map(|story| story.date.year()).collect();
    years.insert(now);
    let years: Vec<i16> = years.into_iter().collect();
    let count = |names: &dyn Fn(&Story) -> bool, year: i16| {
        facts.stories.iter().filter(|story| story.date.year() == year && names(story)).count()
    };
    let mut questions = Vec::new();
    let mut tables = Vec::new();
    let mut add = |what: &str, caption: String, verb: &str, rows: Vec<(String, Option<i16>, Vec<usize>)>| {
        let untold = rows.iter().filter(|(_, until, counts)| {
            until.is_none_or(|until| until >= now) && counts.last().is_some_and(|count| *count == 0)
        });
        let untold: Vec<&String> = untold.map(|(name, ..)| name).collect();
        if !untold.is_empty() {
            let names = words::phrase::any_of(&untold);
            questions.push(format!(
                "No story of {now} {verb} {names}. Was there nothing to tell, or did nobody write it down?"
            ));
        }
        // What had ended before the first story was told is no question, and an empty row no answer.
        let rows =
            rows.into_iter().filter(|(_, until, _)| until.is_none_or(|until| years.iter().any(|year| *year <= until)));
        let head = std::iter::once(what.to_owned()).chain(years.iter().map(ToString::to_string));
        let cell = |(index, text): (usize, String)| CellView { text, numeric: index > 0 };
        let row = |(name, until, counts): (String, Option<i16>, Vec<usize>)| {
            let ended = |year: i16| until.is_some_and(|until| year > until);
            let counts = counts.into_iter().zip(&years);
            let counts = counts.map(|(count, year)| if ended(*year) { String::new() } else { count.to_string() });
            std::iter::once(name).chain(counts).enumerate().map(cell).collect()
        };
        tables.push(TableView { caption, head: head.enumerate().map(cell).collect(), rows: rows.map(row).collect() });
    };
    let is_told = |dimension: &&Dimension| {
        let named = facts.stories.iter().any(|story| story.parts.iter().any(|part| part.dimension == dimension.id));
        !dimension.people && (named || dimension.scorecards)
    };
    for dimension in facts.dimensions.iter().filter(is_told) {
        let row = |member: &Member| {
            let part = dimension.part(member);
            let counts = years.iter().map(|year| count(&|story| story.parts.contains(&part), *year));
            (member.name.clone(), member.until.map(Period::year), counts.collect())
        };
        let caption = format!("Stories that recognise a part, by {} and year", words::lower_case(&dimension.label));
        add(&dimension.label, caption, "recognises", dimension.members.iter().map(row).collect());
    }
    if !facts.values.is_empty() {
        let row = |value: &Value| {
            let counts = years.iter().map(|year| count(&|story| story.values.contains(&value.id), *year));
            (value.name.clone(), None, counts.collect())
        };
        let caption = "Stories that show a value, by value and year".to_owned();
        add("Value", caption, "shows", facts.values.iter().map(row).collect());
    }
    if questions.is_empty() {
        questions
            .push(format!("Every part and every value is in a story of {now}. Who told them, and who was not asked?"));
    }
    let standfirst = "A story counts for the parts and values that it names. Whoever is recognised by name only counts for \
                      no part, and nobody is counted by name. Few stories say little about the work and much about who \
                      has time to write.";
    BalanceView {
        frame: site.frame(route, "Balance of recognition", None),
        label: "Recognition".to_owned(),
        headline: "Whose good work goes untold?".to_owned(),
        standfirst: standfirst.to_owned(),
        questions,
        tables,
    }
}
