//! The organisation around a finding: what stands behind `kpi:` and `given:`.

use std::collections::BTreeMap;

use plaudit::diagnostic::Diagnostics;
use plaudit::disclose::{Edition, edition};
use plaudit::model::*;

use super::finding::read_target;

/// An organisation that learns facts one by one; months from January 2024 to December 2026 until it learns others.
pub(super) struct World {
    organisation: Organisation,
    others: usize,
}

impl World {
    /// With a catalogue: `csat: Customer satisfaction, percent.1, higher`, perhaps with `every quarter` at the end.
    pub(super) fn new<'a>(catalogue: impl Iterator<Item = &'a str>) -> Self {
        let mut world = Self { organisation: empty(), others: 0 };
        world.organisation.kpis = catalogue.map(read_kpi).collect();
        let first: Period = "2024-01".parse().unwrap();
        world.organisation.snapshots = first.to("2026-12".parse().unwrap()).map(snapshot).collect();
        world
    }

    pub(super) fn kpi(&self, id: &str) -> &Kpi {
        self.organisation.kpi(&KpiId::new(id).unwrap()).unwrap_or_else(|| panic!("no KPI `{id}`"))
    }

    /// Another KPI, so that a scorecard has many: the text of a finding with its id in front.
    pub(super) fn another(&mut self, text: &str) -> String {
        self.others += 1;
        let id = format!("other_{}", self.others);
        self.organisation.kpis.push(read_kpi(&format!("{id}: Other share, percent.1, higher")));
        format!("{id}; {text}")
    }

    /// Learns what stands behind `given:`.
    pub(super) fn learn(&mut self, fact: &str) {
        let (what, rest) = fact.split_once(' ').unwrap();
        let words: Vec<&str> = rest.split_whitespace().collect();
        match what {
            "exceptional" => {
                let (period, why) = rest.split_once(' ').unwrap();
                let scope = Scope { kpis: None, part: None };
                self.snapshot(period).exceptional.push(Exceptional { scope, why: why.to_owned() });
            }
            "provisional" => self.snapshot(words[0]).provisional = true,
            "published" => self.snapshot(words[0]).published = words[1].parse().unwrap(),
            "expected" => self.expected(words[0], words[1], words[2]),
            "target" => self.target(&words),
            "retired" => self.retired(&words, rest),
            "part" => self.part(&words),
            "study" => self.study(&words),
            "weeks" | "quarters" => {
                let (first, last): (Period, Period) = (words[0].parse().unwrap(), words[1].parse().unwrap());
                self.organisation.snapshots = first.to(last).map(snapshot).collect();
            }
            "language" => self.organisation.settings.language = rest.to_owned(),
            other => panic!("nobody knows the fact `{other}`"),
        }
    }

    /// As everyone may see it.
    pub(super) fn edition(self) -> Edition {
        edition(self.organisation, None, &Diagnostics::new()).expect("everyone's edition reports nothing")
    }

    fn snapshot(&mut self, period: &str) -> &mut Snapshot {
        let period: Period = period.parse().unwrap();
        self.organisation.snapshots.iter_mut().find(|snapshot| snapshot.period == period).unwrap()
    }

    fn kpi_mut(&mut self, id: &str) -> &mut Kpi {
        self.organisation.kpis.iter_mut().find(|kpi| kpi.id.as_str() == id).unwrap()
    }

    /// `expected csat 2026-10 2026-11-20`: when the final figure is expected.
    fn expected(&mut self, kpi: &str, period: &str, day: &str) {
        let remark = Remark { expected: Some(day.parse().unwrap()), ..Remark::default() };
        let measurement = Measurement::Value { value: 0.0, n: None };
        let reading = Reading { measurement, standing: Standing::Provisional, remark: Some(Box::new(remark)) };
        let series = Series::new([(period.parse().unwrap(), reading)]).unwrap();
        self.organisation.series.insert(Subject::whole(KpiId::new(kpi).unwrap()), series);
    }

    /// `target csat 75 until 2026-10 78`: the second from that period on; the first may be `none`.
    fn target(&mut self, words: &[&str]) {
        let step = |from: Option<&str>, target: &str| TargetStep {
            from: from.map(|from| from.parse().unwrap()),
            target: read_target(target),
            because: None,
            agreed_by: None,
        };
        let first = (words[1] != "none").then(|| step(None, words[1]));
        let steps = first.into_iter().chain([step(Some(words[3]), words[4])]);
        self.kpi_mut(words[0]).targets = Targets::new(steps.collect()).unwrap();
    }

    /// `retired churn 2026-06 retention because …`; the successor may be `nothing`.
    fn retired(&mut self, words: &[&str], text: &str) {
        self.kpi_mut(words[0]).retired = Some(Retired {
            until: words[1].parse().unwrap(),
            replaced_by: Some(words[2]).filter(|id| *id != "nothing").map(|id| KpiId::new(id).unwrap()),
            because: text.split_once(" because ").map(|(_, because)| because.to_owned()),
        });
    }

    /// `part team/north North until 2026-06 field`: its name, its end and the member it became part of.
    fn part(&mut self, words: &[&str]) {
        let id = part(words[0]);
        if self.organisation.dimension(&id.dimension).is_none() {
            self.organisation.dimensions.push(dimension(id.dimension.clone()));
        }
        let dimension = self.organisation.dimensions.iter_mut().find(|dimension| dimension.id == id.dimension).unwrap();
        dimension.members.push(Member {
            id: id.member,
            name: words[1].to_owned(),
            means: None,
            parent: None,
            headcount: None,
            until: words.get(3).map(|until| until.parse().unwrap()),
            merged_into: words.get(4).map(|into| MemberId::new(into).unwrap()),
            audience: None,
            partial: false,
        });
    }

    /// `study utilities-2026 2026-03-01 2026-05-31 competitors`: its id, its fieldwork and with whom.
    fn study(&mut self, words: &[&str]) {
        let (from, to) = (words[1].parse().unwrap(), words[2].parse().unwrap());
        let against = match words[3] {
            "competitors" => Against::Competitors,
            "internal" => Against::Internal,
            other => panic!("nobody knows a study against `{other}`"),
        };
        self.organisation.studies.push(Study {
            id: StudyId::new(words[0]).unwrap(),
            title: "Utilities contact-centre benchmark".to_owned(),
            kind: StudyKind::Performance { results: Vec::new(), weights: Vec::new() },
            against,
            purpose: None,
            question: None,
            fieldwork: Fieldwork { from, to },
            published: to,
            continues: None,
            identifier: None,
            version: None,
            licence: None,
            aliases: Vec::new(),
            revisions: Vec::new(),
            withdrawn: None,
            method: Vec::new(),
            partners: None,
            team: StudyTeam::default(),
            practices: Vec::new(),
            audience: None,
            body: None,
        });
    }
}

