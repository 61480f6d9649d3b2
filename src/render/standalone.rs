//! A page → a file that loads nothing: its styles and pictures are inside, and links within the site have gone.

/// `html` with `styles` in its head, `picture` in place of the addresses of pictures, and of links only those that lead
/// within it or to what `address` makes of them: any other is its words.
pub fn standalone(
    html: &str,
    styles: &str,
    address: impl Fn(&str) -> Option<String>,
    mut picture: impl FnMut(&str) -> Option<String>,
) -> String {
    let mut alone = String::with_capacity(html.len() + styles.len());
    // Whether each link that is open is kept.
    let mut open: Vec<bool> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        alone.push_str(&rest[..start]);
        let end = end_of_tag(&rest[start..]).map_or(rest.len(), |end| start + end);
        let tag = &rest[start..end];
        rest = &rest[end..];
        match name(tag) {
            "/head" => {
                alone.push_str("<style>");
                alone.push_str(styles);
                alone.push_str("</style>\n");
                alone.push_str(tag);
            }
            "a" => {
                let href = attribute(tag, "href").unwrap_or_default();
                let kept = match href.split_once(':') {
                    _ if href.starts_with('#') => Some(href.to_owned()),
                    Some((scheme, _)) if !scheme.contains(['/', '.', '?', '#']) => Some(href.to_owned()),
                    _ => address(href),
                };
                open.push(kept.is_some());
                if let Some(kept) = kept {
                    alone.push_str(&tag.replacen(&format!("href=\"{href}\""), &format!("href=\"{kept}\""), 1));
                }
            }
            "/a" => {
                if open.pop() != Some(false) {
                    alone.push_str(tag);
                }
            }
            "img" => {
                let src = attribute(tag, "src").unwrap_or_default();
                match picture(src) {
                    Some(data) => {
                        alone.push_str(&tag.replacen(&format!("src=\"{src}\""), &format!("src=\"{data}\""), 1));
                    }
                    None => alone.push_str(attribute(tag, "alt").unwrap_or_default()),
                }
            }
            // Another picture for other screens, and what only a script shows.
            "source" => {}
            _ => alone.push_str(tag),
        }
    }
    alone.push_str(rest);
    alone
}

/// The name of an element with `/` in front where it ends.
fn name(tag: &str) -> &str {
    let inside = tag.trim_start_matches('<');
    inside.split(|char: char| char.is_whitespace() || char == '>').next().unwrap_or_default()
}

/// Where the tag at the start of `html` ends: behind a `>` that stands in no attribute.
fn end_of_tag(html: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The value of an attribute as it is written.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
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
