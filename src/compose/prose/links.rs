//! Links and pictures: what may be linked to, and which page of the site is meant.

use std::path::Path;

use percent_encoding::percent_decode_str;

use crate::diagnostic::{Problem, nearest};
use crate::model::Organisation;

/// Something of the site that a link or a picture leads to; paths have `/` between folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination<'a> {
    /// The page made from a Markdown file: `content/kpis/csat.md`.
    Words(&'a str),
    /// An address from the site's root on: `kpis/csat/`, `kpis/csat/data.csv`; empty for the home page.
    Address(&'a str),
    /// A file below content/ that pages can show: `content/stories/refunds.jpg`.
    Picture(&'a str),
}

/// Why there is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSuchPage {
    /// There is no such page, address or file.
    Unknown,
    /// There is one, but this audience may not see it.
    Withheld,
    /// There is one, but it is later than the last period of this edition.
    Later,
}

/// A link as it is written, understood as far as that is possible without knowing which pages there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// To another site, or to somebody's mailbox.
    Elsewhere,
    /// To a heading on the same page.
    Here {
        /// Without `#`.
        fragment: String,
    },
    /// To the page of a Markdown file.
    Words {
        /// The file, from the site's root on.
        file: String,
        /// Without `#`.
        fragment: Option<String>,
    },
    /// To an address of the site.
    Address {
        /// From the site's root on, without `/` in front.
        path: String,
        /// Without `#`.
        fragment: Option<String>,
    },
}

/// What the link `target` in `file` leads to.
pub(super) fn link(target: &str, file: &Path) -> Result<Link, Problem> {
    let broken = |help: &str| Problem::BrokenLink { target: target.to_owned(), help: Some(help.to_owned()) };
    match scheme(target) {
        Scheme::Web | Scheme::Mail => return Ok(Link::Elsewhere),
        Scheme::Other => return Err(Problem::DangerousLink { target: target.to_owned() }),
        Scheme::None => {}
    }
    let (path, fragment) = match target.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.to_owned())),
        None => (target, None),
    };
    if path.is_empty() {
        return match fragment {
            Some(fragment) if !fragment.is_empty() => Ok(Link::Here { fragment }),
            _ => Err(broken("name a page, such as `kpis/csat/`, or a Markdown file")),
        };
    }
    let path = decoded(path).ok_or_else(|| broken(SLASHES))?;
    let markdown = Path::new(&path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
    if markdown {
        let file = below_content(&path, file).ok_or_else(|| broken("the file is not in content/"))?;
        return Ok(Link::Words { file, fragment });
    }
    let path = site_address(&path).ok_or_else(|| broken("addresses begin at the site's root: `kpis/csat/`"))?;
    Ok(Link::Address { path, fragment })
}

/// The file that the picture `target` in `file` shows, from the site's root on.
pub(super) fn picture(target: &str, file: &Path) -> Result<String, Problem> {
    match scheme(target) {
        Scheme::Web => return Err(Problem::ExternalImage { target: target.to_owned() }),
        Scheme::Mail | Scheme::Other => return Err(Problem::DangerousLink { target: target.to_owned() }),
        Scheme::None => {}
    }
    let broken = |help: &str| Problem::BrokenLink { target: target.to_owned(), help: Some(help.to_owned()) };
    let path = decoded(target).ok_or_else(|| broken(SLASHES))?;
    below_content(&path, file).ok_or_else(|| broken("pictures are files in content/"))
}

/// What was probably meant by a link to something that the site does not have, as `from` would have to write it.
pub(super) fn meant(link: &Link, from: &Path, facts: &Organisation) -> Option<String> {
    match link {
        Link::Words { file, .. } => meant_file(file, from, facts).or_else(|| meant_kpi(file, facts)),
        Link::Address { path, .. } => {
            let kpis = facts.kpis.iter().map(|kpi| format!("kpis/{}/", kpi.id));
            let stories = facts.stories.iter().map(|story| format!("stories/{}/", story.slug));
            let all: Vec<String> = kpis.chain(stories).collect();
            nearest(path, all.iter().map(String::as_str)).or_else(|| {
                // The id alone, without its folder.
                let id = path.trim_matches('/');
                facts.kpis.iter().find(|kpi| kpi.id.as_str() == id).map(|kpi| format!("kpis/{}/", kpi.id))
            })
        }
        Link::Here { .. } | Link::Elsewhere => None,
    }
}