/// `team/north`
pub(super) fn part(text: &str) -> PartId {
    let (dimension, member) = text.split_once('/').unwrap();
    PartId { dimension: DimensionId::new(dimension).unwrap(), member: MemberId::new(member).unwrap() }
}

/// `csat: Customer satisfaction, percent.1, higher, every quarter`
pub(super) fn read_kpi(text: &str) -> Kpi {
    let (id, rest) = text.split_once(": ").unwrap();
    let words: Vec<&str> = rest.split(", ").collect();
    let (unit, decimals) = words[1].split_once('.').unwrap();
    let (unit, kind) = match unit {
        "percent" => (Unit::Percent, KpiKind::Proportion),
        "score" => (Unit::Score, KpiKind::Mean),
        "nps" => (Unit::Nps, KpiKind::Nps),
        "count" => (Unit::Count, KpiKind::Count),
        "stock" => (Unit::Count, KpiKind::Stock),
        "seconds" => (Unit::Seconds, KpiKind::Duration),
        "minutes" => (Unit::Minutes, KpiKind::Duration),
        "hours" => (Unit::Hours, KpiKind::Duration),
        "days" => (Unit::Days, KpiKind::Duration),
        "per100" => (Unit::Per100, KpiKind::Rate),
        "per1000" => (Unit::Per1000, KpiKind::Rate),
        code => (Unit::Currency(CurrencyCode::new(code).unwrap()), KpiKind::Currency),
    };
    let better = match words[2] {
        "higher" => Better::Higher,
        "lower" => Better::Lower,
        _ => Better::Neutral,
    };
    let every = words.get(3).map(|every| match *every {
        "every quarter" => Every::Quarter,
        "every year" => Every::Year,
        other => panic!("nobody knows `{other}`"),
    });
    Kpi {
        id: KpiId::new(id).unwrap(),
        name: words[0].to_owned(),
        unit,
        kind,
        better,
        decimals: decimals.parse().unwrap(),
        targets: Targets::default(),
        targets_by: Vec::new(),
        group: None,
        definition: None,
        formula: None,
        source: None,
        owner: None,
        every,
        versions: Vec::new(),
        paired_with: None,
        compute: None,
        plausible: None,
        scale: None,
        statistic: Statistic::Mean,
        clock: None,
        accumulates: Accumulates::None,
        people: false,
        limits: LimitsPolicy::default(),
        retired: None,
        audience: None,
        disclosure: None,
    }
}

fn dimension(id: DimensionId) -> Dimension {
    Dimension {
        id,
        label: "Team".to_owned(),
        scorecards: true,
        complete: true,
        overlaps: false,
        people: false,
        audience: None,
        disclosure: None,
        members: Vec::new(),
    }
}

fn snapshot(period: Period) -> Snapshot {
    Snapshot {
        period,
        published: period.last_day().tomorrow().unwrap(),
        provisional: false,
        approved: None,
        editions: Vec::new(),
        working_days: None,
        revisions: Vec::new(),
        events: Vec::new(),
        exceptional: Vec::new(),
        arrivals: None,
        staffing: None,
    }
}

fn empty() -> Organisation {
    Organisation {
        settings: Settings {
            title: "Service scorecard".to_owned(),
            organisation: "Meridian Water".to_owned(),
            language: "en-GB".to_owned(),
            base_url: None,
            theme: "default".to_owned(),
            year_starts: 4,
            headline: Vec::new(),
            audiences: Vec::new(),
            disclosure: Disclosure::default(),
            individuals_allowed: true,
            approval_required: false,
            raw_html: Default::default(),
            questions: Vec::new(),
        },
        kpis: Vec::new(),
        dimensions: Vec::new(),
        snapshots: Vec::new(),
        series: BTreeMap::new(),
        studies: Vec::new(),
        awards: Vec::new(),
        values: Vec::new(),
        stories: Vec::new(),
        consents: Vec::new(),
        actions: Vec::new(),
        calendar: Vec::new(),
        newsletters: Vec::new(),
        home: None,
        commentaries: Vec::new(),
        kpi_notes: Vec::new(),
        pages: Vec::new(),
        later: Default::default(),
    }
}
