//! What several page kinds show: the frame around a page, links, a KPI's line, charts, tables, prose.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Serialize;

use crate::analyse::KpiFindings;
use crate::compose::frame::Site;
use crate::compose::route::Route;
use crate::model::{Measurement, Period, PeriodKind, Revision, RevisionKind, Snapshot, Standing};
use crate::words;

/// What every page has around its content.
#[derive(Clone, Debug, Serialize)]
pub struct FrameView {
    /// The language tag of the page: `en-GB`.
    pub language: String,
    /// The document title, with the site's name.
    pub document_title: String,
    /// The description for search engines and link previews.
    pub description: Option<String>,
    /// The name of the site.
    pub site_title: String,
    /// Whose figures these are.
    pub organisation: String,
    /// The address of the front page, relative.
    pub home_href: String,
    /// The sections of the site.
    pub navigation: Vec<NavView>,
    /// The way from the front page to this one, which stands last; empty on the front page and where nothing is.
    pub breadcrumbs: Vec<NavView>,
    /// The free pages, for the foot of the page.
    pub foot_navigation: Vec<NavView>,
    /// Style sheets, relative addresses in the order they apply.
    pub styles: Vec<String>,
    /// Scripts of `static/early/`, which run before anything is shown; the page is complete without them.
    pub early_scripts: Vec<String>,
    /// All other scripts, relative addresses; the page is complete without them.
    pub scripts: Vec<String>,
    /// What the page may load, as a content security policy; themes name it before anything that is loaded.
    pub security_policy: String,
    /// The absolute address of the page; only with `base_url`.
    pub canonical: Option<String>,
    /// What a link to the page shows elsewhere; only with `base_url`.
    pub open_graph: Option<OpenGraphView>,
    /// The feeds of the site; only with `base_url`.
    pub feeds: Vec<FeedLinkView>,
    /// The figures of the page as a schema.org `Dataset`, for a script element of the type `application/ld+json`; only
    /// on the pages of KPIs and studies.
    pub dataset_json: Option<String>,
    /// The period the page is about: October 2026.
    pub masthead_period: Option<String>,
    /// Final edition, provisional figures, draft for review.
    pub masthead_status: Option<String>,
    /// Whether the figures are provisional or the page is a draft.
    pub provisional: bool,
    /// Published 9 November 2026.
    pub masthead_published: Option<String>,
    /// The narrower audience the edition is for: managers.
    pub audience: Option<String>,
    /// What a printed sheet must say of itself: whose figures, of when, how firm, for whom, and where they are.
    pub stamp: String,
    /// The logo of `theme.yaml`.
    pub logo: Option<LogoView>,
    /// The line at the foot of every page that `theme.yaml` sets.
    pub footer: Option<String>,
}

/// A logo.
#[derive(Clone, Debug, Serialize)]
pub struct LogoView {
    /// The picture; on a light page where there is another one for a dark page.
    pub href: String,
    /// The picture on a dark page; `null` where it is the same.
    pub dark_href: Option<String>,
    /// What it says.
    pub text: String,
}

/// What a link to a page shows elsewhere (the Open Graph protocol, ogp.me).
#[derive(Clone, Debug, Serialize)]
pub struct OpenGraphView {
    /// `website`, `article`.
    pub kind: String,
    /// The title.
    pub title: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// The absolute address of the page.
    pub address: String,
    /// The absolute address of a picture: the headline as one, or that of a story.
    pub image: Option<String>,
    /// What the picture shows or says.
    pub image_alt: Option<String>,
}

/// A feed of the site.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLinkView {
    /// Service scorecard, Atom
    pub title: String,
    /// `application/atom+xml`
    pub media_type: String,
    /// Its address, relative.
    pub href: String,
}

/// An entry of a navigation.
#[derive(Clone, Debug, Serialize)]
pub struct NavView {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether this is where we are: the page itself, or the section it is in.
    pub current: bool,
    /// Whether it leads to this very page.
    pub is_this_page: bool,
}

/// A link with its label.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// A small label above: Previous month.
    pub label: String,
    /// What it says: September 2026.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// A part of a value: its number and the unit after it.
#[derive(Clone, Debug, Serialize)]
pub struct PieceView {
    /// What stands before the number: a currency sign.
    pub before: String,
    /// 14
    pub number: String,
    /// min; empty where there is none. The space before it is the template's.
    pub unit: String,
}

/// A value in pieces, for large type.
pub(in crate::compose) fn pieces(pieces: Vec<words::number::Piece>) -> Vec<PieceView> {
    let view = |piece: words::number::Piece| PieceView { before: piece.before, number: piece.number, unit: piece.unit };
    pieces.into_iter().map(view).collect()
}

