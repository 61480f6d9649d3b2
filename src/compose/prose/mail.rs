//! Prose for mails: without links that lead nowhere and without pictures, and as plain text.

use crate::compose::markup::relinked;

/// Our own HTML without what a mail cannot show: a link without an absolute address is its words, a picture is the words
/// for those who do not see it.
pub(in crate::compose) fn for_mail(html: &str) -> String {
    relinked(html, |address| is_absolute(address).then(|| address.to_owned()), |_| None)
}

/// Our own HTML as text: a line for each paragraph, heading and item.
pub(in crate::compose) fn as_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((words, after)) = rest.split_once('<') {
        text.push_str(words);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        match tag.trim_end_matches('/').split_whitespace().next().unwrap_or_default() {
            "li" => text.push_str("\n* "),
            "p" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "tr" => text.push_str("\n\n"),
            "br" | "ul" | "ol" => text.push('\n'),
            "td" | "th" => text.push(' '),
            _ => {}
        }
        rest = after;
    }
    text.push_str(rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    let text = text.replace("&nbsp;", " ").replace("&amp;", "&");
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

fn is_absolute(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mail_cannot_show_is_words() {
        check(r#"<p>See <a href="kpis/csat/index.html"><em>this</em></a>.</p>"#, "<p>See <em>this</em>.</p>");
        check(r#"<a href="https://x.example/a">this</a>"#, r#"<a href="https://x.example/a">this</a>"#);
        check(r#"<img src="a.png" alt="A &lt;hand&gt;">"#, "A &lt;hand&gt;");
        check("a &lt; b", "a &lt; b");
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(for_mail(html), expected);
    }

    #[test]
    fn words_of_a_mail_are_words_without_tags() {
        for (html, expected) in [
            ("<p>One &amp; two.</p>\n<p>Three</p>", "One & two.\n\nThree"),
            ("<h3 id=\"a\">Head</h3><ul><li>a</li><li>b <em>c</em></li></ul>", "Head\n\n* a\n* b c"),
            ("<p>&lt;b&gt; &amp;lt;</p>", "<b> &lt;"),
            ("", ""),
        ] {
            assert_eq!(as_text(html), expected);
        }
    }
}
