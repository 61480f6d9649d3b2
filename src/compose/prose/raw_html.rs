//! HTML written by hand, where the site allows some: elements that say what words are, and nothing that acts, loads,
//! links or changes how the page looks.
//!
//! A block is cleaned as a whole. A single tag among words is cleaned by itself, and whoever opens one closes it where
//! the Markdown around it ends at the latest, so that no element of ours can be inside or outside of one by accident.

use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Elements that may stand among words.
const AMONG_WORDS: &[&str] = &[
    "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements that may stand in a block besides. Headings, links, pictures and tables are written in Markdown, which checks
/// them.
const IN_BLOCKS: &[&str] =
    &["aside", "blockquote", "dd", "details", "div", "dl", "dt", "hr", "li", "ol", "p", "pre", "summary", "ul"];

/// Elements whose contents are no words.
const NO_WORDS: &[&str] = &[
    "embed",
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// What a single tag among words comes to.
pub(super) enum Tag {
    /// It begins an element of that name, or is one that has no end.
    Opens { html: String, name: Option<&'static str> },
    /// It ends an element of that name.
    Closes(&'static str),
    /// It is not allowed.
    Refused,
}

/// A block of HTML, cleaned; balanced, whatever was written.
pub(super) fn block(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// A single tag, as Markdown finds it among words.
pub(super) fn tag(html: &str) -> Tag {
    let name = html.trim_start_matches('<').trim_start_matches('/');
    let length = name.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(name.len());
    let Some(name) = AMONG_WORDS.iter().find(|known| known.eq_ignore_ascii_case(&name[..length])) else {
        return Tag::Refused;
    };
    if html.starts_with("</") {
        return Tag::Closes(name);
    }
    let cleaned = block(html);
    let end = format!("</{name}>");
    match (*name, cleaned.strip_suffix(&end)) {
        ("br" | "wbr", None) => Tag::Opens { html: cleaned, name: None },
        (_, Some(open)) => Tag::Opens { html: open.to_owned(), name: Some(name) },
        (_, None) => Tag::Refused,
    }
}

/// The first element in `html` that [`block`] leaves out.
pub(super) fn left_out(html: &str) -> Option<&str> {
    let names = html.match_indices('<').map(|(at, _)| {
        let name = &html[at + 1..];
        &name[..name.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(name.len())]
    });
    let is_allowed = |name: &str| AMONG_WORDS.iter().chain(IN_BLOCKS).any(|allowed| allowed.eq_ignore_ascii_case(name));
    names.filter(|name| name.starts_with(|char: char| char.is_ascii_alphabetic())).find(|name| !is_allowed(name))
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(AMONG_WORDS.iter().chain(IN_BLOCKS).copied().collect())
        .clean_content_tags(NO_WORDS.iter().copied().collect())
        .generic_attributes(["lang", "dir", "title"].into())
        .tag_attributes(
            [
                ("del", ["datetime"].into()),
                ("details", ["open"].into()),
                ("ins", ["datetime"].into()),
                ("ol", ["start"].into()),
                ("time", ["datetime"].into()),
            ]
            .into(),
        )
        .url_relative(UrlRelative::Deny)
        .link_rel(None)
        .strip_comments(true);
    cleaner
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_that_say_what_words_are_stay() {
        for html in [
            "<p>H<sub>2</sub>O</p>",
            "<details open=\"\"><summary>More</summary><p>Words</p></details>",
            "<p><abbr title=\"first contact resolution\">FCR</abbr><br>next</p>",
        ] {
            assert_eq!(block(html), html);
        }
    }

    #[test]
    fn what_acts_loads_or_looks_is_left_out() {
        for (html, clean) in [
            ("<b onclick=\"x()\" style=\"color:red\" class=\"a\" id=\"b\">x</b>", "<b>x</b>"),
            ("<script>x()</script><p>y", "<p>y</p>"),
            ("<a href=\"https://x.example\">x</a>", "x"),
            ("<img src=x onerror=y>", ""),
            ("</div></main><p>x", "<p>x</p>"),
            ("<svg><text>x</text></svg>", ""),
            ("<!-- x -->y", "y"),
            ("<p title=\"<script>\">x</p>", "<p title=\"&lt;script&gt;\">x</p>"),
        ] {
            assert_eq!(block(html), clean, "{html}");
        }
        assert_eq!(left_out("<p><B>x</B><Iframe src=x></p>"), Some("Iframe"));
        assert_eq!(left_out("1 < 2 <p>x</p>"), None);
    }
}