/// Whether a change is real.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictView {
    /// `better`, `worse`, `different`, `usual`, `early`, `none`.
    pub state: Cow<'static, str>,
    /// The word readers see: better, longer, usual, early limits.
    pub word: Cow<'static, str>,
    /// The shape: `better`, `worse`, `different`, `usual`; empty where there is no verdict.
    pub shape: Cow<'static, str>,
}

/// Whether the target is met.
#[derive(Clone, Debug, Serialize)]
pub struct AssuranceView {
    /// `always`, `sometimes`, `never`, `no-target`, `too-early`.
    pub state: Cow<'static, str>,
    /// The words readers see: always meets its target.
    pub word: Cow<'static, str>,
    /// The shape: `always`, `sometimes`, `never`; empty where there is none.
    pub shape: Cow<'static, str>,
}

/// One KPI in one period: a line of a scorecard, and a tile.
#[derive(Clone, Debug, Serialize)]
pub struct LineView {
    /// The KPI's id, which is also the line's anchor.
    pub id: String,
    /// The KPI's name.
    pub name: String,
    /// The KPI's page.
    pub href: String,
    /// The value with its unit; `null` when there is none.
    pub value: Option<String>,
    /// The same in pieces, for large type.
    pub value_pieces: Vec<PieceView>,
    /// Words in the value's place: no data.
    pub missing: Option<String>,
    /// The last known value and its period, where the value is missing.
    pub last_known: Option<String>,
    /// provisional, estimated; `null` for a final figure.
    pub standing: Option<String>,
    /// That it is provisional, or was revised since it was first published; `null` for most.
    pub mark: Option<MarkView>,
    /// The cases behind the value: 1,877,191 of 2,167,550; `null` where they are not known.
    pub evidence: Option<String>,
    /// The signed change: +1.3 pts.
    pub change: Option<String>,
    /// What the change is against: on September.
    pub change_on: Option<String>,
    /// The organisation's value, on the scorecard of a part.
    pub whole: Option<String>,
    /// The sparkline.
    pub sparkline_svg: String,
    /// The value against its target; `null` without target.
    pub bullet_svg: Option<String>,
    /// target 90 %; no target.
    pub target: String,
    /// Whether the change is real.
    pub verdict: VerdictView,
    /// Whether the target is met.
    pub assurance: AssuranceView,
    /// The finding as a sentence.
    pub sentence: String,
    /// The reporter's remark on the figure.
    pub note: Option<String>,
}

/// A chart in its figure.
#[derive(Clone, Debug, Serialize)]
pub struct ChartView {
    /// The chart kind, which is also the CSS modifier: `trend`.
    pub kind: String,
    /// The finding, then measure, unit, population and period.
    pub caption: String,
    /// The drawing for wide containers.
    pub wide_svg: String,
    /// The drawing for narrow containers.
    pub narrow_svg: String,
    /// Every value of the chart.
    pub table: TableView,
    /// Source and date.
    pub source: Option<String>,
    /// The drawing as a file of its own; `null` on pages whose charts have none.
    pub svg_href: Option<String>,
    /// The numbers as a file of their own.
    pub csv_href: Option<String>,
}

/// A table.
#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    /// What it shows.
    pub caption: String,
    /// The heads of the columns.
    pub head: Vec<CellView>,
    /// The rows; the first cell of each is its head.
    pub rows: Vec<Vec<CellView>>,
}

/// A cell of a table.
#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    /// What it says.
    pub text: String,
    /// Whether it is a number, which stands at the right.
    pub numeric: bool,
}

/// A term and what is known of it.
#[derive(Clone, Debug, Serialize)]
pub struct FactView {
    /// The term.
    pub term: String,
    /// What is known.
    pub text: String,
    /// Where more is said.
    pub href: Option<String>,
}

/// Words somebody wrote.
#[derive(Clone, Debug, Serialize)]
pub struct ProseView {
    /// Their title.
    pub title: Option<String>,
    /// The words, ready to be placed.
    pub body_html: String,
    /// Who wrote them and when.
    pub byline: Option<String>,
}

/// A letter beside a figure that is not, or not yet, what was first published.
#[derive(Clone, Debug, Serialize)]
pub struct MarkView {
    /// p, r, c
    pub letter: String,
    /// provisional, revised, corrected
    pub word: String,
}

/// A figure that differs from what was published before.
#[derive(Clone, Debug, Serialize)]
pub struct RevisionView {
    /// The KPI, with the part where it is one's.
    pub name: String,
    /// The KPI's page.
    pub href: String,
    /// The period of the figure.
    pub period: String,
    /// The scorecard of the period; `null` on that page itself.
    pub period_href: Option<String>,
    /// What was published; words where nothing was.
    pub was: String,
    /// What it is now.
    pub now: String,
    /// By how much: −0.4 pts; `null` where one of the two is not known.
    pub size: Option<String>,
    /// What that did to the verdict; `null` where the former figure is withheld.
    pub effect: Option<String>,
    /// When it changed.
    pub on: String,
    /// correction, scheduled revision, change of method.
    pub kind: String,
    /// The letter that the figure carries for it.
    pub mark: MarkView,
    /// Why.
    pub because: String,
}

