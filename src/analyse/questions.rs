//! Questions to ask: what several figures suggest together. Never an accusation, and never a verdict.
//!
//! Rules know KPIs by the ids of the starter catalogue; where a KPI is called otherwise, or is not measured, its rules
//! have nothing to ask. Provisional and exceptional figures raise no questions.

use super::Findings;
use super::finding::KpiFindings;
use super::variation::Class;
use crate::model::{DimensionId, KpiId, MemberId, PartId, Period, Subject, Threshold, WeekGrid};

/// How fast customers are served: less is faster.
const SPEED: [&str; 5] = ["first_reply", "speed_of_answer", "handle_time", "resolution_time", "longest_wait"];

/// How well.
const QUALITY: [&str; 6] = ["csat", "nps", "ces", "fcr", "quality_score", "reopened"];

/// An hour with a smaller share of the week's contacts says nothing about the rota.
const BUSY: f64 = 0.005;

/// Something worth asking, by the rule that found it.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Speed gained, quality lost: a KPI of speed is better than usual while one of quality is worse. Not of two that
    /// are declared a pair, because these are told anyway.
    SpeedForQuality {
        /// The KPI that gained.
        gained: KpiId,
        /// The KPI that lost.
        lost: KpiId,
    },
    /// Many customers, few replies to each and very fast: customers per agent at least `uneven_load` times those of
    /// all, replies to each and handle time at most its inverse.
    Rushed(PartId),
    /// Many replies and few customers: replies to each at least `uneven_load` times, customers per agent at most its
    /// inverse.
    HardCases(PartId),
    /// Complaints a year ago and now, grown at least `complaints_growth` times as much as customers.
    ComplaintsGrowth {
        /// Complaints a year before.
        before: f64,
        /// Complaints now.
        now: f64,
    },
    /// Fewer tickets resolved than opened in at least `falling_behind` periods running, this one the last.
    FallingBehind {
        /// How many periods running.
        periods: usize,
        /// Opened in this one.
        opened: f64,
        /// Resolved in this one.
        resolved: f64,
    },
    /// A backlog of at least `clearing` times what was resolved in the period.
    Clearing {
        /// The backlog.
        backlog: f64,
        /// What was resolved.
        resolved: f64,
    },
    /// The hour of the week in which each person on duty has the most contacts: at least `staffing` times those of the
    /// week, or contacts and nobody on duty.
    Staffing {
        /// 0 is Monday.
        day: usize,
        /// The hour it begins with, 0 to 23.
        hour: usize,
        /// Whether nobody is on duty.
        nobody: bool,
    },
    /// A response rate that moved by at least `response_rate` points while the score really changed.
    ResponseRate {
        /// The KPI.
        kpi: KpiId,
        /// The rate in the period compared with, in percent.
        before: f64,
        /// The rate now.
        now: f64,
    },
    /// KPIs of the whole that were measured the period before and are missing now.
    GoneKpis(Vec<KpiId>),
    /// Parts of a dimension that had figures the period before and have none now.
    GoneParts(DimensionId, Vec<MemberId>),
}

