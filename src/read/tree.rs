//! The tree a YAML document is read into: ordered, with every key that was given, and nothing merged or expanded.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::malformed;

/// Deeper trees are refused, so that none can exhaust the stack.
pub(super) const MAX_DEPTH: usize = 64;

/// A value in the tree.
#[derive(Debug, PartialEq)]
pub(super) struct Node<'t> {
    pub(super) kind: Kind<'t>,
    /// Which scalar of the document this is, counted in reading order; for lists and maps the next one.
    pub(super) scalar: usize,
}

/// What a value is.
#[derive(Debug, PartialEq)]
pub(super) enum Kind<'t> {
    Null,
    Flag(bool),
    Number(f64),
    Text(Cow<'t, str>),
    List(Vec<Node<'t>>),
    Map(Vec<(Key<'t>, Node<'t>)>),
}

/// A key in the tree.
#[derive(Debug, PartialEq)]
pub(super) struct Key<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) scalar: usize,
}

impl Node<'_> {
    /// The tree as bytes, with its texts as places in `text`, which it was read from.
    pub(super) fn encoded(&self, text: &str) -> Box<[u8]> {
        let mut bytes = Vec::with_capacity(text.len());
        self.encode(text, &mut bytes);
        bytes.into()
    }

    fn encode(&self, text: &str, bytes: &mut Vec<u8>) {
        match &self.kind {
            Kind::Null => bytes.push(b'~'),
            Kind::Flag(flag) => bytes.push(if *flag { b't' } else { b'f' }),
            Kind::Number(number) => {
                bytes.push(b'#');
                bytes.extend(number.to_bits().to_le_bytes());
            }
            Kind::Text(words) => encode_text(words, text, bytes),
            Kind::List(items) => {
                bytes.push(b'[');
                bytes.extend((items.len() as u32).to_le_bytes());
                items.iter().for_each(|item| item.encode(text, bytes));
            }
            Kind::Map(pairs) => {
                bytes.push(b'{');
                bytes.extend((pairs.len() as u32).to_le_bytes());
                for (key, value) in pairs {
                    encode_text(&key.text, text, bytes);
                    value.encode(text, bytes);
                }
            }
        }
    }
}

fn encode_text(words: &str, text: &str, bytes: &mut Vec<u8>) {
    // Most are slices of the text that was parsed; their address tells where.
    let place = (words.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let place = place.filter(|start| text.get(*start..start + words.len()).is_some_and(|found| found == words));
    bytes.push(if place.is_some() { b'@' } else { b'"' });
    bytes.extend((words.len() as u32).to_le_bytes());
    match place {
        Some(start) => bytes.extend((start as u32).to_le_bytes()),
        None => bytes.extend(words.as_bytes()),
    }
}

/// The tree that [`Node::encoded`] wrote of `text`; `None` when the bytes are no such tree.
pub(super) fn decoded<'t>(bytes: &[u8], text: &'t str) -> Option<Node<'t>> {
    let mut decoder = Decoder { bytes, text, scalars: 0 };
    let root = decoder.node(0)?;
    decoder.bytes.is_empty().then_some(root)
}

struct Decoder<'b, 't> {
    /// What is left.
    bytes: &'b [u8],
    text: &'t str,
    scalars: usize,
}

impl<'t> Decoder<'_, 't> {
    fn node(&mut self, depth: usize) -> Option<Node<'t>> {
        let scalar = self.scalars;
        let [tag] = self.take()?;
        let kind = match tag {
            b'~' => Kind::Null,
            b't' | b'f' => Kind::Flag(tag == b't'),
            b'#' => Kind::Number(f64::from_bits(u64::from_le_bytes(self.take()?))),
            b'@' | b'"' => Kind::Text(self.words(tag)?),
            b'[' | b'{' if depth <= MAX_DEPTH => {
                let length = self.length()?;
                let kind = if tag == b'[' {
                    Kind::List((0..length).map(|_| self.node(depth + 1)).collect::<Option<_>>()?)
                } else {
                    let mut pairs = Vec::with_capacity(length.min(self.bytes.len()));
                    for _ in 0..length {
                        let [tag] = self.take()?;
                        let key = Key { text: self.words(tag)?, scalar: self.next_scalar() };
                        pairs.push((key, self.node(depth + 1)?));
                    }
                    Kind::Map(pairs)
                };
                return Some(Node { kind, scalar });
            }
            _ => return None,
        };
        self.next_scalar();
        Some(Node { kind, scalar })
    }

    fn words(&mut self, tag: u8) -> Option<Cow<'t, str>> {
        let length = self.length()?;
        match tag {
            b'@' => {
                let start = self.length()?;
                Some(Cow::Borrowed(self.text.get(start..start.checked_add(length)?)?))
            }
            b'"' => {
                let (words, rest) = self.bytes.split_at_checked(length)?;
                self.bytes = rest;
                Some(Cow::Owned(std::str::from_utf8(words).ok()?.to_owned()))
            }
            _ => None,
        }
    }

    fn next_scalar(&mut self) -> usize {
        self.scalars += 1;
        self.scalars - 1
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.take()?)).ok()
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(*taken)
    }
}

