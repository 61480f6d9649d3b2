//! Places: where each scalar of a tree is written.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::tree::{Kind, Node, Words};

/// The places of all scalars, in reading order.
pub(super) struct Places<'t> {
    text: &'t str,
    found: Cell<Vec<Option<Range<usize>>>>,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, found: Cell::default() }
    }

    /// `None` for the few the parser gives no place for.
    pub(super) fn found(self) -> Vec<Option<Range<usize>>> {
        self.found.into_inner()
    }

    fn note(&self, scalar: Cow<'_, str>) {
        let place = match scalar {
            Cow::Borrowed(slice) => {
                let start = (slice.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize);
                start.map(|start| start..start + slice.len()).filter(|place| place.end <= self.text.len())
            }
            Cow::Owned(_) => None,
        };
        let mut found = self.found.take();
        found.push(place);
        self.found.set(found);
    }
}

/// Notes the places of all scalars in `node`.
pub(super) struct PlacesOf<'n, 't> {
    pub(super) node: &'n Node<'n>,
    pub(super) places: &'n Places<'t>,
}

impl<'de> DeserializeSeed<'de> for PlacesOf<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match &self.node.kind {
            Kind::List(_) => deserializer.deserialize_seq(self),
            Kind::Map(_) => deserializer.deserialize_map(self),
            _ => deserializer.deserialize_str(Words).map(|words| self.places.note(words)),
        }
    }
}

impl<'de> Visitor<'de> for PlacesOf<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the same value as before")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        if let Kind::List(items) = &self.node.kind {
            for node in items {
                list.next_element_seed(PlacesOf { node, ..self })?;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if let Kind::Map(pairs) = &self.node.kind {
            for (_, node) in pairs {
                if let Some(key) = map.next_key_seed(Words)? {
                    self.places.note(key);
                }
                map.next_value_seed(PlacesOf { node, ..self })?;
            }
        }
        Ok(())
    }
}
