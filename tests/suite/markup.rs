//! A page taken apart, as far as tests of its structure need it.

/// One start tag.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Element {
    /// Its name.
    pub(crate) name: String,
    /// Its attributes as written, without quotation marks; an attribute without value has an empty one.
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(attribute, _)| attribute == name).map(|(_, value)| value.as_str())
    }
}

const VOID: [&str; 6] = ["meta", "link", "img", "br", "hr", "input"];

/// Every start tag of a page in order; fails where tags do not close what was opened last.
pub(crate) fn elements(page: &str) -> Result<Vec<Element>, String> {
    let mut elements = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = page.trim_start().strip_prefix("<!doctype html>").ok_or("a page begins with its doctype")?;
    while let Some(start) = rest.find('<') {
        let end =
            start + tag_length(&rest[start..]).ok_or_else(|| format!("`{:.40}` is not closed", &rest[start..]))?;
        let tag = &rest[start + 1..end - 1];
        rest = &rest[end..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop().as_deref() != Some(name) {
                return Err(format!("</{name}> closes nothing, before `{:.60}`", rest.trim_start()));
            }
            continue;
        }
        let (written, closes_itself) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = written.split_once(char::is_whitespace).unwrap_or((written, ""));
        if !closes_itself && !VOID.contains(&name) {
            open.push(name.to_owned());
        }
        elements.push(Element { name: name.to_owned(), attributes: attributes_of(attributes) });
    }
    if open.is_empty() { Ok(elements) } else { Err(format!("left open: {open:?}")) }
}

/// How long the tag is that `text` begins with; a `>` inside quotation marks does not end it.
fn tag_length(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.bytes()
        .position(|byte| {
            quoted ^= byte == b'"';
            byte == b'>' && !quoted
        })
        .map(|end| end + 1)
}

fn attributes_of(written: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    let mut rest = written.trim_start();
    while !rest.is_empty() {
        let name_end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let quoted = after.strip_prefix("=\"").and_then(|value| value.split_once('"'));
        let (value, after) = quoted.unwrap_or(("", after));
        attributes.push((name.to_owned(), value.to_owned()));
        rest = after.trim_start();
    }
    attributes
}
