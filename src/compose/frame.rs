//! The frame around every page: title, navigation, style sheets, the line that says which edition this is.

use crate::analyse::Findings;
use crate::diagnostic::Diagnostics;
use crate::model::{Image, Organisation, Snapshot};
use crate::words;

use super::feeds;
use super::outline::{Outline, Page, picture_of};
use super::pages::{FeedLinkView, FrameView, LogoView, NavView, OpenGraphView};
use super::route::{Route, relative};
use super::wanted::Wanted;

/// What pages are made from: the findings with their edition, and every address.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) findings: &'a Findings<'a>,
    pub(super) outline: &'a Outline,
    /// The page that is made.
    pub(super) page: &'a Page,
    /// What its templates ask for.
    pub(super) wanted: &'a Wanted,
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
        self.frame_of_edition(route, title, description, &[])
    }

    /// The same, with what its printed sheets say of the `edition`.
    fn frame_of_edition(&self, route: &Route, title: &str, description: Option<String>, edition: &[&str]) -> FrameView {
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
            (page.heading.weight, NavView { label, href: href(&to), current: to == *route, is_this_page: to == *route })
        });
        let mut foot: Vec<_> = foot.collect();
        foot.sort_by_key(|(weight, _)| *weight);
        // With its index.html: not every host shows that of a folder.
        let canonical = settings.base_url.as_ref().map(|base| feeds::address(base, route));
        let canonical = canonical.filter(|_| *route != Route::NotFound);
        let open_graph = canonical.as_ref().map(|address| self.elsewhere(route, title, description.as_ref(), address));
        let audience = self.findings.edition().audience().map(ToString::to_string);
        let (brand, wanted) = (&self.outline.brand, self.wanted);
        FrameView {
            language: settings.language.clone(),
            document_title,
            description,
            site_title: settings.title.clone(),
            organisation: settings.organisation.clone(),
            home_href: href(&Route::Home),
            navigation: self.navigation(route),
            breadcrumbs: wanted.fill("breadcrumbs", || self.breadcrumbs(route, title)),
            foot_navigation: foot.into_iter().map(|(_, link)| link).collect(),
            styles: self.outline.styles.iter().map(href).collect(),
            early_scripts: self.outline.early_scripts.iter().map(href).collect(),
            scripts: self.outline.scripts.iter().map(href).collect(),
            security_policy: security_policy(self.outline.has_scripts() || *route == Route::Search),
            stamp: wanted.fill("stamp", || self.stamp(edition, audience.as_deref(), canonical.as_deref())),
            canonical,
            open_graph,
            feeds: self.feed_links(route),
            dataset_json: None,
            masthead_period: None,
            masthead_status: None,
            provisional: false,
            masthead_published: None,
            audience,
            logo: brand.logo.as_ref().map(|logo| LogoView {
                href: href(logo),
                dark_href: brand.dark_logo.as_ref().map(href),
                text: brand.logo_text.clone().unwrap_or_else(|| settings.organisation.clone()),
            }),
            footer: brand.footer.clone(),
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
        let is_draft = self.facts().settings.approval_required && snapshot.approved.is_none();
        let status = match (snapshot.provisional, is_draft) {
            (true, _) => "Provisional figures",
            (false, true) => "Draft for review",
            (false, false) => "Final edition",
        };
        let period = words::period::name(snapshot.period);
        let published = format!("published {}", words::period::date(snapshot.published));
        let edition = [&*period, &*status.to_lowercase(), &*published];
        let frame = self.frame_of_edition(route, title, description, &edition);
        FrameView {
            masthead_period: Some(period),
            masthead_status: Some(status.to_owned()),
            provisional: snapshot.provisional || is_draft,
            masthead_published: Some(published),
            ..frame
        }
    }

    /// What a link to the page shows elsewhere.
    fn elsewhere(&self, route: &Route, title: &str, description: Option<&String>, address: &str) -> OpenGraphView {
        let facts = self.facts();
        let is_article = matches!(
            route,
            Route::Scorecard(_) | Route::PartScorecard(..) | Route::Story(_) | Route::Study(_) | Route::Newsletter(_)
        );
        let picture = match route {
            Route::Home => Some(Route::ScorecardPicture(facts.latest().period)),
            Route::Story(slug) => self.story_picture(slug),
            route => picture_of(route),
        };
        let words = match route {
            Route::Story(slug) => self.story_image(slug).map(|image| &image.alt),
            _ => description,
        };
        let image = facts.settings.base_url.as_ref().zip(picture);
        let image = image.map(|(base, picture)| feeds::address(base, &picture));
        OpenGraphView {
            kind: if is_article { "article" } else { "website" }.to_owned(),
            title: title.to_owned(),
            description: description.cloned(),
            address: address.to_owned(),
            image_alt: image.as_ref().and(words).cloned(),
            image,
        }
    }

    /// The feeds of the site, where there are any.
    fn feed_links(&self, route: &Route) -> Vec<FeedLinkView> {
        let settings = &self.facts().settings;
        let feeds = [("Atom", "application/atom+xml", Route::Feed), ("JSON", "application/feed+json", Route::JsonFeed)];
        let feeds = feeds.into_iter().filter(|_| settings.base_url.is_some());
        let link = |(label, media_type, to): (&str, &str, Route)| FeedLinkView {
            title: format!("{}, {label}", settings.title),
            media_type: media_type.to_owned(),
            href: self.href(route, &to),
        };
        feeds.map(link).collect()
    }

    /// The picture of a story, where it is published.
    fn story_picture(&self, slug: &str) -> Option<Route> {
        let picture = Route::Picture(self.story_image(slug)?.file.to_string_lossy().replace('\\', "/"));
        Some(picture).filter(|picture| self.outline.has(picture))
    }

    fn story_image(&self, slug: &str) -> Option<&'a Image> {
        self.facts().stories.iter().find(|story| story.slug == slug)?.image.as_ref()
    }

    /// What a printed sheet says of itself.
    fn stamp(&self, edition: &[&str], audience: Option<&str>, address: Option<&str>) -> String {
        let settings = &self.facts().settings;
        let audience = audience.map(|audience| format!("for {audience}"));
        let whose = [settings.organisation.as_str(), settings.title.as_str()];
        let said = whose.into_iter().chain(edition.iter().copied()).chain(audience.as_deref());
        let said = said.collect::<Vec<_>>().join(", ");
        address.map_or(said.clone(), |address| format!("{said}. {address}"))
    }

    /// The way from the front page to `route`, which is called `title`.
    ///
    /// A scorecard is found in the archive whichever is the latest, so that a new month does not move an old one.
    fn breadcrumbs(&self, route: &Route, title: &str) -> Vec<NavView> {
        let mut way: Vec<(String, Route)> = match route {
            Route::Home | Route::NotFound | Route::Alias(_) => return Vec::new(),
            Route::PartScorecard(period, _) => vec![
                (section_name(&Route::Archive).to_owned(), Route::Archive),
                (words::period::name(*period), Route::Scorecard(*period)),
            ],
            route => {
                let section = section_of(route);
                let above = (section != route).then(|| (section_name(section).to_owned(), section.clone()));
                above.into_iter().collect()
            }
        };
        way.insert(0, (section_name(&Route::Home).to_owned(), Route::Home));
        let own = match route {
            Route::Scorecard(period) => words::period::name(*period),
            Route::PartScorecard(_, part) => {
                self.facts().part(part).map_or_else(|| title.to_owned(), |(_, member)| member.name.clone())
            }
            route => match section_name(route) {
                "" => title.to_owned(),
                section => section.to_owned(),
            },
        };
        way.push((own, route.clone()));
        let entry = |(label, to): (String, Route)| NavView {
            label,
            href: self.href(route, &to),
            current: to == *route,
            is_this_page: to == *route,
        };
        way.into_iter().map(entry).collect()
    }

    /// The relative address of `to` on the page `from`. From the page for lost addresses, which can be shown at any
    /// depth, links begin at the site's root where that is known.
    pub(super) fn href(&self, from: &Route, to: &Route) -> String {
        match (from, &self.facts().settings.base_url) {
            (Route::NotFound, Some(base)) => format!("{}{}", base.path(), to.path()),
            _ if *from == self.page.route => relative(&self.page.path, &to.path()),
            _ => relative(&from.path(), &to.path()),
        }
    }

    fn navigation(&self, route: &Route) -> Vec<NavView> {
        let here = section_of(route);
        let facts = self.facts();
        let is_empty = |section: &Route| match section {
            Route::StudyList => facts.studies.is_empty(),
            Route::Stories => facts.stories.is_empty(),
            Route::NewsletterList => facts.newsletters.is_empty(),
            _ => false,
        };
        let sections = SECTIONS.into_iter().filter(|(_, section)| !is_empty(section));
        sections
            .map(|(label, section)| NavView {
                label: label.to_owned(),
                href: self.href(route, &section),
                current: section == *here,
                is_this_page: section == *route,
            })
            .collect()
    }
}