impl Findings<'_> {
    /// What is worth asking about `lines`, which are those of the whole or of `part` in `period`; in the order in which
    /// [`Question`] lists the rules.
    ///
    /// Parts and the rota are asked about with the whole; a part's own load with the part.
    pub fn questions(&self, lines: &[&KpiFindings], part: Option<&PartId>, period: Period) -> Vec<Question> {
        let facts = self.edition.facts();
        if facts.snapshot(period).is_none_or(|snapshot| snapshot.provisional) {
            return Vec::new();
        }
        let mut questions = self.speed_for_quality(lines);
        match part {
            Some(part) => questions.extend(self.uneven_load(part, period)),
            None => {
                let dimensions = facts.dimensions.iter();
                let parts = dimensions.flat_map(|it| it.members.iter().map(|member| it.part(member)));
                questions.extend(parts.filter_map(|part| self.uneven_load(&part, period)));
            }
        }
        questions.extend(self.complaints_growth(lines));
        questions.extend(self.falling_behind(lines));
        questions.extend(self.clearing(lines));
        if part.is_none() {
            questions.extend(self.staffing(period));
        }
        questions.extend(lines.iter().filter_map(|line| self.response_rate(line)));
        if part.is_none() {
            questions.extend(self.gone(period));
        }
        questions
    }

    fn threshold(&self, threshold: Threshold) -> f64 {
        self.edition.facts().settings.threshold(threshold)
    }

    fn speed_for_quality(&self, lines: &[&KpiFindings]) -> Vec<Question> {
        let among = |ids: &'static [&str]| lines.iter().filter(|line| ids.contains(&line.subject.kpi.as_str()));
        let class = |line: &KpiFindings| {
            line.current().filter(|point| point.is_ordinary()).and(line.variation.as_ref()).map(|it| it.class)
        };
        let faster = || among(&SPEED).filter(|line| class(line).is_some_and(Class::is_improvement));
        let lost = among(&QUALITY).filter(|line| class(line).is_some_and(Class::is_concern));
        let facts = self.edition.facts();
        let is_pair = |one: &KpiId, other: &KpiId| {
            let pair = facts.kpi(one).and_then(|kpi| facts.pair(kpi));
            pair.is_some_and(|pair| pair.id == *other)
        };
        let pairs = lost.flat_map(|lost| faster().map(|gained| (&gained.subject.kpi, &lost.subject.kpi)));
        let asked = pairs.filter(|(gained, lost)| !is_pair(gained, lost) && !is_pair(lost, gained));
        asked.map(|(gained, lost)| Question::SpeedForQuality { gained: gained.clone(), lost: lost.clone() }).collect()
    }

    fn uneven_load(&self, part: &PartId, period: Period) -> Option<Question> {
        let more = self.threshold(Threshold::UnevenLoad);
        let beside_all = |id: &str| {
            let of = |part| self.ordinary(&Subject { kpi: KpiId::new(id)?, part }, period);
            quotient(of(Some(part.clone()))?, of(None)?)
        };
        let (customers, replies) = (beside_all("conversations_per_agent")?, beside_all("replies_per_agent")?);
        let replies_each = quotient(replies, customers)?;
        let (many, few) = (|it: f64| it >= more, |it: f64| it <= 1.0 / more);
        if many(customers) && few(replies_each) && beside_all("handle_time").is_some_and(few) {
            return Some(Question::Rushed(part.clone()));
        }
        (few(customers) && many(replies_each)).then(|| Question::HardCases(part.clone()))
    }

    fn complaints_growth(&self, lines: &[&KpiFindings]) -> Option<Question> {
        let change = |id| line(lines, id)?.change_year;
        let (complaints, customers) = (change("complaints")?, change("customers")?);
        let growth = quotient(complaints.now, complaints.before)?;
        let faster = growth > 1.0
            && growth >= self.threshold(Threshold::ComplaintsGrowth) * quotient(customers.now, customers.before)?;
        faster.then_some(Question::ComplaintsGrowth { before: complaints.before, now: complaints.now })
    }

    fn falling_behind(&self, lines: &[&KpiFindings]) -> Option<Question> {
        let (opened, resolved) = (line(lines, "tickets_opened")?, line(lines, "tickets_resolved")?);
        let in_period = |line: &KpiFindings, period: Period| {
            line.points.iter().rev().find(|point| point.period == period && point.is_ordinary())?.value
        };
        let behind = opened.points.iter().rev().take_while(|point| {
            let opened = point.value.filter(|_| point.is_ordinary());
            opened.zip(in_period(resolved, point.period)).is_some_and(|(opened, resolved)| resolved < opened)
        });
        let periods = behind.count();
        if (periods as f64) < self.threshold(Threshold::FallingBehind) || periods == 0 {
            return None;
        }
        let (opened, resolved) = (opened.current()?.value?, resolved.current()?.value?);
        Some(Question::FallingBehind { periods, opened, resolved })
    }

    fn clearing(&self, lines: &[&KpiFindings]) -> Option<Question> {
        let value = |id| {
            let point = line(lines, id)?.current()?;
            point.value.filter(|_| point.is_ordinary())
        };
        let (backlog, resolved) = (value("backlog")?, value("tickets_resolved")?);
        let large = backlog > 0.0 && backlog >= self.threshold(Threshold::Clearing) * resolved;
        large.then_some(Question::Clearing { backlog, resolved })
    }

    fn staffing(&self, period: Period) -> Option<Question> {
        let snapshot = self.edition.facts().snapshot(period)?;
        let (WeekGrid(arrivals), WeekGrid(staffing)) = (snapshot.arrivals.as_ref()?, snapshot.staffing.as_ref()?);
        let days = arrivals.iter().zip(staffing).enumerate();
        let hours: Vec<(usize, usize, f64, f64)> = days
            .filter_map(|(day, (arrivals, staffing))| Some((day, arrivals.as_ref()?, staffing.as_ref()?)))
            .flat_map(|(day, arrivals, staffing)| (0..24).map(move |hour| (day, hour, arrivals[hour], staffing[hour])))
            .collect();
        let contacts: f64 = hours.iter().map(|(_, _, contacts, _)| contacts).sum();
        let load = quotient(contacts, hours.iter().map(|(_, _, _, people)| people).sum())?;
        let busy = hours.iter().filter(|(_, _, here, _)| *here >= BUSY * contacts && *here > 0.0);
        let loads = busy.map(|(day, hour, here, people)| (*day, *hour, quotient(*here, *people)));
        // Nobody on duty is the heaviest load of all.
        let heaviest = loads.reduce(|most, next| {
            let size = |load: Option<f64>| load.unwrap_or(f64::INFINITY);
            if size(next.2) > size(most.2) { next } else { most }
        });
        let (day, hour, here) = heaviest?;
        let asked = here.is_none_or(|here| here >= self.threshold(Threshold::Staffing) * load);
        asked.then_some(Question::Staffing { day, hour, nobody: here.is_none() })
    }

    fn response_rate(&self, line: &KpiFindings) -> Option<Question> {
        line.variation.as_ref().filter(|variation| variation.periods > 0)?;
        let from = line.change?.from;
        let series = self.edition.facts().series.get(&line.subject)?;
        let rate = |period| {
            let reading = series.at(period)?;
            quotient(100.0 * reading.measurement.n()? as f64, reading.remark.as_ref()?.invited? as f64)
        };
        let (before, now) = (rate(from)?, rate(line.as_of)?);
        let moved = (now - before).abs() >= self.threshold(Threshold::ResponseRate);
        moved.then(|| Question::ResponseRate { kpi: line.subject.kpi.clone(), before, now })
    }

    /// What had figures in the snapshot before and has none now: not what was announced to end, nor what is measured
    /// less often.
    fn gone(&self, period: Period) -> Vec<Question> {
        let facts = self.edition.facts();
        let Some(before) = facts.snapshots.iter().rev().find(|it| it.period < period).map(|it| it.period) else {
            return Vec::new();
        };
        let kpis = facts.kpis.iter().filter(|kpi| {
            let subject = Subject::whole(kpi.id.clone());
            let ended = kpi.retired.as_ref().is_some_and(|retired| retired.until < period);
            !ended && kpi.every.is_none() && self.has(&subject, before) && !self.has(&subject, period)
        });
        let kpis: Vec<KpiId> = kpis.map(|kpi| kpi.id.clone()).collect();
        let parts = facts.dimensions.iter().map(|dimension| {
            let now = self.members_with_values(&dimension.id, period);
            let ended = |id: &MemberId| {
                dimension.member(id).and_then(|member| member.until).is_some_and(|until| until < period)
            };
            let gone = self.members_with_values(&dimension.id, before).into_iter();
            (dimension.id.clone(), gone.filter(|id| !now.contains(id) && !ended(id)).collect::<Vec<MemberId>>())
        });
        let parts = parts.filter(|(_, gone)| !gone.is_empty()).map(|(id, gone)| Question::GoneParts(id, gone));
        (!kpis.is_empty()).then_some(Question::GoneKpis(kpis)).into_iter().chain(parts).collect()
    }

    /// The value of `subject` in `period`, if it may be compared.
    fn ordinary(&self, subject: &Subject, period: Period) -> Option<f64> {
        let slot = self.slot(subject, self.calendar.index(period)?)?;
        slot.value.filter(|_| slot.is_ordinary())
    }
}

fn line<'l>(lines: &[&'l KpiFindings], id: &str) -> Option<&'l KpiFindings> {
    lines.iter().copied().find(|line| line.subject.kpi.as_str() == id)
}

/// The quotient; `None` when there is nothing to divide by.
fn quotient(value: f64, by: f64) -> Option<f64> {
    Some(value / by).filter(|it| by > 0.0 && it.is_finite())
}
