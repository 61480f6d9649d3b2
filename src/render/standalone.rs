//! A page → a file that loads nothing: its styles and pictures are inside, and links within the site have gone.

use crate::compose::relinked;

/// `html` with `styles` in its head, `picture` in place of the addresses of pictures, and of links only those that lead
/// within it or to what `address` makes of them: any other is its words.
pub fn standalone(
    html: &str,
    styles: &str,
    address: impl Fn(&str) -> Option<String>,
    picture: impl FnMut(&str) -> Option<String>,
) -> String {
    let link = |href: &str| match href.split_once(':') {
        _ if href.starts_with('#') => Some(href.to_owned()),
        Some((scheme, _)) if !scheme.contains(['/', '.', '?', '#']) => Some(href.to_owned()),
        _ => address(href),
    };
    relinked(html, link, picture).replacen("</head>", &format!("<style>{styles}</style>\n</head>"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_within_the_site_are_words_unless_it_has_an_address() {
        check("<a href=\"../kpis/index.html\"><b>all</b></a>", "<b>all</b>");
        check(
            "<a class=\"x\" href=\"known.html\">all</a>",
            "<a class=\"x\" href=\"https://x.example/known.html\">all</a>",
        );
        check("<a href=\"#top\">up</a>", "<a href=\"#top\">up</a>");
        check("<a href=\"mailto:a@b.example\">write</a>", "<a href=\"mailto:a@b.example\">write</a>");
    }

    #[test]
    fn pictures_are_inside_or_are_their_words() {
        check("<img src=\"a.png\" alt=\"A > b\">", "<img src=\"data:,a\" alt=\"A > b\">");
        check("<img src=\"b.png\" alt=\"A hand\">", "A hand");
    }

    #[test]
    fn styles_are_in_the_head() {
        check("<head></head>", "<head><style>a{}</style>\n</head>");
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let address = |href: &str| (href == "known.html").then(|| "https://x.example/known.html".to_owned());
        let picture = |src: &str| (src == "a.png").then(|| "data:,a".to_owned());
        assert_eq!(standalone(html, "a{}", address, picture), expected);
    }
}
