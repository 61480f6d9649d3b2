//! Golden sentences: `tests/sentences.txt` pairs findings with exactly the words they are put into.
//!
//! The file is a list of blocks that anybody can read and add to:
//!
//! ```text
//! # the name of the case
//! given: what is known about the organisation (see `world`)
//! finding: what is stated about a KPI (see `finding`)
//! say: what is asked for, when it is not the sentence of the finding
//! words: exactly these words
//! ```
//!
//! `UPDATE_EXPECTED=1 cargo test` rewrites the words; then they are read aloud.

mod finding;
mod traceable;
mod world;

use std::collections::BTreeSet;

use plaudit::analyse::{
    Closure, Dependence, Expected, KpiFindings, Outlook, OutlookBasis, Past, Question, SuggestedStep, Trend,
    WhatChanged, what_changed,
};
use plaudit::model::{KpiId, Measurement, Period, PeriodKind, Revision, RevisionKind, Subject};
use plaudit::words;

use world::World;

const FILE: &str = "tests/sentences.txt";

#[test]
fn findings_are_put_into_exactly_these_words() {
    let text = std::fs::read_to_string(FILE).unwrap();
    let blocks = blocks(&text);
    let (catalogue, cases) = blocks.split_first().unwrap();
    let mut rewritten = catalogue.text.to_owned();
    let mut wrong = String::new();
    for case in cases {
        let words = case.say(catalogue);
        if words != case.words() {
            wrong.push_str(&format!("{FILE}: {}\n  says  {words}\n  not   {}\n", case.name(), case.words()));
        }
        for line in case.text.split_inclusive('\n') {
            match line.starts_with("words:") {
                true => rewritten.push_str(&format!("words: {words}\n")),
                false => rewritten.push_str(line),
            }
        }
    }
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(FILE, rewritten).unwrap();
    } else {
        assert!(wrong.is_empty(), "{wrong}");
    }
}

#[test]
fn no_two_cases_have_one_name_and_each_has_words() {
    let text = std::fs::read_to_string(FILE).unwrap();
    let mut names = BTreeSet::new();
    for case in blocks(&text).iter().skip(1) {
        assert!(names.insert(case.name()), "{} stands there twice", case.name());
        assert_eq!(case.lines("words").count(), 1, "{} has not one line of words", case.name());
    }
}

#[test]
fn every_sentence_is_within_what_the_voice_allows() {
    let text = std::fs::read_to_string(FILE).unwrap();
    for case in blocks(&text).iter().skip(1) {
        let words = case.words();
        let name = case.name();
        assert!(!words.contains("  ") && !words.contains(".."), "{name}: {words}");
        let digits = words.as_bytes().windows(2);
        assert!(!digits.into_iter().any(|pair| pair[0] == b'-' && pair[1].is_ascii_digit()), "{name}: {words}");
        let facts = ["evidence", "slope ", "closure"];
        let is_fact = case.lines("say").any(|asked| facts.iter().any(|fact| asked.starts_with(fact)));
        assert!(words.is_empty() || words.ends_with(['.', '?']) != is_fact, "{name}: {words}");
        // The words for a change within the usual range; what is said of a target may rise and fall.
        let usual = case.lines("finding").all(|finding| finding.contains("; usual"));
        if usual && case.lines("say").count() == 0 && !words.contains("The target ") {
            for strong in [" rose", " fell", " grown", " risen", " fallen", " better", " worse"] {
                assert!(!words.contains(strong), "{} calls usual{strong}: {words}", case.name());
            }
        }
    }
}

/// Lines of the file from one `#` to the next; the first block is the catalogue.
struct Block<'a> {
    text: &'a str,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let starts = text.match_indices("\n# ").map(|(at, _)| at + 1).chain([text.len()]);
    let mut from = 0;
    starts.map(|to| Block { text: &text[std::mem::replace(&mut from, to)..to] }).collect()
}

