//! Advice on stories: what was counted, what was done, for whom it was good.

use crate::compose::prose::{place_in_head, unfilled, words as words_of};
use crate::diagnostic::{Diagnostics, Location, Problem};
use crate::model::{Lead, Story, StoryKind};
use crate::words::praise::{has_act, has_number, has_people};

/// Gives advice on a story about something that was done; others may be as they are.
pub(super) fn report(story: &Story, diagnostics: &Diagnostics) {
    if story.kind != StoryKind::Hero {
        return;
    }
    let told = |text: &Option<String>| text.as_deref().map(unfilled).unwrap_or_default();
    let body = words_of(&story.body.read());
    let all = [told(&story.challenge), told(&story.action), told(&story.result), body.clone()].join("\n");
    if all.trim().is_empty() {
        return;
    }
    let at_title = || match &story.heading.title {
        Some(title) => place_in_head(&story.body, title),
        None => Location::file(&story.body.file),
    };
    if story.lead.as_ref().is_none_or(|lead| matches!(lead, Lead::Text(text) if !has_number(text))) && !has_number(&all)
    {
        diagnostics.report(Problem::StoryWithoutNumber {}, at_title());
    }
    if let Some(action) = &story.action
        && !has_act(&unfilled(action))
    {
        let line = action.lines().next().unwrap_or_default();
        diagnostics.report(Problem::StoryWithoutAct {}, place_in_head(&story.body, line));
    }
    let quoted = story.quote.as_ref().map(|quote| quote.text.clone()).unwrap_or_default();
    let effect = [told(&story.result), body, quoted].join("\n");
    if !has_people(&effect) {
        diagnostics.report(Problem::StoryWithoutEffect {}, at_title());
    }
}
