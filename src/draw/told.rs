//! What charts say in words, the same in all kinds.

use crate::model::{Kpi, Period, Unit};
use crate::words::period;

/// The longest description; a screen reader reads it in one go.
const LONGEST_DESCRIPTION: usize = 300;

/// `Customer satisfaction by team, October 2026 (percent)`
pub(super) fn title_by(kpi: &Kpi, dimension: &str, at: Period) -> String {
    format!("{} by {}, {}{}", kpi.name, dimension.to_lowercase(), period::name(at), in_unit(kpi.unit))
}

/// ` (percent)`; nothing where the values say it themselves.
pub(super) fn in_unit(unit: Unit) -> String {
    unit_word(unit).map(|unit| format!(" ({unit})")).unwrap_or_default()
}

/// Sentences as one text that is not too long: the first two say the most and the last where to look, so what stands
/// before the last goes first.
pub(super) fn shortened_sentences(mut sentences: Vec<String>) -> String {
    let length = |sentences: &[String]| sentences.iter().map(|sentence| sentence.chars().count() + 1).sum::<usize>();
    while sentences.len() > 3 && length(&sentences) > LONGEST_DESCRIPTION {
        sentences.remove(sentences.len() - 2);
    }
    if length(&sentences) > LONGEST_DESCRIPTION && sentences.len() > 1 {
        sentences.remove(sentences.len() - 2);
    }
    let mut text = sentences.join(" ");
    if let Some((end, _)) = text.char_indices().nth(LONGEST_DESCRIPTION - 1) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// `36 months`, `1 month`
pub(super) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The unit in words, for titles; `None` where the values are plain numbers, or say it themselves.
pub(super) fn unit_word(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Percent => Some("percent"),
        Unit::Seconds => Some("seconds"),
        Unit::Minutes => Some("minutes"),
        Unit::Hours => Some("hours"),
        Unit::Days => Some("days"),
        Unit::Per100 => Some("per 100"),
        Unit::Per1000 => Some("per 1,000"),
        Unit::Per10000 => Some("per 10,000"),
        Unit::Score | Unit::Nps | Unit::Count | Unit::Currency(_) => None,
    }
}
