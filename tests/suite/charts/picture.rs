//! A drawing read back: strict about XML, and able to say where everything lies.

use plaudit::draw::text_width;

/// An element with its attributes, the classes it inherits and the text right inside it.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// Its own classes and those of the groups around it.
    pub(super) classes: Vec<String>,
    pub(super) text: String,
    pub(super) parent: Option<usize>,
}

/// A drawing, its elements in the order in which they begin.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) elements: Vec<Element>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// What a text covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn number(&self, name: &str) -> f64 {
        self.attribute(name).unwrap_or("0").parse().unwrap()
    }

    pub(super) fn has_class(&self, class: &str) -> bool {
        self.classes.iter().any(|own| own == class)
    }
}

impl Picture {
    /// Reads an SVG element; panics with a reason when it is not well-formed.
    pub(super) fn read(svg: &str) -> Self {
        let mut elements: Vec<Element> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut rest = svg;
        while let Some(start) = rest.find('<') {
            let text = unescaped(&rest[..start]);
            if let Some(inside) = open.last() {
                elements[*inside].text.push_str(&text);
            } else {
                assert!(text.is_empty(), "text outside of the root: {text}");
            }
            let end = rest[start..].find('>').expect("a tag ends") + start;
            let tag = &rest[start + 1..end];
            rest = &rest[end + 1..];
            if let Some(name) = tag.strip_prefix('/') {
                let last = open.pop().expect("an end tag has a start tag");
                assert_eq!(elements[last].name, name, "tags are nested");
                continue;
            }
            assert!(!open.is_empty() || elements.is_empty(), "a second root");
            let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            let attributes = attributes_of(attributes);
            let parent = open.last().copied();
            let mut classes = parent.map(|parent| elements[parent].classes.clone()).unwrap_or_default();
            if let Some((_, own)) = attributes.iter().find(|(key, _)| key == "class") {
                classes.extend(own.split(' ').map(str::to_owned));
            }
            elements.push(Element { name: name.to_owned(), attributes, classes, text: String::new(), parent });
            if !is_empty {
                open.push(elements.len() - 1);
            }
        }
        assert!(open.is_empty(), "an element does not end");
        assert!(rest.is_empty(), "text after the root: {rest}");
        let view: Vec<f64> =
            elements[0].attribute("viewBox").unwrap().split(' ').map(|number| number.parse().unwrap()).collect();
        Self { width: view[2], height: view[3], elements }
    }

    pub(super) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// The texts with what they cover.
    pub(super) fn texts(&self) -> Vec<(&Element, Extent)> {
        self.named("text").map(|text| (text, extent(text))).collect()
    }

    /// All tooltips.
    pub(super) fn tips(&self) -> Vec<&str> {
        let titles = self.named("title").filter(|title| title.attribute("id").is_none());
        titles.map(|title| title.text.as_str()).collect()
    }

    /// The title of a circle.
    pub(super) fn tip(&self, circle: &Element) -> Option<&str> {
        let inside = |title: &&Element| title.parent.is_some_and(|parent| std::ptr::eq(&self.elements[parent], circle));
        self.named("title").find(inside).map(|title| title.text.as_str())
    }

    /// The corners of every subpath of the paths with this class.
    pub(super) fn subpaths(&self, class: &str) -> Vec<Vec<(f64, f64)>> {
        let paths = self.named("path").filter(|path| path.has_class(class));
        paths.flat_map(|path| corners(path.attribute("d").unwrap())).collect()
    }
}

/// Where a text lies at 13 pixels, by the widths that the layout itself uses.
fn extent(text: &Element) -> Extent {
    let is_bold = text.has_class("label--row") || text.has_class("label--ours");
    let width = f64::from(text_width(&text.text, 130, is_bold)) / 10.0;
    let (x, y) = (text.number("x"), text.number("y"));
    let left = match (text.has_class("middle"), text.has_class("end")) {
        (true, _) => x - width / 2.0,
        (_, true) => x - width,
        _ => x,
    };
    Extent { left, right: left + width, top: y - 10.0, bottom: y + 3.0 }
}

impl Extent {
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// The corners of every subpath; panics on anything but M, m, h, v, l, z with numbers of one decimal at most.
pub(super) fn corners(data: &str) -> Vec<Vec<(f64, f64)>> {
    let mut subpaths: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut pen = (0.0, 0.0);
    let mut rest = data;
    while let Some(command) = rest.chars().next() {
        rest = &rest[1..];
        let length = rest.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(rest.len());
        let numbers = numbers(&rest[..length]);
        rest = &rest[length..];
        match (command, numbers.as_slice()) {
            ('M', [x, y]) => {
                pen = (*x, *y);
                subpaths.push(vec![pen]);
            }
            ('m', [x, y]) => {
                pen = (pen.0 + x, pen.1 + y);
                subpaths.push(vec![pen]);
            }
            ('z', []) => pen = subpaths.last().unwrap()[0],
            ('h' | 'v', several) if !several.is_empty() => {
                for by in several {
                    pen = if command == 'h' { (pen.0 + by, pen.1) } else { (pen.0, pen.1 + by) };
                    subpaths.last_mut().unwrap().push(pen);
                }
            }
            ('l', pairs) if pairs.len() >= 2 && pairs.len() % 2 == 0 => {
                for pair in pairs.chunks(2) {
                    pen = (pen.0 + pair[0], pen.1 + pair[1]);
                    subpaths.last_mut().unwrap().push(pen);
                }
            }
            (command, numbers) => panic!("`{command}` with {numbers:?} in {data}"),
        }
    }
    subpaths
}

fn numbers(text: &str) -> Vec<f64> {
    let parted = text.replace('-', " -");
    let numbers = parted.split_whitespace().map(|number| {
        let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        assert!(decimals <= 1, "more than one decimal: {number}");
        number.parse().unwrap_or_else(|_| panic!("not a number: {number}"))
    });
    numbers.collect()
}

fn attributes_of(text: &str) -> Vec<(String, String)> {
    let mut attributes: Vec<(String, String)> = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").expect("an attribute has a quoted value");
        let (value, after) = after.split_once('"').expect("a value ends");
        assert!(!attributes.iter().any(|(known, _)| known == name), "`{name}` twice");
        attributes.push((name.to_owned(), unescaped(value)));
        rest = after.trim_start();
    }
    attributes
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (entity, after) = rest[at + 1..].split_once(';').expect("an entity ends");
        out.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            other => panic!("unknown entity &{other};"),
        });
        rest = after;
    }
    out.push_str(rest);
    let is_control = |character: char| character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}');
    assert!(!out.contains(is_control), "a character that XML cannot hold in {out:?}");
    out
}
