//! The method: how each figure and word is worked out.

use serde::Serialize;

use crate::analyse;
use crate::compose::frame::Site;
use crate::compose::route::Route;
use crate::disclose::ROUNDED_FROM;
use crate::model::{DisclosureMode, Kpi, Settings, Subject, Target, Threshold};
use crate::words;

use super::blocks::{fact, month_name};
use super::legend::legend;

use super::{FactView, FrameView, LegendView};

/// What `method.html` gets. The template holds the explanations; the view what depends on the site.
#[derive(Clone, Debug, Serialize)]
pub struct MethodView {
    /// What is around the content.
    pub frame: FrameView,
    /// The headline.
    pub headline: String,
    /// The words on the pages and what they mean.
    pub legend: Vec<LegendView>,
    /// The numbers behind the rules, as the program uses them.
    pub numbers: Vec<FactView>,
    /// One KPI of this site worked out step by step; `null` when none has limits yet.
    pub example: Option<MethodExampleView>,
    /// The settings of this site that bear on the figures.
    pub settings: Vec<FactView>,
}

/// One KPI of the site worked out step by step.
#[derive(Clone, Debug, Serialize)]
pub struct MethodExampleView {
    /// Customer satisfaction, October 2026.
    pub headline: String,
    /// The KPI's page.
    pub href: String,
    /// Step by step, with the numbers put in.
    pub steps: Vec<FactView>,
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
        legend: legend(),
        numbers: numbers(settings),
        example: example(site, route),
        settings: about.into_iter().filter(|fact| !fact.text.is_empty()).collect(),
    }
}

/// The numbers behind the rules: the constants that the program works with, and the thresholds of this site.
fn numbers(settings: &Settings) -> Vec<FactView> {
    let plain = words::number::machine;
    let percent = |(from, to): (f64, f64)| {
        format!("{} to {}", words::number::plain(100.0 * from, 1), words::number::percent(100.0 * to))
    };
    let mut numbers = vec![
        fact("Usual range", format!("mean ± {} × mean moving range", plain(analyse::LIMIT_FACTOR))),
        fact("Left out of it", format!("moving ranges from {} times their mean on", plain(analyse::SCREENING_FACTOR))),
        fact("One standard deviation", format!("mean moving range / {}", plain(analyse::MOVING_RANGES_PER_SIGMA))),
        fact("Early limits", format!("from {} values on", analyse::EARLY)),
        fact("A verdict", format!("from {} values on", analyse::VERDICT)),
        fact("Firm limits", format!("from {} values on", analyse::FIRM)),
        fact("Flags by chance", format!("in {} of series in which nothing happens", percent(analyse::FALSE_ALARMS))),
        fact(
            "Slope",
            format!(
                "Theil–Sen with 95 % limits, from {} values of the latest limits on; said when Mann and Kendall’s test finds \
                 it at 5 %",
                analyse::ENOUGH_FOR_A_SLOPE
            ),
        ),
        fact("Season", "the same time of year resembles itself by more than chance gives, from two years of values on"),
        fact("Carrying over", "neighbours resemble each other by more than chance gives, from twelve values on"),
        fact("Outlook", "the usual range; a slope that goes on; with a season smoothing after Holt and Winters"),
        fact("Very unlikely, unlikely, toss-up, likely, very likely", "below 5, 33, 67, 95 % and from there on"),
        fact(
            "Limits by counts",
            "p′ and u′ charts, where cases vary by more than a quarter of their mean or are fewer than 10",
        ),
        fact(
            "Parts by size",
            format!(
                "a funnel from {} parts on, with fewer the interval of each; called only beyond 99.8 %",
                analyse::ENOUGH_FOR_A_FUNNEL
            ),
        ),
        fact("A balanced score", format!("from {} % of the weights on", plain(100.0 * analyse::ENOUGH_COVERAGE))),
    ];
    let asked = Threshold::ALL.into_iter().map(|threshold| {
        let value = plain(settings.threshold(threshold));
        let text = match threshold {
            Threshold::ComplaintsGrowth => format!("complaints grew {value} times as much as customers in a year"),
            Threshold::UnevenLoad => format!("a part’s load is {value} times that of all, or its inverse"),
            Threshold::FallingBehind => format!("fewer resolved than opened in {value} periods running"),
            Threshold::Clearing => format!("the backlog is {value} times what a period resolves"),
            Threshold::Staffing => format!("contacts per person in an hour are {value} times the week’s"),
            Threshold::ResponseRate => format!("the response rate moved by {value} points while the score changed"),
        };
        fact("Asked when", text)
    });
    numbers.extend(asked);
    numbers
}

