//! Our own markup, tag by tag, for places that cannot follow every link or show every picture.

/// `html` with its links and pictures as a place needs them: `link` gives the address that a link has there, and a link
/// without one is its words; `picture` the address of a picture, and one without is the words for those who do not see it.
///
/// What offers other pictures to other screens is left out. Only for markup that Plaudit wrote, whose attributes are in
/// double quotes.
pub fn relinked(
    html: &str,
    link: impl Fn(&str) -> Option<String>,
    mut picture: impl FnMut(&str) -> Option<String>,
) -> String {
    let mut written = String::with_capacity(html.len());
    // Whether each link that is open is kept.
    let mut open: Vec<bool> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        written.push_str(&rest[..start]);
        let end = end_of_tag(&rest[start..]).map_or(rest.len(), |end| start + end);
        let tag = &rest[start..end];
        rest = &rest[end..];
        match name(tag) {
            "a" => {
                let address = link(attribute(tag, "href").unwrap_or_default());
                open.push(address.is_some());
                written.extend(address.map(|address| with_attribute(tag, "href", &address)));
            }
            "/a" => {
                if open.pop() != Some(false) {
                    written.push_str(tag);
                }
            }
            "img" => match picture(attribute(tag, "src").unwrap_or_default()) {
                Some(address) => written.push_str(&with_attribute(tag, "src", &address)),
                None => written.push_str(attribute(tag, "alt").unwrap_or_default()),
            },
            "source" => {}
            _ => written.push_str(tag),
        }
    }
    written.push_str(rest);
    written
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

/// `tag` with another value of an attribute that it has.
fn with_attribute(tag: &str, name: &str, value: &str) -> String {
    let was = attribute(tag, name).unwrap_or_default();
    tag.replacen(&format!(" {name}=\"{was}\""), &format!(" {name}=\"{value}\""), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_without_an_address_is_its_words() {
        check("<p>See <a class=\"x\" href=\"a\"><em>this</em></a>.</p>", "<p>See <em>this</em>.</p>");
        check("<a class=\"x\" href=\"known\">all</a>", "<a class=\"x\" href=\"there\">all</a>");
        check("a &lt; b", "a &lt; b");
    }

    #[test]
    fn a_picture_without_an_address_is_what_it_shows() {
        check("<img src=\"known\" alt=\"A > b\">", "<img src=\"there\" alt=\"A > b\">");
        check(
            "<picture><source srcset=\"b\"><img src=\"a\" alt=\"A &lt;hand&gt;\"></picture>",
            "<picture>A &lt;hand&gt;</picture>",
        );
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let there = |address: &str| (address == "known").then(|| "there".to_owned());
        assert_eq!(relinked(html, there, there), expected);
    }
}
