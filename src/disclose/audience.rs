//! Audiences: what this audience may not see is gone, with everything that would speak of it.

use std::collections::BTreeSet;

use crate::model::{
    AudienceId, AwardId, Commentary, Kpi, KpiId, Lead, Markdown, Organisation, PartId, Scope, StudyKind, Subject,
    ValueId,
};

/// Takes everything out of `facts` that is for a narrower audience than `audience`, namely all that is `gone` and what
/// says itself whom it is for.
pub(super) fn narrow(facts: &mut Organisation, gone: &Gone, audience: Option<&AudienceId>) {
    let sees = |for_whom: &Option<AudienceId>| sees(for_whom, audience);
    facts.settings.headline.retain(|id| gone.keeps_kpi(id));
    facts.kpis.retain(|kpi| gone.keeps_kpi(&kpi.id));
    for kpi in &mut facts.kpis {
        cut_kpi(kpi, gone);
    }
    facts.dimensions.retain(|dimension| !gone.dimensions.contains(dimension.id.as_str()));
    for dimension in &mut facts.dimensions {
        let id = dimension.id.clone();
        let is_gone = |member: &crate::model::MemberId| {
            gone.parts.contains(&PartId { dimension: id.clone(), member: member.clone() })
        };
        let robbed: BTreeSet<_> = dimension
            .members
            .iter()
            .filter(|member| is_gone(&member.id))
            .filter_map(|member| member.parent.clone())
            .collect();
        dimension.members.retain(|member| !is_gone(&member.id));
        for member in &mut dimension.members {
            member.partial |= robbed.contains(&member.id);
            member.parent.take_if(|parent| is_gone(parent));
            member.merged_into.take_if(|heir| is_gone(heir));
        }
    }
    facts.series.retain(|subject, _| gone.keeps(subject));
    for snapshot in &mut facts.snapshots {
        snapshot.revisions.retain(|revision| gone.keeps(&revision.subject));
        snapshot.events.retain_mut(|event| gone.cut_scope(&mut event.scope));
        snapshot.exceptional.retain_mut(|exceptional| gone.cut_scope(&mut exceptional.scope));
    }
    facts.studies.retain(|study| sees(&study.audience));
    let studies: BTreeSet<_> = facts.studies.iter().map(|study| study.id.clone()).collect();
    for study in &mut facts.studies {
        study.continues.take_if(|id| !studies.contains(id));
        if let StudyKind::Performance { results, weights } = &mut study.kind {
            results.retain(|benchmark| gone.keeps_kpi(&benchmark.kpi));
            weights.retain(|weight| gone.keeps_kpi(&weight.kpi));
        }
    }
    let carried = carried(facts);
    facts.stories.retain(|story| sees(&story.audience) && sees(&story.heading.audience));
    let (awards, values) = self::carried(facts);
    // What only withheld stories carry would tell that there is one. What none carries is there to be won.
    facts.awards.retain(|award| awards.contains(&award.id) || !carried.0.contains(&award.id));
    facts.values.retain(|value| values.contains(&value.id) || !carried.1.contains(&value.id));
    for story in &mut facts.stories {
        story.parts.retain(|part| gone.keeps_part(part));
        story.lead.take_if(|lead| matches!(lead, Lead::Figures { kpi, .. } if !gone.keeps_kpi(kpi)));
    }
    facts.actions.retain(|action| gone.keeps_kpi(&action.kpi));
    for action in &mut facts.actions {
        action.study.take_if(|id| !studies.contains(id));
    }
    facts.home.take_if(|home| !sees(&home.heading.audience));
    facts
        .commentaries
        .retain(|words| sees(&words.heading.audience) && words.part.as_ref().is_none_or(|part| gone.keeps_part(part)));
    facts.kpi_notes.retain(|note| sees(&note.heading.audience) && gone.keeps_kpi(&note.kpi));
    facts.pages.retain(|page| sees(&page.heading.audience));
    facts.newsletters.retain(|issue| sees(&issue.heading.audience));
    for issue in &mut facts.newsletters {
        if let Some(kpis) = &mut issue.kpis {
            kpis.retain(|kpi| gone.keeps_kpi(kpi));
        }
    }
}

/// Whether what is for `for_whom` may be seen by `audience`.
pub(super) fn sees(for_whom: &Option<AudienceId>, audience: Option<&AudienceId>) -> bool {
    for_whom.is_none() || for_whom.as_ref() == audience
}

/// The awards and the values that stories carry.
fn carried(facts: &Organisation) -> (BTreeSet<AwardId>, BTreeSet<ValueId>) {
    let awards = facts.stories.iter().filter_map(|story| story.award.clone());
    let values = facts.stories.iter().flat_map(|story| story.values.iter().cloned());
    (awards.collect(), values.collect())
}

