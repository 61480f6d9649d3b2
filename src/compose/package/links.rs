//! Links: which files of its own site a page asks for or leads to.

use std::collections::BTreeSet;

/// What a page names in `href`, `src` and `action`, as it means it: without what HTML escapes.
pub(super) fn linked(html: &str) -> BTreeSet<String> {
    let attributes = ["href=\"", "src=\"", "action=\"", "srcset=\""];
    let values =
        attributes.iter().flat_map(|attribute| html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()));
    values.map(|value| value.replace("&#x27;", "'").replace("&#39;", "'").replace("&amp;", "&")).collect()
}

/// The path below the site that `address` leads to from the page at `path`; `None` for other hosts and places in the page.
pub(in crate::compose) fn target(path: &str, address: &str) -> Option<String> {
    let address = address.split(['#', '?']).next().unwrap_or_default();
    if address.is_empty() || address.starts_with('/') || address.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => drop(parts.pop()?),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_within_the_site() {
        let html = "<a href=\"../../kpis/csat/index.html#by-team\">x</a><img src=\"../pictures/a&amp;b.png\"> \
                    <a href=\"https://example.org/a\">x</a><a href=\"#top\">x</a><form action=\"../search/index.html\">\
                    <a href=\"mailto:a@b.c\">x</a><a href=\"../../../../etc/passwd\">x</a>";
        let found = linked(html);
        let found: BTreeSet<_> =
            found.iter().filter_map(|address| target("2026-10/team/index.html", address)).collect();
        let expected = ["2026-10/pictures/a&b.png", "2026-10/search/index.html", "kpis/csat/index.html"];
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
    }
}