/// The first headline KPI that has limits, worked out step by step; otherwise the first of the catalogue.
fn example(site: Site, route: &Route) -> Option<MethodExampleView> {
    let facts = site.facts();
    let as_of = facts.latest().period;
    let headline = facts.settings.headline.iter().filter_map(|id| facts.kpi(id));
    let found = |kpi: &Kpi| site.findings.at(&Subject::whole(kpi.id.clone()), as_of);
    let (kpi, found) = headline.chain(&facts.kpis).map(|kpi| (kpi, found(kpi))).find(|(_, found)| {
        found.limits().is_some_and(|limits| limits.usual_range().is_some()) && found.current().is_some()
    })?;
    let (limits, point) = (found.limits()?, found.current()?);
    let usual = limits.usual_range()?;
    // One decimal more than on the pages, so that the sums can be followed.
    let finer = Kpi { decimals: kpi.decimals.saturating_add(1), ..kpi.clone() };
    let say = |value: f64| words::number::value(&finer, value);
    let size = |difference: f64| words::number::size(&finer, difference);
    let reach = analyse::LIMIT_FACTOR * usual.moving_range;
    let factor = words::number::machine(analyse::LIMIT_FACTOR);
    let noun = words::period::noun_of(kpi, as_of.kind());
    let mut steps = vec![
        fact("Mean", format!("{} over {} {noun}s", say(usual.mean), limits.baseline)),
        fact(
            "Mean moving range",
            match limits.screened {
                0 => size(usual.moving_range),
                some => format!("{}, {some} left out", size(usual.moving_range)),
            },
        ),
        fact("Reach", format!("{factor} × {} = {}", size(usual.moving_range), size(reach))),
        fact("Lower limit", format!("{} − {} = {}", say(usual.mean), size(reach), say(usual.lower))),
        fact("Upper limit", format!("{} + {} = {}", say(usual.mean), size(reach), say(usual.upper))),
        fact("Latest value", say(point.value?)),
    ];
    let verdict = words::verdict::real_change(kpi, &found);
    let rule = found.variation.as_ref().and_then(|it| words::verdict::rule_words(kpi, as_of.kind(), it.rule));
    let because = rule.map(|rule| format!(": {rule}")).unwrap_or_default();
    steps.push(fact("Real change?", format!("{}{because}", verdict.word)));
    if let (Some(Target::Value(target)), Some(chance)) = (point.target, found.chance) {
        let sigma = usual.moving_range / analyse::MOVING_RANGES_PER_SIGMA;
        let divisor = words::number::machine(analyse::MOVING_RANGES_PER_SIGMA);
        steps.push(fact("Standard deviation", format!("{} / {divisor} = {}", size(usual.moving_range), size(sigma))));
        let sigmas = kpi.better.sign() * (usual.mean - target) / sigma;
        if sigmas.is_finite() {
            let sigmas = words::number::plain(sigmas, 2);
            steps.push(fact(
                "Chance of the target",
                format!(
                    "Φ({sigmas}) = {}, {sigmas} standard deviations from the mean",
                    words::number::percent(100.0 * chance)
                ),
            ));
        }
    }
    if let (Some((lower, upper)), Some(n)) = (point.interval, point.n) {
        let text = format!("{} to {}, from {} cases", say(lower), say(upper), words::number::count(n));
        steps.push(fact("95 % interval", text));
    }
    if let Some(trend) = site.findings.closer_look(&found).and_then(|look| look.trend) {
        steps.push(fact("Slope", words::outlook::slope(kpi, &trend, as_of.kind())));
    }
    Some(MethodExampleView {
        headline: format!("{}, {}", kpi.name, words::period::name(as_of)),
        href: site.href(route, &Route::Kpi(kpi.id.clone())),
        steps,
    })
}