/// The ids that an audience may not see.
pub(super) struct Gone {
    kpis: BTreeSet<KpiId>,
    dimensions: BTreeSet<String>,
    parts: BTreeSet<PartId>,
}

impl Gone {
    /// Those that are for a narrower audience than `audience`.
    pub(super) fn of(organisation: &Organisation, audience: Option<&AudienceId>) -> Self {
        let sees = |for_whom: &Option<AudienceId>| sees(for_whom, audience);
        let mut kpis: BTreeSet<_> =
            organisation.kpis.iter().filter(|kpi| !sees(&kpi.audience)).map(|kpi| kpi.id.clone()).collect();
        // What is worked out from a withheld KPI would give it away, so it goes as well, and what is worked out
        // from that one in turn.
        loop {
            let derived = |kpi: &&Kpi| {
                let inputs = kpi.compute.as_ref().map(|formula| formula.kpis()).unwrap_or_default();
                !kpis.contains(&kpi.id) && inputs.iter().any(|id| kpis.contains(*id))
            };
            let Some(next) = organisation.kpis.iter().find(derived) else { break };
            kpis.insert(next.id.clone());
        }
        let mut gone = Self { kpis, dimensions: BTreeSet::new(), parts: BTreeSet::new() };
        for dimension in &organisation.dimensions {
            let whole = !sees(&dimension.audience);
            if whole {
                gone.dimensions.insert(dimension.id.to_string());
            }
            let hidden = dimension.members.iter().filter(|member| whole || !sees(&member.audience));
            gone.parts.extend(hidden.map(|member| dimension.part(member)));
        }
        gone
    }

    pub(super) fn keeps_kpi(&self, id: &KpiId) -> bool {
        !self.kpis.contains(id)
    }

    pub(super) fn keeps_part(&self, part: &PartId) -> bool {
        !self.parts.contains(part)
    }

    fn keeps(&self, subject: &Subject) -> bool {
        self.keeps_kpi(&subject.kpi) && subject.part.as_ref().is_none_or(|part| self.keeps_part(part))
    }

    /// Takes withheld KPIs out of `scope`; whether anything is left that it speaks of.
    fn cut_scope(&self, scope: &mut Scope) -> bool {
        if let Some(kpis) = &mut scope.kpis {
            kpis.retain(|id| self.keeps_kpi(id));
            if kpis.is_empty() {
                return false;
            }
        }
        scope.part.as_ref().is_none_or(|part| self.keeps_part(part))
    }

    /// The files and addresses of the pages that this audience may not see.
    pub(super) fn pages(&self, facts: &Organisation, audience: Option<&AudienceId>) -> BTreeSet<String> {
        let sees = |for_whom: &Option<AudienceId>| sees(for_whom, audience);
        let file = |markdown: &Markdown| markdown.file.to_string_lossy().replace('\\', "/");
        let mut pages: BTreeSet<String> = self.kpis.iter().map(|kpi| format!("kpis/{kpi}")).collect();
        let sees_words = |words: &Commentary| {
            sees(&words.heading.audience) && words.part.as_ref().is_none_or(|part| self.keeps_part(part))
        };
        pages.extend(facts.commentaries.iter().filter(|words| !sees_words(words)).map(|words| file(&words.body)));
        let notes = facts.kpi_notes.iter().filter(|note| !sees(&note.heading.audience) || !self.keeps_kpi(&note.kpi));
        pages.extend(notes.map(|note| file(&note.body)));
        for study in facts.studies.iter().filter(|study| !sees(&study.audience)) {
            pages.insert(format!("benchmarks/{}", study.id));
            pages.extend(study.body.as_ref().map(file));
        }
        for story in &facts.stories {
            if !sees(&story.audience) || !sees(&story.heading.audience) {
                pages.extend([format!("stories/{}", story.slug), file(&story.body)]);
            }
        }
        for page in facts.pages.iter().chain(&facts.home).filter(|page| !sees(&page.heading.audience)) {
            pages.extend([page.path.clone(), file(&page.body)]);
        }
        pages
    }

    /// All of them as they are written.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let kpis = self.kpis.iter().map(ToString::to_string);
        let parts = self.parts.iter().map(ToString::to_string);
        kpis.chain(parts).chain(self.dimensions.iter().cloned()).collect()
    }
}

fn cut_kpi(kpi: &mut Kpi, gone: &Gone) {
    kpi.targets_by.retain(|(part, _)| gone.keeps_part(part));
    kpi.paired_with.take_if(|id| !gone.keeps_kpi(id));
    if let Some(retired) = &mut kpi.retired {
        retired.replaced_by.take_if(|id| !gone.keeps_kpi(id));
    }
}