/// A link from the page `from`.
pub(super) fn link(site: Site, from: &Route, label: &str, text: String, to: &Route) -> LinkView {
    LinkView { label: label.to_owned(), text, href: site.href(from, to) }
}

/// A fact without a link.
pub(super) fn fact(term: &str, text: impl Into<String>) -> FactView {
    FactView { term: term.to_owned(), text: text.into(), href: None }
}

/// A revision as pages show it; `None` when its KPI is not in the edition.
pub(super) fn revision_view(site: Site, from: &Route, period: Period, revision: &Revision) -> Option<RevisionView> {
    let facts = site.facts();
    let kpi = facts.kpi(&revision.subject.kpi)?;
    let part = revision.subject.part.as_ref().and_then(|part| facts.part(part));
    let name = match part {
        Some((_, member)) => format!("{}, {}", kpi.name, member.name),
        None => kpi.name.clone(),
    };
    let text = |measurement: Option<Measurement>| match measurement.and_then(|it| it.value(kpi.unit)) {
        Some(value) => words::number::value(kpi, value),
        None => words::missing::before(measurement),
    };
    // What took its place may have been revised since.
    let next = facts.snapshot(period).and_then(|snapshot| next_revision(snapshot, revision));
    let now = match next {
        Some(next) => next.was,
        None => {
            let reading = facts.series.get(&revision.subject).and_then(|series| series.at(period));
            reading.map(|reading| reading.measurement)
        }
    };
    let is_withheld = |it: Option<Measurement>| it.is_some_and(|it| it.withheld().is_some());
    let value = |it: Option<Measurement>| it.and_then(|it| it.value(kpi.unit));
    let effect = (!is_withheld(revision.was) && !is_withheld(now)).then(|| {
        let before = site.findings.as_published(&revision.subject, period, revision.was);
        let after = site.findings.as_published(&revision.subject, period, now);
        words::restatement::effect(kpi, &before, &after)
    });
    Some(RevisionView {
        name,
        href: site.href(from, &Route::Kpi(kpi.id.clone())),
        period: words::period::name(period),
        period_href: (*from != Route::Scorecard(period)).then(|| site.href(from, &Route::Scorecard(period))),
        was: text(revision.was),
        now: text(now),
        size: words::restatement::size(kpi, value(revision.was), value(now)),
        effect,
        on: words::period::date(revision.on),
        kind: match revision.kind {
            RevisionKind::Correction => "correction",
            RevisionKind::Scheduled => "scheduled revision",
            RevisionKind::Method => "change of method",
        }
        .to_owned(),
        mark: mark_view(words::restatement::mark(revision.kind)),
        because: revision.because.clone(),
    })
}

/// The revision that followed on `revision` of the same figure: the next by day, of one day the next in the file.
fn next_revision<'a>(snapshot: &'a Snapshot, revision: &Revision) -> Option<&'a Revision> {
    let mut same: Vec<&Revision> = snapshot.revisions.iter().filter(|it| it.subject == revision.subject).collect();
    same.sort_by_key(|revision| revision.on);
    let place = same.iter().position(|it| *it == revision)?;
    same.get(place + 1).copied()
}

/// The mark of a figure: of its latest revision, or that it is provisional.
pub(in crate::compose) fn mark_of(site: Site, findings: &KpiFindings) -> Option<MarkView> {
    let is_provisional = findings.current().is_some_and(|point| point.standing == Standing::Provisional);
    if is_provisional {
        return Some(mark_view(words::restatement::PROVISIONAL));
    }
    let latest = site.facts().snapshot(findings.as_of)?.latest_revision(&findings.subject)?;
    Some(mark_view(words::restatement::mark(latest.kind)))
}

fn mark_view((letter, word): (&str, &str)) -> MarkView {
    MarkView { letter: letter.to_owned(), word: word.to_owned() }
}

/// The month of a day: October 2026.
pub(super) fn month_of(day: Date) -> String {
    Period::containing(PeriodKind::Month, day).map_or_else(|| words::period::date(day), words::period::name)
}

/// The name of a month, 1 to 12.
pub(super) fn month_name(number: u8) -> String {
    let month = Period::new(PeriodKind::Month, 2000, number);
    month.map(words::period::bare).unwrap_or_default()
}

/// A whole number of a hundred: 65.
pub(super) fn whole(value: f64) -> String {
    words::number::machine(value.round())
}

/// A share in whole percent: 66 %.
pub(super) fn whole_percent(share: f64) -> String {
    format!("{}\u{202f}%", whole(share))
}
