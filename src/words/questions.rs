//! Questions in words: what the figures say, and what to ask about it.

use super::name::Name;
use super::phrase::{capitalised, list};
use super::sentence::contrast;
use super::{number, period};
use crate::analyse::{KpiFindings, Question};
use crate::disclose::Edition;
use crate::model::{KpiId, MemberId, PartId, Period, PeriodKind};

const DAYS: [&str; 7] = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

/// A question about `lines` of `period`, one or two sentences; `None` when a KPI it names is not in the edition.
pub fn question(question: &Question, lines: &[&KpiFindings], period: Period, edition: &Edition) -> Option<String> {
    let facts = edition.facts();
    let line = |id: &KpiId| lines.iter().find(|line| line.subject.kpi == *id);
    let kpi = |id: &str| facts.kpi(&KpiId::new(id)?);
    let name = |id: &str| Some(Name::of(kpi(id)?));
    let value = |id: &str, value: f64| Some(number::value(kpi(id)?, value));
    let (october, month) = (period::bare(period), period::noun(period.kind()));
    Some(match question {
        Question::SpeedForQuality { gained, lost } => {
            let words = contrast(line(gained)?, line(lost)?, edition)?;
            format!("{words}. Was speed gained at the expense of quality?")
        }
        Question::Rushed(part) => format!(
            "{} has many customers per agent, few replies to each and short handle times beside all the others. Are its \
             customers rushed?",
            part_name(part, edition)?
        ),
        Question::HardCases(part) => format!(
            "{} has few customers per agent and many replies to each beside all the others. Does it get the hard cases?",
            part_name(part, edition)?
        ),
        Question::ComplaintsGrowth { before, now } => format!(
            "{} grew from {} to {} within a year, faster than the number of customers. What are they about?",
            name("complaints")?.starting(),
            value("complaints", *before)?,
            value("complaints", *now)?
        ),
        Question::FallingBehind { periods, opened, resolved } => format!(
            "Fewer tickets were resolved than opened for {} {month}s running, in {october} {} against {}. What is piling up?",
            number::in_words(*periods),
            value("tickets_resolved", *resolved)?,
            value("tickets_opened", *opened)?
        ),
        Question::Clearing { backlog, resolved } => format!(
            "The backlog of {} is large beside the {} that were resolved in {october}. How old are its oldest cases?",
            value("backlog", *backlog)?,
            value("tickets_resolved", *resolved)?
        ),
        Question::Staffing { day, hour, nobody } => {
            let when = format!("On {} from {hour}:00 to {}:00", DAYS.get(*day)?, hour + 1);
            match nobody {
                true => format!("{when} customers get in touch and nobody is on duty. Does the rota still fit?"),
                false => format!(
                    "{when} each person on duty has far more contacts than in the rest of the week. Does the rota still fit?"
                ),
            }
        }
        Question::ResponseRate { kpi, before, now } => {
            let name = Name::of(facts.kpi(kpi)?);
            let (way, from) = (if now > before { "rose" } else { "fell" }, number::plain(*before, 1));
            format!(
                "The response rate {way} from {from} to {} while {} changed. Do the same customers still answer?",
                number::percent(*now),
                name.inside()
            )
        }
        Question::GoneKpis(kpis) => {
            let names: Vec<String> =
                kpis.iter().filter_map(|id| Some(Name::of(facts.kpi(id)?).inside().to_string())).collect();
            gone(&list(&names), names.len(), period.kind(), &october)
        }
        Question::GoneParts(dimension, members) => {
            let dimension = facts.dimension(dimension)?;
            let name = |id: &MemberId| Some(dimension.member(id)?.name.clone());
            let names: Vec<String> = members.iter().filter_map(name).collect();
            gone(&list(&names), names.len(), period.kind(), &october)
        }
    })
}

fn gone(names: &str, count: usize, kind: PeriodKind, october: &str) -> String {
    let (had, them) = if count == 1 { ("has", "it late, or gone") } else { ("have", "they late, or gone") };
    let is = if count == 1 { "Is" } else { "Are" };
    format!(
        "{} {had} no figures in {october}, but had in the {} before. {is} {them}?",
        capitalised(names),
        period::noun(kind)
    )
}

fn part_name(part: &PartId, edition: &Edition) -> Option<String> {
    edition.facts().part(part).map(|(_, member)| member.name.clone())
}
