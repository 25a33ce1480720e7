//! The crates whose types stand for built-in types of the schema in Rust.

use super::Model;
use crate::boundary::*;

/// A crate with the Rust type of a built-in one.
pub struct TypeCrate {
    /// Its package, and so the dependency.
    pub package: &'static str,
    pub version: &'static str,
    /// The modules of the crate with the codecs that need it, by their names.
    pub codecs: &'static [&'static str],
    /// What these modules depend on.
    pub codec_dependencies: &'static [&'static str],
}

/// All of them, sorted by their packages.
pub const ALL: &[TypeCrate] = &[
    TypeCrate {
        package: "bigdecimal",
        version: "0.4",
        codecs: &["bigdecimal", "decimal", "num_bigint"],
        codec_dependencies: &["bigdecimal", "num-bigint"],
    },
    TypeCrate {
        package: "chrono",
        version: "0.4",
        codecs: &["calendar", "chrono"],
        codec_dependencies: &["chrono"],
    },
    TypeCrate {
        package: "jiff",
        version: "0.2",
        codecs: &["calendar", "jiff"],
        codec_dependencies: &["jiff"],
    },
    TypeCrate {
        package: "num-bigint",
        version: "0.4",
        codecs: &["num_bigint"],
        codec_dependencies: &["num-bigint"],
    },
    TypeCrate {
        package: "rust_decimal",
        version: "1",
        codecs: &["decimal", "rust_decimal"],
        codec_dependencies: &["rust_decimal"],
    },
    TypeCrate {
        package: "uuid",
        version: "1",
        codecs: &["uuid"],
        codec_dependencies: &["uuid"],
    },
];

impl Model<'_> {
    /// The Rust type of an owned value of a built-in type.
    pub fn rust_scalar(&self, scalar: Scalar) -> &'static str {
        self.type_of_crate(scalar)
            .map_or_else(|| scalar.rust(), |(_, r#type)| r#type)
    }

    /// The check of `Validation` for a built-in type. What crates take of one type differs.
    pub fn validation(&self, scalar: Scalar) -> &'static str {
        match (scalar, self.type_of_crate(scalar)) {
            (Scalar::Datetime, Some(("jiff", _))) => "timestamp",
            (Scalar::Decimal, Some(("bigdecimal", _))) => "wide_decimal",
            _ => scalar.check_name(),
        }
    }

    /// The crates whose types the boundary uses.
    pub fn type_crates(&self) -> impl Iterator<Item = &'static TypeCrate> {
        let used: Vec<&str> = (super::scalar::ALL.iter())
            .filter(|it| self.uses(**it))
            .filter_map(|it| Some(self.type_of_crate(*it)?.0))
            .collect();
        ALL.iter().filter(move |it| used.contains(&it.package))
    }

    /// The package and the path of a type that another crate has.
    fn type_of_crate(&self, scalar: Scalar) -> Option<(&'static str, &'static str)> {
        use {DecimalCrate as Decimals, TimeCrate as Times};
        let (times, decimals) = (self.boundary.time, self.boundary.decimal);
        Some(match (scalar, times, decimals) {
            (Scalar::Date, Times::Chrono, _) => ("chrono", "chrono::NaiveDate"),
            (Scalar::Date, Times::Jiff, _) => ("jiff", "jiff::civil::Date"),
            (Scalar::Time, Times::Chrono, _) => ("chrono", "chrono::NaiveTime"),
            (Scalar::Time, Times::Jiff, _) => ("jiff", "jiff::civil::Time"),
            (Scalar::NaiveDatetime, Times::Chrono, _) => ("chrono", "chrono::NaiveDateTime"),
            (Scalar::NaiveDatetime, Times::Jiff, _) => ("jiff", "jiff::civil::DateTime"),
            (Scalar::Datetime, Times::Chrono, _) => ("chrono", "chrono::DateTime<chrono::Utc>"),
            (Scalar::Datetime, Times::Jiff, _) => ("jiff", "jiff::Timestamp"),
            (Scalar::Duration, Times::Chrono, _) => ("chrono", "chrono::TimeDelta"),
            (Scalar::Duration, Times::Jiff, _) => ("jiff", "jiff::SignedDuration"),
            (Scalar::Decimal, _, Decimals::RustDecimal) => {
                ("rust_decimal", "rust_decimal::Decimal")
            }
            (Scalar::Decimal, _, Decimals::Bigdecimal) => ("bigdecimal", "bigdecimal::BigDecimal"),
            (Scalar::Integer, ..) => ("num-bigint", "num_bigint::BigInt"),
            (Scalar::Uuid, ..) => ("uuid", "uuid::Uuid"),
            _ => return None,
        })
    }
}
