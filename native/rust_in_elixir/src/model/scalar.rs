//! The built-in types on both sides.

use crate::boundary::Scalar;

/// Every built-in type, in the order in which the documentation lists them.
pub const ALL: &[Scalar] = &[
    Scalar::I8,
    Scalar::I16,
    Scalar::I32,
    Scalar::I64,
    Scalar::I128,
    Scalar::Isize,
    Scalar::U8,
    Scalar::U16,
    Scalar::U32,
    Scalar::U64,
    Scalar::U128,
    Scalar::Usize,
    Scalar::F32,
    Scalar::F64,
    Scalar::Bool,
    Scalar::String,
    Scalar::Binary,
    Scalar::Atom,
    Scalar::Pid,
    Scalar::Reference,
    Scalar::Path,
    Scalar::Term,
    Scalar::Integer,
    Scalar::Decimal,
    Scalar::Date,
    Scalar::Time,
    Scalar::NaiveDatetime,
    Scalar::Datetime,
    Scalar::Duration,
    Scalar::Range,
    Scalar::Char,
    Scalar::Ip,
    Scalar::Uuid,
    Scalar::PackedI8,
    Scalar::PackedI16,
    Scalar::PackedI32,
    Scalar::PackedI64,
    Scalar::PackedU16,
    Scalar::PackedU32,
    Scalar::PackedU64,
    Scalar::PackedF32,
    Scalar::PackedF64,
    Scalar::SliceString,
    Scalar::SliceBinary,
];

