//! A site whose figures are made up afresh from a number: teams with a hierarchy and a group that is too small, channels
//! of which one is for managers, counts, shares, answers and formulas.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::site_test::SiteTest;

/// The teams that figures are reported for; `field` is the sum of those that belong to it.
pub(crate) const TEAMS: [&str; 5] = ["north", "south", "night", "billing", "digital"];
/// The teams that belong to `field`.
pub(crate) const FIELD: [&str; 3] = ["north", "south", "night"];
pub(crate) const CHANNELS: [&str; 4] = ["phone", "letter", "chat", "partner"];
pub(crate) const KPIS: [&str; 5] = ["complaints", "resolved", "escalated", "visits", "recommended"];
pub(crate) const MONTHS: [&str; 14] = [
    "2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10",
    "2025-11", "2025-12", "2026-01", "2026-02",
];

/// The counts behind a figure: one of a flow, numerator and cases of a share, three of a recommendation.
pub(crate) type Counts = Vec<u64>;

/// The counts by KPI, part and month: `("complaints", "team/north", "2025-01")`; the whole is `""`.
pub(crate) type Truth = BTreeMap<(String, String, String), Counts>;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// Often none, often few, else a number that is nowhere else in a page.
    fn count(&mut self) -> u64 {
        match self.roll(10) {
            0 => 0,
            1..=2 => 1 + self.roll(4),
            3 => 5 + self.roll(4),
            _ => 10_000_000 + self.roll(30_000_000),
        }
    }

    fn counts(&mut self, kpi: &str) -> Counts {
        match kpi {
            "escalated" => {
                let numerator = self.count();
                vec![numerator, numerator + self.count()]
            }
            "recommended" => (0..3).map(|_| self.count()).collect(),
            _ => vec![self.count()],
        }
    }
}

/// A site, and what is true of it. `has_own` says whether `field` has figures of its own, or the sum of its teams'.
pub(crate) fn site(seed: u64, has_own: bool) -> (SiteTest, Truth) {
    let mut dice = Dice(seed);
    let mut truth = Truth::new();
    for month in MONTHS {
        let mut complaints: Vec<Counts> = Vec::new();
        for kpi in KPIS {
            let mut set =
                |part: &str, counts| truth.insert((kpi.to_owned(), part.to_owned(), month.to_owned()), counts);
            let mut teams: Vec<Counts> = TEAMS.iter().map(|_| dice.counts(kpi)).collect();
            if kpi == "resolved" {
                // Mostly about as many as there were complaints, so that few are pending.
                for (team, before) in teams.iter_mut().zip(&complaints) {
                    if dice.roll(3) > 0 {
                        team[0] = before[0].saturating_sub(dice.roll(4));
                    }
                }
            } else if kpi == "complaints" {
                complaints.clone_from(&teams);
            }
            let whole = add(&teams);
            let mut left = whole.clone();
            for channel in &CHANNELS[..3] {
                let part: Counts = match kpi {
                    "escalated" => {
                        let most = [left[0], left[1] - left[0]].map(|most| dice.count().min(most));
                        vec![most[0], most[0] + most[1]]
                    }
                    _ => left.iter().map(|left| dice.count().min(*left)).collect(),
                };
                for (left, part) in left.iter_mut().zip(&part) {
                    *left -= part;
                }
                set(&format!("channel/{channel}"), part);
            }
            set("channel/partner", left);
            set("team/field", add(&teams[..FIELD.len()]));
            for (team, counts) in TEAMS.iter().zip(teams) {
                set(&format!("team/{team}"), counts);
            }
            set("", whole);
        }
    }
    let site = SiteTest::copy_of("people");
    for month in MONTHS {
        site.write(&format!("data/snapshots/{month}.yaml"), &snapshot(&truth, month, has_own));
    }
    (site, truth)
}

fn add(counts: &[Counts]) -> Counts {
    let places = 0..counts[0].len();
    places.map(|place| counts.iter().map(|counts| counts[place]).sum()).collect()
}

fn snapshot(truth: &Truth, month: &str, has_own: bool) -> String {
    let mut text = format!("period: {month}\nvalues:\n");
    values(&mut text, "  ", truth, "", month);
    text.push_str("  customers: 250000\nby:\n  team:\n");
    let field = if has_own { &["field"][..] } else { &[] };
    for team in field.iter().chain(&TEAMS) {
        writeln!(text, "    {team}:").unwrap();
        values(&mut text, "      ", truth, &format!("team/{team}"), month);
        text.push_str("      customers: 50000\n");
    }
    text.push_str("  channel:\n");
    for channel in CHANNELS {
        writeln!(text, "    {channel}:").unwrap();
        values(&mut text, "      ", truth, &format!("channel/{channel}"), month);
    }
    text
}

fn values(text: &mut String, indent: &str, truth: &Truth, part: &str, month: &str) {
    for kpi in KPIS {
        let counts = &truth[&(kpi.to_owned(), part.to_owned(), month.to_owned())];
        let value = match counts.as_slice() {
            [count] => count.to_string(),
            [numerator, denominator] => format!("{{ numerator: {numerator}, denominator: {denominator} }}"),
            [up, between, down] => format!("{{ promoters: {up}, passives: {between}, detractors: {down} }}"),
            _ => unreachable!(),
        };
        writeln!(text, "{indent}{kpi}: {value}").unwrap();
    }
}
