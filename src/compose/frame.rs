//! The frame around every page: title, navigation, style sheets, the line that says which edition this is.

use crate::analyse::Findings;
use crate::diagnostic::Diagnostics;
use crate::model::{Organisation, Snapshot};
use crate::words;

use super::outline::Outline;
use super::pages::{FrameView, NavView};
use super::route::Route;

/// What pages are made from: the findings with their edition, and every address.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) findings: &'a Findings<'a>,
    pub(super) outline: &'a Outline,
    pub(super) diagnostics: &'a Diagnostics,
}

impl<'a> Site<'a> {
    /// What the audience may know.
    pub(super) fn facts(&self) -> &'a Organisation {
        self.findings.edition().facts()
    }

    /// The frame of a page that is about no period in particular.
    ///
    /// Old scorecards carry nothing that a new month would change, so the frame names sections, never the newest
    /// page in them.
    pub(super) fn frame(&self, route: &Route, title: &str, description: Option<String>) -> FrameView {
        let facts = self.facts();
        let settings = &facts.settings;
        let document_title = match route {
            Route::Home => format!("{}, {}", settings.title, settings.organisation),
            _ => format!("{title} – {}, {}", settings.title, settings.organisation),
        };
        let href = |to: &Route| self.href(route, to);
        let foot = facts.pages.iter().map(|page| {
            let to = Route::Free(page.path.clone());
            let label = page.heading.title.clone().unwrap_or_else(|| page.path.clone());
            (page.heading.weight, NavView { label, href: href(&to), current: to == *route })
        });
        let mut foot: Vec<_> = foot.collect();
        foot.sort_by_key(|(weight, _)| *weight);
        let canonical = settings.base_url.as_ref().map(|base| {
            let path = route.path();
            format!("{base}{}", path.strip_suffix("index.html").unwrap_or(&path))
        });
        FrameView {
            language: settings.language.clone(),
            document_title,
            description,
            site_title: settings.title.clone(),
            organisation: settings.organisation.clone(),
            home_href: href(&Route::Home),
            navigation: self.navigation(route),
            foot_navigation: foot.into_iter().map(|(_, link)| link).collect(),
            styles: self.outline.styles.iter().map(href).collect(),
            scripts: self.outline.scripts.iter().map(href).collect(),
            security_policy: security_policy(!self.outline.scripts.is_empty()),
            canonical: canonical.filter(|_| *route != Route::NotFound),
            masthead_period: None,
            masthead_status: None,
            provisional: false,
            masthead_published: None,
            audience: self.findings.edition().audience().map(ToString::to_string),
        }
    }

    /// The frame of a page about one period: its masthead says which, how firm and when it was published.
    pub(super) fn period_frame(
        &self,
        route: &Route,
        title: &str,
        description: Option<String>,
        snapshot: &Snapshot,
    ) -> FrameView {
        let frame = self.frame(route, title, description);
        let is_draft = self.facts().settings.approval_required && snapshot.approved.is_none();
        let status = match (snapshot.provisional, is_draft) {
            (true, _) => "Provisional figures",
            (false, true) => "Draft for review",
            (false, false) => "Final edition",
        };
        FrameView {
            masthead_period: Some(words::period::name(snapshot.period)),
            masthead_status: Some(status.to_owned()),
            provisional: snapshot.provisional || is_draft,
            masthead_published: Some(format!("published {}", words::period::date(snapshot.published))),
            ..frame
        }
    }

    /// The relative address of `to` on the page `from`. From the page for lost addresses, which can be shown at any
    /// depth, links begin at the site's root where that is known.
    pub(super) fn href(&self, from: &Route, to: &Route) -> String {
        match (from, &self.facts().settings.base_url) {
            (Route::NotFound, Some(base)) => format!("{}{}", path_of(base), to.path()),
            _ => to.href_from(from),
        }
    }

    fn navigation(&self, route: &Route) -> Vec<NavView> {
        let sections = [
            ("Front page", Route::Home),
            ("KPIs", Route::KpiList),
            ("Benchmarks", Route::StudyList),
            ("Stories", Route::Stories),
            ("Archive", Route::Archive),
            ("Method", Route::Method),
        ];
        let here = match route {
            Route::Kpi(_) => &Route::KpiList,
            Route::Study(_) => &Route::StudyList,
            Route::Story(_) | Route::Award(_) | Route::Value(_) => &Route::Stories,
            Route::StoriesOfPart(_) | Route::StoriesOfYear(_) => &Route::Stories,
            other => other,
        };
        let facts = self.facts();
        let is_empty = |section: &Route| match section {
            Route::StudyList => facts.studies.is_empty(),
            Route::Stories => facts.stories.is_empty(),
            _ => false,
        };
        let sections = sections.into_iter().filter(|(_, section)| !is_empty(section));
        sections
            .map(|(label, section)| NavView {
                label: label.to_owned(),
                href: self.href(route, &section),
                current: section == *here,
            })
            .collect()
    }
}

/// The path of an absolute address: `/scorecard/` of `https://intranet.example/scorecard/`.
fn path_of(base_url: &str) -> &str {
    let after_scheme = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    after_scheme.find('/').map_or("/", |slash| &after_scheme[slash..])
}

/// What a page may load: style sheets, pictures and fonts of its own site, and scripts if it has any; nothing inline.
///
/// `'self'` also means the folder of a page that is opened straight from the disk. `data:` is the empty icon, without which
/// browsers ask the server for one.
fn security_policy(has_scripts: bool) -> String {
    let scripts = if has_scripts { "script-src 'self'; " } else { "" };
    format!(
        "default-src 'none'; {scripts}style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; \
         form-action 'none'"
    )
}