impl<'a> Block<'a> {
    fn name(&self) -> &'a str {
        self.text.lines().next().unwrap().trim_start_matches("# ")
    }

    fn words(&self) -> &'a str {
        self.lines("words").next().unwrap_or_default()
    }

    /// What stands behind a key, line by line.
    fn lines(&self, key: &'static str) -> impl Iterator<Item = &'a str> {
        let lines = self.text.lines();
        lines.filter_map(move |line| Some(line.strip_prefix(key)?.strip_prefix(':')?.trim()))
    }

    /// The words that our code finds for the case.
    fn say(&self, catalogue: &Block<'_>) -> String {
        let mut world = World::new(catalogue.lines("kpi"));
        self.lines("given").for_each(|fact| world.learn(fact));
        let mut findings: Vec<KpiFindings> =
            self.lines("finding").map(|text| finding::finding(text, &mut world)).collect();
        for others in self.lines("others") {
            let (count, text) = others.split_once(' ').unwrap();
            findings.extend((0..count.parse().unwrap()).map(|_| finding::finding(&world.another(text), &mut world)));
        }
        let asked = self.lines("say").next().unwrap_or("sentence");
        ask(asked, &findings, world)
    }
}

/// `0.31 0.2 0.4 0.003 24`: the slope, its limits, the chance of none, and how many months.
fn trend<'a>(argument: &mut impl FnMut() -> &'a str) -> Trend {
    let mut number = || argument().parse::<f64>().unwrap();
    let (per_period, lower, upper, p) = (number(), number(), number(), number());
    Trend {
        per_period,
        per_year: 12.0 * per_period,
        lower,
        upper,
        p: Some(p),
        tau: 0.5,
        periods: number() as usize,
        seasonal: false,
    }
}

