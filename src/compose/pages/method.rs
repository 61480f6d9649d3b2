//! The method: how each figure and word is worked out.

use serde::Serialize;

use crate::compose::frame::Site;
use crate::compose::route::Route;
use crate::disclose::ROUNDED_FROM;
use crate::model::DisclosureMode;
use crate::words;

use super::blocks::{fact, month_name};

use super::{FactView, FrameView};

/// What `method.html` gets. The template holds the explanations; the view what depends on the site.
#[derive(Clone, Debug, Serialize)]
pub struct MethodView {
    /// What is around the content.
    pub frame: FrameView,
    /// The headline.
    pub headline: String,
    /// The words on the pages and what they mean.
    pub words: Vec<FactView>,
    /// The settings of this site that bear on the figures.
    pub settings: Vec<FactView>,
}

/// The method.
pub(in crate::compose) fn method(site: Site, route: &Route) -> MethodView {
    let facts = site.facts();
    let settings = &facts.settings;
    let headline = "How each figure and each word is worked out".to_owned();
    let disclosure = settings.disclosure;
    let small = match disclosure.mode {
        DisclosureMode::Suppress if disclosure.threshold < 2 => "counts of people are shown as they are".to_owned(),
        DisclosureMode::Suppress => format!("counts of people from 1 to {} are withheld", disclosure.threshold - 1),
        DisclosureMode::Round5 => format!(
            "counts of people from 1 to {} are withheld, all others are rounded to the nearest five, shares come from \
             rounded counts, and totals are rounded on their own, so that parts need not add up",
            disclosure.threshold.max(ROUNDED_FROM) - 1
        ),
    };
    let about = vec![
        fact("Period", words::period::noun(facts.latest().period.kind())),
        fact("Financial year starts in", month_name(settings.year_starts)),
        fact("Headline KPIs", {
            let names = settings.headline.iter().filter_map(|id| Some(facts.kpi(id)?.name.clone()));
            words::phrase::list(&names.collect::<Vec<_>>())
        }),
        fact("Small numbers", small),
        fact("Small groups", format!("fewer than {} people: shown only within their parent", disclosure.min_headcount)),
        fact("Approval", if settings.approval_required { "required" } else { "optional" }),
    ];
    MethodView {
        frame: site.frame(route, "Method", Some(headline.clone())),
        headline,
        words: legend().into_iter().chain([WITHHELD]).map(|(term, text)| fact(term, text)).collect(),
        settings: about.into_iter().filter(|fact| !fact.text.is_empty()).collect(),
    }
}

/// What a figure is that is not shown.
const WITHHELD: (&str, &str) =
    ("withheld", "there is a figure, but it, or one that it would give away, is about few people or not for everyone");

/// The words on the pages and what they mean.
pub(super) fn legend() -> Vec<(&'static str, &'static str)> {
    vec![
        ("better", "a change for the better that chance hardly explains"),
        ("worse", "a change for the worse that chance hardly explains"),
        ("different", "a change that is neither better nor worse; the word says which way"),
        ("usual", "it moves, but as it always does"),
        ("early limits", "5 to 11 periods: too little history for a verdict"),
        ("always meets its target", "the target lies safely inside the usual range’s better side"),
        ("sometimes meets its target", "whether it is met in a usual period is chance"),
        ("never meets its target", "out of reach until something changes"),
    ]
}