const SLASHES: &str = "write `/` between folders, and no `?`";

enum Scheme {
    Web,
    Mail,
    Other,
    None,
}

/// What `target` begins with. Browsers skip control characters and read `\` as `/`, so we allow neither.
fn scheme(target: &str) -> Scheme {
    let unclear = |char: char| char.is_control() || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}');
    if target.contains(unclear) || target.starts_with("//") || target.starts_with(['\\', ' ']) {
        return Scheme::Other;
    }
    let Some(end) = target.find([':', '/', '?', '#', '\\']).filter(|end| target[*end..].starts_with(':')) else {
        return Scheme::None;
    };
    let (name, rest) = (&target[..end], &target[end + 1..]);
    let has_host = rest.strip_prefix("//").is_some_and(|host| host.starts_with(|char: char| char.is_alphanumeric()));
    match name.to_ascii_lowercase().as_str() {
        "http" | "https" if has_host => Scheme::Web,
        "mailto" if !rest.is_empty() => Scheme::Mail,
        _ => Scheme::Other,
    }
}

/// A path without `%20` and the like; `None` when it is not one.
fn decoded(path: &str) -> Option<String> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let fits = !path.contains(|char: char| char.is_control() || matches!(char, '\\' | '?' | '#' | ':'));
    fits.then(|| path.into_owned())
}

/// `path`, seen from `file` (from content/ if it begins with `/`), as a path from the site's root on.
fn below_content(path: &str, file: &Path) -> Option<String> {
    let mut folders: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => vec!["content"],
        None => slashed(file.parent()?)?,
    };
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(folders.pop()?),
            name => folders.push(name),
        }
    }
    (folders.len() > 1 && folders[0] == "content").then(|| folders.join("/"))
}

/// An address from the site's root on; `None` when it goes up.
fn site_address(path: &str) -> Option<String> {
    let mut names: Vec<&str> = path.split('/').filter(|name| !matches!(*name, "" | ".")).collect();
    if names.contains(&"..") {
        return None;
    }
    let is_page =
        names.pop_if(|name| *name == "index.html").is_some() || names.last().is_none_or(|name| !name.contains('.'));
    let mut address = names.join("/");
    if is_page && !address.is_empty() {
        address.push('/');
    }
    Some(address)
}

fn slashed(path: &Path) -> Option<Vec<&str>> {
    path.components().map(|component| component.as_os_str().to_str()).collect()
}

/// The Markdown file that was probably meant, as `from` would have to write it.
fn meant_file(path: &str, from: &Path, facts: &Organisation) -> Option<String> {
    let known: Vec<String> = facts.markdowns().filter_map(|body| Some(slashed(&body.file)?.join("/"))).collect();
    let name = |path: &'_ str| path.rsplit('/').next().map(str::to_owned);
    let same_name = known.iter().find(|file| name(file) == name(path)).cloned();
    let meant = same_name.or_else(|| nearest(path, known.iter().map(String::as_str)))?;
    let meant: Vec<&str> = meant.split('/').collect();
    let folder = slashed(from.parent()?)?;
    let shared = folder.iter().zip(&meant).take_while(|(here, there)| here == there).count();
    let up = std::iter::repeat_n("..", folder.len() - shared);
    Some(up.chain(meant[shared..].iter().copied()).collect::<Vec<_>>().join("/"))
}

/// The page of a KPI about which there is no Markdown, or whose name is misspelt.
fn meant_kpi(path: &str, facts: &Organisation) -> Option<String> {
    let (folder, name) = path.strip_suffix(".md")?.rsplit_once('/')?;
    if !folder.ends_with("kpis") {
        return None;
    }
    nearest(name, facts.kpis.iter().map(|kpi| kpi.id.as_str())).map(|id| format!("kpis/{id}/"))
}
