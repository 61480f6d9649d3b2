//! Words that claim what a verdict contradicts: "improved", "a record", "stable".

use super::times::{Time, time};
use super::{Report, Text, clauses, kpis_in};
use crate::analyse::{Class, Findings, KpiFindings};
use crate::compose::prose::Sentence;
use crate::diagnostic::Problem;
use crate::model::{Period, Subject};
use crate::words;
use crate::words::claims::{Claim, ELSEWHERE, claims, find};

/// What is called doubled may be off by a tenth.
const SLACK: f64 = 0.1;

/// Reports words in `sentence` that claim something about a KPI named with them and that its verdict contradicts.
///
/// Only in clauses that name one KPI and make one claim, about the text's own period; in a story about the month that it
/// names, or else about any in the year up to it.
pub(super) fn report(findings: &Findings, text: &Text, sentence: &Sentence, report: Report) {
    let facts = findings.edition().facts();
    if sentence.text.trim_end().ends_with('?') {
        return;
    }
    for clause in clauses(&sentence.text) {
        let said = &sentence.text[clause.clone()];
        let mut claims = claims(said);
        let Some((at, words, claim)) = claims.next() else { continue };
        // Two claims that mean different things are about two things.
        if claims.any(|(_, _, other)| std::mem::discriminant(&other) != std::mem::discriminant(&claim)) {
            continue;
        }
        // "Better served" and "better than in May" say something else.
        let after = said[at.end..].trim_start();
        let is_adjective = words.ends_with("better") || words.ends_with("worse");
        if is_adjective
            && after.starts_with(char::is_alphabetic)
            && !["than usual", "again", "and"].iter().any(|next| after.starts_with(next))
        {
            continue;
        }
        let rest = [&said[..at.start], &said[at.end..]];
        if rest.iter().any(|rest| find(rest, ELSEWHERE.iter().copied()).is_some()) {
            continue;
        }
        let kpis = kpis_in(facts, sentence, &clause);
        let [(kpi, _)] = kpis.as_slice() else { continue };
        let Some(time) = time(text, sentence, said).filter(|_| !names_a_part(findings, text, said)) else { continue };
        let (Time::One(period) | Time::UpTo(period)) = time;
        let subject = Subject { kpi: kpi.id.clone(), part: text.part.cloned() };
        let found = findings.at(&subject, period);
        if contradicts(&found, claim) == Some(true) && !was_true(findings, &subject, time, claim) {
            let place = clause.start + at.start..clause.start + at.end;
            let problem = Problem::ClaimContradicted {
                words: sentence.text[place.clone()].to_owned(),
                kpi: kpi.id.to_string(),
                verdict: words::verdict::real_change(kpi, &found).word.to_owned(),
                sentence: words::sentence(&found, findings.edition()),
            };
            report(problem, place);
        }
    }
}

/// Whether a claim that may be about earlier times was true once in the year up to then.
fn was_true(findings: &Findings, subject: &Subject, time: Time, claim: Claim) -> bool {
    let Time::UpTo(period) = time else { return false };
    let earlier = std::iter::successors(Some(period), |period| Some(period.previous()));
    let mut earlier = earlier.take(Period::per_year(period.kind())).skip(1);
    earlier.any(|period| contradicts(&findings.at(subject, period), claim) == Some(false))
}

/// Whether words name a part of the organisation, other than the one the text is about.
fn names_a_part(findings: &Findings, text: &Text, said: &str) -> bool {
    let facts = findings.edition().facts();
    let members = facts
        .dimensions
        .iter()
        .flat_map(|dimension| dimension.members.iter().filter(|member| text.part != Some(&dimension.part(member))));
    find(said, members.map(|member| member.name.as_str())).is_some()
}

/// Whether the verdict says the opposite; `None` where there is no verdict.
fn contradicts(found: &KpiFindings, claim: Claim) -> Option<bool> {
    let current = found.current().filter(|point| point.is_ordinary())?.value?;
    let class = found.variation.as_ref().map(|variation| variation.class);
    let is_high = |class: Class| matches!(class, Class::ImprovementHigh | Class::ConcernHigh | Class::NeutralHigh);
    Some(match claim {
        Claim::Better => !class?.is_improvement(),
        Claim::Worse => !matches!(class?, Class::ConcernHigh | Class::ConcernLow),
        Claim::Higher => class? == Class::CommonCause || !is_high(class?),
        Claim::Lower => class? == Class::CommonCause || is_high(class?),
        Claim::Same => class? != Class::CommonCause,
        Claim::Record => {
            let earlier: Vec<f64> = found.points.iter().rev().skip(1).filter_map(|point| point.value).collect();
            let is_highest = earlier.iter().all(|value| *value <= current);
            let is_lowest = earlier.iter().all(|value| *value >= current);
            !(is_highest || is_lowest || earlier.is_empty())
        }
        Claim::Times(times) => {
            let changes = [found.change, found.change_year].into_iter().flatten();
            let ratios: Vec<f64> = changes.filter(|it| it.before != 0.0).map(|it| it.now / it.before).collect();
            !ratios.is_empty() && !ratios.iter().any(|ratio| (ratio / times - 1.0).abs() <= SLACK)
        }
    })
}
