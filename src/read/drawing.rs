//! Drawings: whether an SVG holds only what can be looked at.

/// What a drawing may be made of.
const ELEMENTS: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "symbol",
    "text",
    "title",
    "tspan",
    "use",
];

/// What an SVG holds that a picture does not need, in words; `None` when it can only be looked at.
///
/// Scripts do nothing in a picture of a page, but they would if somebody opened the file itself. What is not known to
/// be harmless counts as harm: elements that are not in the list, references to anything but the drawing's own parts,
/// and whatever this reader of tags does not understand.
pub(super) fn harm(bytes: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("text that is not UTF-8".into()) };
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    if let Some(after) = rest.strip_prefix("<?xml ") {
        rest = after.split_once("?>").map_or("", |(_, after)| after);
    }
    let mut is_svg = false;
    let mut in_style = false;
    while let Some((between, tag)) = rest.split_once('<') {
        if in_style && let Some(harm) = harm_of_style(between) {
            return Some(harm);
        }
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = end_of(tag) else { return Some("a tag that does not end".into()) };
        rest = after;
        let name: &str = tag.split(|c: char| c.is_whitespace() || c == '/').find(|name| !name.is_empty()).unwrap_or("");
        if !ELEMENTS.contains(&name) {
            return Some(format!("`<{}>`", name.chars().take(20).collect::<String>()));
        }
        if tag.starts_with('/') {
            in_style = false;
            continue;
        }
        is_svg |= name == "svg";
        in_style = name == "style" && !tag.ends_with('/');
        if let Some(harm) = harm_of_attributes(tag[name.len()..].trim_end_matches('/')) {
            return Some(harm);
        }
    }
    (!is_svg).then(|| "no drawing".to_owned())
}

/// A tag without its `<` and `>`, and what follows it; quotes may hold a `>`.
fn end_of(tag: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, character) in tag.char_indices() {
        match (quote, character) {
            (None, '>') => return Some((&tag[..at], &tag[at + 1..])),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), character) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

fn harm_of_attributes(mut rest: &str) -> Option<String> {
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let odd = || Some("an attribute that cannot be read".to_owned());
        let Some((name, after)) = rest.split_once('=') else { return odd() };
        let after = after.trim_start();
        let Some(quote) = after.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else { return odd() };
        let Some((value, after)) = after[1..].split_once(quote) else { return odd() };
        rest = after;
        let name = name.trim().to_ascii_lowercase();
        if name.starts_with("on") || name.contains(char::is_whitespace) {
            return Some(format!("`{}`", name.chars().take(20).collect::<String>()));
        }
        let is_reference = name == "href" || name.ends_with(":href") || name == "src";
        if is_reference && !value.trim_start().starts_with('#') {
            return Some("a link to something else".to_owned());
        }
        if let Some(harm) = harm_of_style(value).filter(|_| !name.starts_with("xmlns")) {
            return Some(harm);
        }
    }
}

/// Of a style sheet, or of an attribute, which may hold the same.
fn harm_of_style(text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    let loads =
        text.split("url(").skip(1).any(|address| !address.trim_start_matches(['"', '\'', ' ']).starts_with('#'));
    let is_coded = text.contains("&#") || text.contains('\\');
    if loads || text.contains("@import") || text.contains("javascript:") || text.contains("image(") {
        return Some("something that is loaded".to_owned());
    }
    is_coded.then(|| "characters in code".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_only_be_looked_at_is_a_picture() {
        for inside in [
            "",
            "<path d=\"M0 0h1\"/>",
            "<!-- <script> --><title>A > b</title><g fill='url(#a)'><use href=\"#b\"/></g>",
            "<style>.a{fill:#f00}</style><text class=\"a\" x=\"1\">Ölwerk &amp; Söhne</text>",
        ] {
            let xmlns = "xmlns=\"http://www.w3.org/2000/svg\"";
            let svg = format!("<?xml version=\"1.0\"?>\n<svg {xmlns} viewBox=\"0 0 1 1\">{inside}</svg>\n");
            assert_eq!(harm(svg.as_bytes()), None, "{inside}");
        }
    }

    #[test]
    fn whatever_acts_links_or_loads_is_named() {
        for (inside, expected) in [
            ("<script>alert(1)</script>", "`<script>`"),
            ("<SCRIPT/>", "`<SCRIPT>`"),
            ("<foreignObject/>", "`<foreignObject>`"),
            ("<image href=\"x.png\"/>", "`<image>`"),
            ("<animate/>", "`<animate>`"),
            ("<a href=\"#x\"/>", "`<a>`"),
            ("<path onload=\"alert(1)\"/>", "`onload`"),
            ("<path d=\"M0 0\" ONCLICK = 'x'/>", "`onclick`"),
            ("<path a=\">\" onload=\"x\"/>", "`onload`"),
            ("<use href=\"data:image/svg+xml,x\"/>", "a link to something else"),
            ("<use xlink:href='https://elsewhere.example/#x'/>", "a link to something else"),
            ("<path fill=\"url(https://elsewhere.example/)\"/>", "something that is loaded"),
            ("<style>@import 'x'</style>", "something that is loaded"),
            ("<style>a{background:u\\72l(x)}</style>", "characters in code"),
            ("<path style=\"fill:&#117;rl(x)\"/>", "characters in code"),
            ("<![CDATA[<script>]]>", "`<![CDATA[<script>`"),
            ("<path d=M0 onload=x/>", "an attribute that cannot be read"),
            ("<path d=\"M0\" ", "a tag that does not end"),
        ] {
            let svg = format!("<svg>{inside}");
            assert_eq!(harm(svg.as_bytes()), Some(expected.to_owned()), "{inside}");
        }
        assert_eq!(harm(b"<!DOCTYPE svg [<!ENTITY x \"y\">]><svg/>"), Some("`<!DOCTYPE>`".to_owned()));
        assert_eq!(harm(b"\x89PNG"), Some("text that is not UTF-8".to_owned()));
        assert_eq!(harm(b"hello"), Some("no drawing".to_owned()));
    }
}