/// Every key that stands in its map again: the key, its first and its later place.
pub(super) fn find_duplicates(node: &mut Node<'_>, found: &mut Vec<(String, usize, usize)>) {
    match &mut node.kind {
        Kind::List(items) => items.iter_mut().for_each(|item| find_duplicates(item, found)),
        Kind::Map(pairs) => {
            let mut keys: Vec<_> = pairs.iter().map(|(key, _)| (&key.text, key.scalar)).collect();
            keys.sort();
            for same in keys.chunk_by(|one, next| one.0 == next.0) {
                found.extend(same[1..].iter().map(|(key, scalar)| (key.to_string(), same[0].1, *scalar)));
            }
            pairs.iter_mut().for_each(|(_, value)| find_duplicates(value, found));
        }
        _ => {}
    }
}

/// Keeps the first of equal keys.
pub(super) fn remove_duplicates(node: &mut Node<'_>) {
    match &mut node.kind {
        Kind::List(items) => items.iter_mut().for_each(remove_duplicates),
        Kind::Map(pairs) => {
            let mut seen = BTreeSet::new();
            pairs.retain(|(key, _)| seen.insert(key.text.to_string()));
            pairs.iter_mut().for_each(|(_, value)| remove_duplicates(value));
        }
        _ => {}
    }
}

/// What is left of what a file without aliases can hold at most; a second wall behind the refusal of their signs.
pub(super) struct Budget {
    scalars: Cell<usize>,
    nodes: Cell<usize>,
    too_deep: Cell<bool>,
}

impl Budget {
    pub(super) fn new(text: &str) -> Self {
        Self { scalars: Cell::new(0), nodes: Cell::new(text.len() + 2), too_deep: Cell::new(false) }
    }

    /// Whether reading ended because the tree was too deep.
    pub(super) fn was_too_deep(&self) -> bool {
        self.too_deep.get()
    }

    fn next_scalar(&self) -> usize {
        self.scalars.replace(self.scalars.get() + 1)
    }

    fn take_node<E: Error>(&self) -> Result<(), E> {
        let left = self.nodes.get().checked_sub(1).ok_or_else(|| E::custom(malformed::REPEATED))?;
        self.nodes.set(left);
        Ok(())
    }
}

/// Reads one value with all that is in it.
#[derive(Clone, Copy)]
pub(super) struct Tree<'b> {
    budget: &'b Budget,
    depth: usize,
}

impl<'b> Tree<'b> {
    pub(super) fn new(budget: &'b Budget) -> Self {
        Self { budget, depth: 0 }
    }

    fn scalar<'de, E: Error>(self, kind: Kind<'de>) -> Result<Node<'de>, E> {
        self.budget.take_node()?;
        Ok(Node { kind, scalar: self.budget.next_scalar() })
    }

    fn inner<E: Error>(self) -> Result<Self, E> {
        self.budget.take_node()?;
        if self.depth >= MAX_DEPTH {
            self.budget.too_deep.set(true);
            return Err(E::custom("too deep"));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Node<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node<'de>, E> {
        self.scalar(Kind::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node<'de>, E> {
        self.scalar(Kind::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Node<'de>, E> {
        self.scalar(Kind::Flag(flag))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Node<'de>, E> {
        self.scalar(Kind::Number(number as f64))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Node<'de>, E> {
        self.scalar(Kind::Number(number as f64))
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Node<'de>, E> {
        self.scalar(Kind::Number(number as f64))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Node<'de>, E> {
        self.scalar(Kind::Number(number as f64))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Node<'de>, E> {
        self.scalar(Kind::Number(number))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Node<'de>, E> {
        self.scalar(Kind::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node<'de>, E> {
        self.scalar(Kind::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node<'de>, A::Error> {
        let inner = self.inner()?;
        let scalar = self.budget.scalars.get();
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Node { kind: Kind::List(items), scalar })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let inner = self.inner()?;
        let scalar = self.budget.scalars.get();
        let mut pairs = Vec::new();
        while let Some(text) = map.next_key_seed(Words)? {
            let key = Key { text, scalar: self.budget.next_scalar() };
            pairs.push((key, map.next_value_seed(inner)?));
        }
        Ok(Node { kind: Kind::Map(pairs), scalar })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node<'de>, A::Error> {
        Err(A::Error::custom(malformed::TAGGED))
    }
}

/// Reads a scalar as the text it is written as.
pub(super) struct Words;

impl<'de> DeserializeSeed<'de> for Words {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Words {
    type Value = Cow<'de, str>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(malformed::KEY_EXPECTED)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::DeserializeSeed;

    #[test]
    fn a_tree_comes_back_from_its_bytes_and_damaged_bytes_are_no_tree() {
        let text = "a: 1.5\n\"b\\n\": [x, 'it''s', \"z\\n\", ~, true, -0.0]\nc: { d: { e: f } }\ng: >-\n  h\n  i\n";
        let budget = Budget::new(text);
        let root = Tree::new(&budget).deserialize(serde_yaml::Deserializer::from_str(text)).unwrap();
        let bytes = root.encoded(text);
        assert_eq!(decoded(&bytes, text), Some(root));
        for end in 0..bytes.len() {
            assert_eq!(decoded(&bytes[..end], text), None);
        }
        for at in 0..bytes.len() {
            for byte in [0, 1, b'{', b'[', b'@', 0xFF] {
                let mut damaged = bytes.to_vec();
                damaged[at] = byte;
                // Whatever it is, it is no panic and takes no more memory than there are bytes.
                let _ = decoded(&damaged, text);
            }
        }
    }
}
