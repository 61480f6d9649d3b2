//! A recognition story, with the awards and values there are.

use crate::model::{Organisation, StoryKind};

use super::super::spelling::{quoted, slug};

/// Where a story called `title` belongs, and its text. It is a draft until somebody takes that line out.
pub(super) fn file(organisation: &Organisation, title: &str, kind: StoryKind) -> (String, String) {
    let now = organisation.now();
    let slug = slug(title, "story");
    let list = |ids: Vec<String>| if ids.is_empty() { "none are declared yet".to_owned() } else { ids.join(", ") };
    let awards = list(organisation.awards.iter().map(|award| award.id.to_string()).collect());
    let values = list(organisation.values.iter().map(|value| value.id.to_string()).collect());
    let part = organisation.dimensions.iter().find(|dimension| dimension.scorecards);
    let part = part.and_then(|dimension| Some(dimension.part(dimension.members.iter().find(|it| it.until.is_none())?)));
    let part = part.map_or_else(|| "team/NAME".to_owned(), |part| part.to_string());
    let kpi = organisation.settings.headline.first().or_else(|| organisation.kpis.first().map(|kpi| &kpi.id));
    let kpi = kpi.map_or_else(|| "KPI".to_owned(), ToString::to_string);
    let (word, parts) = match kind {
        StoryKind::Hero => (
            "hero",
            "challenge: What was difficult, and for whom.\naction: What they did, beginning with a verb.\nresult: What came of it, with a number.\n",
        ),
        StoryKind::Thanks => ("thanks", "# quote: { text: The words of thanks., by: a customer in TOWN }\n"),
        StoryKind::Voice => ("voice", "# quote: { text: What good service is to us., by: NAME }\n"),
        StoryKind::Learning => {
            ("learning", "challenge: What went wrong, without blame.\nresult: What we do differently now.\n")
        }
        StoryKind::Elsewhere => ("elsewhere", "# result: What we take over from them.\n"),
    };
    let text = format!(
        "---\n\
         title: {}\n\
         kind: {word}          # hero, thanks, voice, learning, elsewhere\n\
         date: {now}\n\
         draft: true           # take this line out when it is ready\n\
         # Named people must be in data/consents.yaml; a part of the organisation need not. `anonymise: true` names nobody.\n\
         recognises: [{part}]\n\
         # nominated_by: NAME\n\
         # award: ID           # {awards}\n\
         # values: [ID]        # {values}\n\
         # The number that leads it, checked against the data; or a few words:\n\
         # lead: {{ kpi: {kpi}, from: 9, to: 2 }}\n\
         {parts}\
         # image: {{ file: PICTURE.jpg, alt: What it shows, for those who do not see it }}\n\
         ---\n\
         What happened, in the words of somebody who was there.\n",
        quoted(title)
    );
    (format!("content/stories/{:04}-{:02}-{slug}.md", now.year(), now.month()), text)
}
