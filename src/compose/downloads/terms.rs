//! The words of the downloads: what programs read, so they never change.

use crate::analyse::{Assurance, Class, Firmness, Mark, Quartile, Rule};
use crate::model::{Better, Standing, Unit};

/// The unit as the catalogue writes it.
pub(in crate::compose) fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "percent",
        Unit::Score | Unit::Nps => "score",
        Unit::Count => "count",
        Unit::Seconds => "seconds",
        Unit::Minutes => "minutes",
        Unit::Hours => "hours",
        Unit::Days => "days",
        Unit::Currency(_) => "currency",
        Unit::Per100 => "per_100",
        Unit::Per1000 => "per_1000",
        Unit::Per10000 => "per_10000",
    }
}

pub(in crate::compose) fn better_word(better: Better) -> &'static str {
    match better {
        Better::Higher => "higher",
        Better::Lower => "lower",
        Better::Neutral => "neutral",
    }
}

pub(in crate::compose) fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Final => "final",
        Standing::Estimated => "estimated",
        Standing::Provisional => "provisional",
    }
}

pub(super) fn rule_word(rule: Rule) -> &'static str {
    match rule {
        Rule::None => "none",
        Rule::Outside => "outside",
        Rule::Trend => "trend",
        Rule::TwoOfThree => "two_of_three",
        Rule::Shift => "shift",
    }
}

pub(super) fn mark_word(mark: Mark) -> &'static str {
    match mark {
        Mark::CommonCause => "common_cause",
        Mark::Improvement => "improvement",
        Mark::Concern => "concern",
        Mark::NeutralHigh => "neutral_high",
        Mark::NeutralLow => "neutral_low",
    }
}

pub(super) fn class_word(class: Class) -> &'static str {
    match class {
        Class::CommonCause => "common_cause",
        Class::ImprovementHigh => "improvement_high",
        Class::ImprovementLow => "improvement_low",
        Class::ConcernHigh => "concern_high",
        Class::ConcernLow => "concern_low",
        Class::NeutralHigh => "neutral_high",
        Class::NeutralLow => "neutral_low",
    }
}

pub(super) fn firmness_word(firmness: Firmness) -> &'static str {
    match firmness {
        Firmness::ValueOnly => "value_only",
        Firmness::Early => "early",
        Firmness::Verdict => "verdict",
        Firmness::Firm => "firm",
    }
}

pub(super) fn assurance_word(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::ConsistentPass => "consistent_pass",
        Assurance::Inconsistent => "inconsistent",
        Assurance::ConsistentFail => "consistent_fail",
    }
}

pub(super) fn quartile_word(quartile: Quartile) -> &'static str {
    match quartile {
        Quartile::Top => "top",
        Quartile::Second => "second",
        Quartile::Third => "third",
        Quartile::Bottom => "bottom",
    }
}
