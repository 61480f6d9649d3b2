//! The fields of a view that its templates name: what they do not name is not made into values for the engine.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use crate::compose::Wanted;

/// Something of a view, down to whose smallest part only named fields are written.
pub(super) struct Chosen<'a, T: ?Sized> {
    pub(super) of: &'a T,
    pub(super) wanted: &'a Wanted,
}

impl<T: Serialize + ?Sized> Serialize for Chosen<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.of.serialize(Choosing { into: serializer, wanted: self.wanted })
    }
}

/// A serializer, or a part of one that takes elements, behind which only what is wanted arrives.
struct Choosing<'a, S> {
    into: S,
    wanted: &'a Wanted,
}

impl<'a, S> Choosing<'a, S> {
    fn chosen<'v, T: ?Sized>(&self, of: &'v T) -> Chosen<'v, T>
    where
        'a: 'v,
    {
        Chosen { of, wanted: self.wanted }
    }
}

/// A part of a serializer that takes fields, behind which only those arrive that are wanted.
struct ChoosingFields<'a, S> {
    into: S,
    wanted: &'a Wanted,
    /// Whether none is asked for by name.
    all: bool,
}

/// Of a view with so few fields all are handed on: looking for their names would take longer.
const FEW: usize = 2;

/// Methods that hand a plain value on.
macro_rules! plain {
    ($($method:ident($($value:ident: $kind:ty),*);)*) => {
        $(fn $method(self, $($value: $kind),*) -> Result<S::Ok, S::Error> {
            self.into.$method($($value),*)
        })*
    };
}

/// Methods that begin something with parts.
macro_rules! compound {
    ($($method:ident($($value:ident: $kind:ty),*) -> $part:ident;)*) => {
        $(fn $method(self, $($value: $kind),*) -> Result<Self::$part, S::Error> {
            Ok(Choosing { into: self.into.$method($($value),*)?, wanted: self.wanted })
        })*
    };
}

impl<'a, S: Serializer> Serializer for Choosing<'a, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Choosing<'a, S::SerializeSeq>;
    type SerializeTuple = Choosing<'a, S::SerializeTuple>;
    type SerializeTupleStruct = Choosing<'a, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Choosing<'a, S::SerializeTupleVariant>;
    type SerializeMap = Choosing<'a, S::SerializeMap>;
    type SerializeStruct = ChoosingFields<'a, S::SerializeStruct>;
    type SerializeStructVariant = ChoosingFields<'a, S::SerializeStructVariant>;

    plain! {
        serialize_bool(value: bool);
        serialize_i8(value: i8);
        serialize_i16(value: i16);
        serialize_i32(value: i32);
        serialize_i64(value: i64);
        serialize_i128(value: i128);
        serialize_u8(value: u8);
        serialize_u16(value: u16);
        serialize_u32(value: u32);
        serialize_u64(value: u64);
        serialize_u128(value: u128);
        serialize_f32(value: f32);
        serialize_f64(value: f64);
        serialize_char(value: char);
        serialize_str(value: &str);
        serialize_bytes(value: &[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    compound! {
        serialize_seq(length: Option<usize>) -> SerializeSeq;
        serialize_tuple(length: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, length: usize) -> SerializeTupleStruct;
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, length: usize) -> SerializeTupleVariant;
        serialize_map(length: Option<usize>) -> SerializeMap;
    }

    fn serialize_struct(self, name: &'static str, length: usize) -> Result<Self::SerializeStruct, S::Error> {
        Ok(ChoosingFields { into: self.into.serialize_struct(name, length)?, wanted: self.wanted, all: length <= FEW })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        let into = self.into.serialize_struct_variant(name, index, variant, length)?;
        Ok(ChoosingFields { into, wanted: self.wanted, all: length <= FEW })
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        let value = self.chosen(value);
        self.into.serialize_some(&value)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        let value = self.chosen(value);
        self.into.serialize_newtype_struct(name, &value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let value = self.chosen(value);
        self.into.serialize_newtype_variant(name, index, variant, &value)
    }
}

macro_rules! elements {
    ($($part:ident: $method:ident;)*) => {
        $(impl<S: $part> $part for Choosing<'_, S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                let value = self.chosen(value);
                self.into.$method(&value)
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.into.end()
            }
        })*
    };
}

macro_rules! fields {
    ($($part:ident;)*) => {
        $(impl<S: $part> $part for ChoosingFields<'_, S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
                if self.all || self.wanted.names(name) {
                    self.into.serialize_field(name, &Chosen { of: value, wanted: self.wanted })?;
                }
                Ok(())
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.into.end()
            }
        })*
    };
}

elements! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
}

fields! {
    SerializeStruct;
    SerializeStructVariant;
}

impl<S: SerializeMap> SerializeMap for Choosing<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.into.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        let value = self.chosen(value);
        self.into.serialize_value(&value)
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.into.end()
    }
}