/// The answer to `say`: a function of `words` with its arguments.
fn ask(asked: &str, findings: &[KpiFindings], world: World) -> String {
    let mut asked = asked.split_whitespace();
    let what = asked.next().unwrap();
    let mut argument = || asked.next().unwrap();
    match what {
        "restated" => {
            let kpi = world.kpi(argument()).id.clone();
            let period = argument().parse().unwrap();
            let measurement = |value: &str| Measurement::Value { value: value.parse().unwrap(), n: None };
            let was = Some(argument()).filter(|was| *was != "nothing").map(measurement);
            let now = argument().parse().unwrap();
            let verdict_changed = Some(argument()).filter(|it| *it != "unknown").map(|it| it == "changed");
            let because = asked.collect::<Vec<_>>().join(" ");
            let subject = Subject::whole(kpi);
            let on = "2026-11-03".parse().unwrap();
            let revision = Revision { subject, was, on, kind: RevisionKind::Correction, because };
            words::restated(&revision, period, now, verdict_changed, &world.edition()).unwrap_or_default()
        }
        "evidence" => words::change::evidence(world.kpi(findings[0].subject.kpi.as_str()), &findings[0]),
        "first_line" => {
            let period: Period = argument().parse().unwrap();
            let found = what_changed(findings, &[]);
            words::change::first_line(findings, &found, period, &world.edition())
        }
        "footnote" => {
            let watched: usize = argument().parse().unwrap();
            // As often as chance alone flags one of so many series that do not change.
            let by_chance = (0.013 * watched as f64, 0.018 * watched as f64);
            let found = WhatChanged { changed: Vec::new(), looks_changed: None, watched, by_chance };
            words::change::footnote(&found, PeriodKind::Month)
        }
        "cautioned" => {
            // The footnote of what changed among the findings, so many of them cautioned.
            let found = what_changed(findings, &[]);
            let dependence = Dependence { autocorrelation: true, ..Dependence::default() };
            for line in &found.changed[..argument().parse().unwrap()] {
                line.known_past.note(Past { season: None, dependence });
            }
            words::change::footnote(&found, PeriodKind::Month)
        }
        "question" => {
            let number = |text: &str| text.parse::<f64>().unwrap();
            let kpi = |text: &str| KpiId::new(text).unwrap();
            let words: Vec<&str> = asked.collect();
            let question = match words.as_slice() {
                ["speed", gained, lost] => Question::SpeedForQuality { gained: kpi(gained), lost: kpi(lost) },
                ["rushed", part] => Question::Rushed(world::part(part)),
                ["hard", part] => Question::HardCases(world::part(part)),
                ["complaints", before, now] => Question::ComplaintsGrowth { before: number(before), now: number(now) },
                ["behind", periods, opened, resolved] => Question::FallingBehind {
                    periods: periods.parse().unwrap(),
                    opened: number(opened),
                    resolved: number(resolved),
                },
                ["clearing", backlog, resolved] => {
                    Question::Clearing { backlog: number(backlog), resolved: number(resolved) }
                }
                ["staffing", day, hour, rest @ ..] => Question::Staffing {
                    day: day.parse().unwrap(),
                    hour: hour.parse().unwrap(),
                    nobody: !rest.is_empty(),
                },
                ["responses", id, before, now] => {
                    Question::ResponseRate { kpi: kpi(id), before: number(before), now: number(now) }
                }
                ["gone", rest @ ..] if rest[0].contains('/') => {
                    let parts: Vec<_> = rest.iter().map(|text| world::part(text)).collect();
                    Question::GoneParts(parts[0].dimension.clone(), parts.into_iter().map(|part| part.member).collect())
                }
                ["gone", rest @ ..] => Question::GoneKpis(rest.iter().map(|id| kpi(id)).collect()),
                other => panic!("nobody knows the question {other:?}"),
            };
            let findings: Vec<_> = findings.iter().collect();
            words::question(&question, &findings, "2026-10".parse().unwrap(), &world.edition()).unwrap_or_default()
        }
        "noise" => words::change::noise(&what_changed(findings, &[]), &world.edition()).unwrap_or_default(),
        "pair" => words::pair(&findings[0], &findings[1], &world.edition()).unwrap_or_default(),
        "benchmark" => words::benchmark::benchmark(&findings[0], &world.edition()).unwrap_or_default(),
        "movement" => {
            let edition = world.edition();
            let kpi = edition.facts().kpi(&findings[0].subject.kpi).unwrap();
            let found = findings[0].benchmark.as_ref().unwrap();
            words::movement::movement(kpi, found, &edition).unwrap_or_default()
        }
        "slope" => {
            let kpi = world.kpi(argument());
            words::outlook::slope(kpi, &trend(&mut argument), PeriodKind::Month)
        }
        "slope_beside_verdict" => {
            let kpi = world.kpi(findings[0].subject.kpi.as_str());
            words::outlook::slope_beside_verdict(kpi, &findings[0], &trend(&mut argument)).unwrap_or_default()
        }
        "expected" => {
            let kpi = world.kpi(argument());
            let basis = match argument() {
                "usual" => OutlookBasis::Usual,
                "slope" => OutlookBasis::Slope,
                "smoothed" => OutlookBasis::Smoothed,
                _ => OutlookBasis::YearBefore,
            };
            let mut number = || argument().parse::<f64>().unwrap();
            let (value, lower, upper, chance) = (number(), number(), number(), number());
            let target = asked.next().map(finding::read_target);
            let period = "2026-11".parse().unwrap();
            let ahead = Expected { period, value, lower, upper, target, chance: target.map(|_| chance) };
            let outlook = Outlook { basis, periods: vec![ahead] };
            let term = words::outlook::outlook_term(&outlook, &ahead);
            let basis = words::outlook::outlook_basis(&outlook, PeriodKind::Month);
            format!("{term}: {} | {basis}", words::outlook::expected(kpi, &outlook, &ahead))
        }
        "caution" => {
            let words: Vec<&str> = asked.collect();
            let (season, autocorrelation) = (words.contains(&"season"), words.contains(&"autocorrelation"));
            words::outlook::caution(Dependence { season, autocorrelation }, PeriodKind::Month).unwrap_or_default()
        }
        "step" => {
            let kpi = world.kpi(argument());
            let from = argument().parse().unwrap();
            let mut number = || argument().parse::<f64>().unwrap();
            let step = SuggestedStep { from, before: number(), after: number() };
            words::outlook::step(kpi, &step, "2026-10".parse().unwrap())
        }
        "closure" => {
            let closure = match argument() {
                "closed" => Closure::Closed,
                "never" => Closure::Never,
                months => Closure::After(months.parse().unwrap()),
            };
            words::outlook::closure(closure, world.kpi("csat"), PeriodKind::Month).unwrap_or_default()
        }
        "brief" => words::brief(&findings[0], &world.edition()),
        "sentence" => words::sentence(&findings[0], &world.edition()),
        _ => panic!("nobody knows how to say `{what}`"),
    }
}