/// The sections of a site.
const SECTIONS: [(&str, Route); 8] = [
    ("Front page", Route::Home),
    ("KPIs", Route::KpiList),
    ("Benchmarks", Route::StudyList),
    ("Stories", Route::Stories),
    ("Newsletters", Route::NewsletterList),
    ("Archive", Route::Archive),
    ("Method", Route::Method),
    ("Search", Route::Search),
];

/// The section that a page is in; a page that is in none is its own.
fn section_of(route: &Route) -> &Route {
    match route {
        Route::Kpi(_) => &Route::KpiList,
        Route::Study(_) => &Route::StudyList,
        Route::Story(_) | Route::Award(_) | Route::Value(_) => &Route::Stories,
        Route::StoriesOfPart(_) | Route::StoriesOfYear(_) => &Route::Stories,
        Route::RollOfHonour(_) | Route::Balance | Route::StoryOnPaper(..) => &Route::Stories,
        Route::Newsletter(_) => &Route::NewsletterList,
        Route::Scorecard(_) | Route::PartScorecard(..) => &Route::Archive,
        other => other,
    }
}

fn section_name(section: &Route) -> &'static str {
    let named = SECTIONS.iter().find(|(_, route)| route == section);
    named.map_or("", |(name, _)| name)
}

/// What a page may load: style sheets, pictures and fonts of its own site, and scripts if it has any; nothing inline.
/// Forms lead to the search page.
///
/// `'self'` also means the folder of a page that is opened straight from the disk. `data:` is the empty icon, without which
/// browsers ask the server for one.
fn security_policy(has_scripts: bool) -> String {
    let scripts = if has_scripts { "script-src 'self'; " } else { "" };
    format!(
        "default-src 'none'; {scripts}style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; \
         form-action 'self'"
    )
}