impl Scalar {
    /// The name in a schema.
    pub fn name(self) -> &'static str {
        match self {
            Scalar::I8 => "i8",
            Scalar::I16 => "i16",
            Scalar::I32 => "i32",
            Scalar::I64 => "i64",
            Scalar::I128 => "i128",
            Scalar::Isize => "isize",
            Scalar::U8 => "u8",
            Scalar::U16 => "u16",
            Scalar::U32 => "u32",
            Scalar::U64 => "u64",
            Scalar::U128 => "u128",
            Scalar::Usize => "usize",
            Scalar::F32 => "f32",
            Scalar::F64 => "f64",
            Scalar::Bool => "bool",
            Scalar::String => "string",
            Scalar::Binary => "binary",
            Scalar::Atom => "atom",
            Scalar::Pid => "pid",
            Scalar::Reference => "reference",
            Scalar::Path => "path",
            Scalar::Term => "term",
            Scalar::Integer => "integer",
            Scalar::Decimal => "decimal",
            Scalar::Date => "date",
            Scalar::Time => "time",
            Scalar::NaiveDatetime => "naive_datetime",
            Scalar::Datetime => "datetime",
            Scalar::Duration => "duration",
            Scalar::Range => "range",
            Scalar::Char => "char",
            Scalar::Ip => "ip",
            Scalar::Uuid => "uuid",
            Scalar::PackedI8 => "packed(i8)",
            Scalar::PackedI16 => "packed(i16)",
            Scalar::PackedI32 => "packed(i32)",
            Scalar::PackedI64 => "packed(i64)",
            Scalar::PackedU16 => "packed(u16)",
            Scalar::PackedU32 => "packed(u32)",
            Scalar::PackedU64 => "packed(u64)",
            Scalar::PackedF32 => "packed(f32)",
            Scalar::PackedF64 => "packed(f64)",
            Scalar::SliceString => "slice(string)",
            Scalar::SliceBinary => "slice(binary)",
        }
    }

    /// The name of the function that checks a value, unless that depends on the boundary: `Model::validation` knows those
    /// too.
    pub fn check_name(self) -> &'static str {
        match self {
            Scalar::PackedI8 => "packed_i8",
            Scalar::PackedI16 => "packed_i16",
            Scalar::PackedI32 => "packed_i32",
            Scalar::PackedI64 => "packed_i64",
            Scalar::PackedU16 => "packed_u16",
            Scalar::PackedU32 => "packed_u32",
            Scalar::PackedU64 => "packed_u64",
            Scalar::PackedF32 => "packed_f32",
            Scalar::PackedF64 => "packed_f64",
            other => other.in_elixir().name(),
        }
    }

    /// The Rust type of an owned value, unless that depends on the boundary: `Model::rust_scalar` knows those too.
    pub fn rust(self) -> &'static str {
        match self {
            Scalar::String => "String",
            Scalar::Binary => "Bytes",
            Scalar::Atom => "Atom",
            Scalar::Pid => "Pid",
            Scalar::Reference => "Reference",
            Scalar::Path => "PathBuf",
            Scalar::Term => "AnyTerm",
            Scalar::Ip => "IpAddr",
            Scalar::Range => "RangeInclusive<i64>",
            Scalar::PackedI8 => "Packed<i8>",
            Scalar::PackedI16 => "Packed<i16>",
            Scalar::PackedI32 => "Packed<i32>",
            Scalar::PackedI64 => "Packed<i64>",
            Scalar::PackedU16 => "Packed<u16>",
            Scalar::PackedU32 => "Packed<u32>",
            Scalar::PackedU64 => "Packed<u64>",
            Scalar::PackedF32 => "Packed<f32>",
            Scalar::PackedF64 => "Packed<f64>",
            Scalar::SliceString => "&str",
            Scalar::SliceBinary => "&[u8]",
            plain => plain.name(),
        }
    }

    /// The Elixir typespec.
    pub fn typespec(self) -> String {
        match self {
            Scalar::I8 | Scalar::I16 | Scalar::I32 | Scalar::U8 | Scalar::U16 | Scalar::U32 => {
                let (least, greatest) = self.spec_limits();
                format!(
                    "{}..{}",
                    least.unwrap_or_default(),
                    greatest.unwrap_or_default()
                )
            }
            Scalar::I64 | Scalar::I128 | Scalar::Isize | Scalar::Integer => "integer()".to_string(),
            Scalar::U64 | Scalar::U128 | Scalar::Usize => "non_neg_integer()".to_string(),
            Scalar::F32 | Scalar::F64 => "float()".to_string(),
            Scalar::Bool => "boolean()".to_string(),
            Scalar::String | Scalar::SliceString => "String.t()".to_string(),
            Scalar::Binary | Scalar::Path => "binary()".to_string(),
            Scalar::Atom => "atom()".to_string(),
            Scalar::Pid => "pid()".to_string(),
            Scalar::Reference => "reference()".to_string(),
            Scalar::Term => "term()".to_string(),
            Scalar::Decimal => "Decimal.t()".to_string(),
            Scalar::Date => "Date.t()".to_string(),
            Scalar::Time => "Time.t()".to_string(),
            Scalar::NaiveDatetime => "NaiveDateTime.t()".to_string(),
            Scalar::Datetime => "DateTime.t()".to_string(),
            Scalar::Duration => "Duration.t()".to_string(),
            Scalar::Range => "Range.t()".to_string(),
            Scalar::Char => "char()".to_string(),
            Scalar::Ip => ":inet.ip_address()".to_string(),
            Scalar::Uuid => "String.t()".to_string(),
            _ => "binary()".to_string(),
        }
    }

    /// The least and the greatest integer as a typespec has them: those of 64 bits and more are left out.
    pub fn spec_limits(self) -> (Option<String>, Option<String>) {
        let grouped_limits = || {
            let limits = self.limits();
            limits.map(|(least, greatest)| (grouped(&least), grouped(&greatest)))
        };
        match self {
            Scalar::I64 | Scalar::I128 | Scalar::Isize => (None, None),
            Scalar::U64 | Scalar::U128 | Scalar::Usize => (Some("0".to_string()), None),
            _ => grouped_limits().unzip(),
        }
    }

    /// The least and the greatest integer, in decimal digits.
    ///
    /// `isize` and `usize` have the 64 bits of every platform that the VM's dirty schedulers
    /// are common on.
    pub fn limits(self) -> Option<(String, String)> {
        let limits = match self {
            Scalar::I8 => (i8::MIN.to_string(), i8::MAX.to_string()),
            Scalar::I16 => (i16::MIN.to_string(), i16::MAX.to_string()),
            Scalar::I32 => (i32::MIN.to_string(), i32::MAX.to_string()),
            Scalar::I64 | Scalar::Isize => (i64::MIN.to_string(), i64::MAX.to_string()),
            Scalar::I128 => (i128::MIN.to_string(), i128::MAX.to_string()),
            Scalar::U8 => (u8::MIN.to_string(), u8::MAX.to_string()),
            Scalar::U16 => (u16::MIN.to_string(), u16::MAX.to_string()),
            Scalar::U32 => (u32::MIN.to_string(), u32::MAX.to_string()),
            Scalar::U64 | Scalar::Usize => (u64::MIN.to_string(), u64::MAX.to_string()),
            Scalar::U128 => (u128::MIN.to_string(), u128::MAX.to_string()),
            _ => return None,
        };
        Some(limits)
    }

    pub fn is_integer(self) -> bool {
        self == Scalar::Integer || self.limits().is_some()
    }

    pub fn is_float(self) -> bool {
        matches!(self, Scalar::F32 | Scalar::F64)
    }

    /// Whether JSON has something else in its place, which `cast: true` accepts.
    pub fn is_cast(self) -> bool {
        let is_text_in_json = matches!(
            self,
            Scalar::Atom
                | Scalar::Decimal
                | Scalar::Duration
                | Scalar::Char
                | Scalar::Ip
                | Scalar::Uuid
        );
        let is_object_in_json = self == Scalar::Range;
        self.is_float() || self.is_calendar() || is_text_in_json || is_object_in_json
    }

    /// Whether it is a struct of Elixir's calendar.
    pub fn is_calendar(self) -> bool {
        matches!(
            self,
            Scalar::Date | Scalar::Time | Scalar::NaiveDatetime | Scalar::Datetime
        )
    }

    /// Whether its values have an order, so that there can be limits.
    pub fn is_number(self) -> bool {
        self.is_integer() || self.is_float() || self == Scalar::Decimal
    }

    /// The number that a binary of such values has in a row.
    pub fn packed(self) -> Option<Scalar> {
        Some(match self {
            Scalar::PackedI8 => Scalar::I8,
            Scalar::PackedI16 => Scalar::I16,
            Scalar::PackedI32 => Scalar::I32,
            Scalar::PackedI64 => Scalar::I64,
            Scalar::PackedU16 => Scalar::U16,
            Scalar::PackedU32 => Scalar::U32,
            Scalar::PackedU64 => Scalar::U64,
            Scalar::PackedF32 => Scalar::F32,
            Scalar::PackedF64 => Scalar::F64,
            _ => return None,
        })
    }

    /// The bytes of a value of a packed number.
    pub fn packed_size(self) -> Option<usize> {
        let bits: usize = self.packed()?.name()[1..].parse().ok()?;
        Some(bits / 8)
    }

    /// The type of its values in Elixir, where nobody can tell a part of an argument from another binary.
    pub fn in_elixir(self) -> Scalar {
        match self {
            Scalar::SliceString => Scalar::String,
            Scalar::SliceBinary => Scalar::Binary,
            other => other,
        }
    }

    /// Whether it is a part of an argument.
    pub fn is_slice(self) -> bool {
        self.in_elixir() != self
    }

    pub fn is_text(self) -> bool {
        matches!(self, Scalar::String | Scalar::Path)
    }
}

/// Whether a type of integers has all code points.
pub fn holds_characters(integers: Scalar) -> bool {
    let greatest = integers
        .limits()
        .map(|(_, greatest)| greatest.parse::<u128>());
    integers == Scalar::Integer || matches!(greatest, Some(Ok(0x10_FFFF..)))
}

/// Decimal digits in groups of three, as Elixir's formatter writes numbers of six digits or more.
pub fn grouped(digits: &str) -> String {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", digits),
    };
    if digits.len() < 6 {
        return format!("{sign}{digits}");
    }
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}")
}
