//! The stubs, and the modules that all boundaries share.

use serde::Serialize;

/// The stubs, and what loads the library.
#[derive(Serialize)]
pub struct Native {
    pub loader: &'static str,
    pub precompiled: Option<Precompiled>,
    pub otp_app: String,
    #[serde(rename = "crate")]
    pub crate_name: String,
    /// The crate's folder, where the loader would not look for it.
    pub crate_path: Option<String>,
    pub crate_dir: String,
    /// Whether compiling says so if the schema has changed.
    pub held_against_schema: bool,
    /// The digests of functions and types, in lines.
    pub contract: Vec<String>,
    /// Whether the library has to know what a `MapSet` looks like.
    pub has_sets: bool,
    pub stubs: Vec<Stub>,
}

/// Where a precompiled library is.
#[derive(Serialize)]
pub struct Precompiled {
    /// With `{version}` in the place of the version.
    pub base_url: Option<String>,
    pub targets: Vec<String>,
    pub nif_versions: Vec<String>,
    /// The environment variable that asks for a build.
    pub build_variable: String,
}

/// The stub of a function in a library.
#[derive(Serialize)]
pub struct Stub {
    pub definition: String,
    pub is_keyword: bool,
    pub params: Vec<String>,
}

/// A module that all boundaries share.
#[derive(Serialize)]
pub struct Shared<'a> {
    pub module: String,
    pub namespace: &'a str,
    pub schema_path: &'static str,
    /// The helpers in it that some boundary calls.
    pub helpers: &'a [&'a str],
    /// The integers that `Validation` checks.
    pub integers: Vec<Integer>,
    /// The packed numbers that it checks.
    pub packed: Vec<Packed>,
    /// Why a handle or a stream cannot be used, in `ResourceError`.
    pub reasons: Vec<String>,
}

/// A type of numbers in a row.
#[derive(Serialize)]
pub struct Packed {
    pub check: &'static str,
    /// The type of each number.
    pub number: &'static str,
    /// Its bytes.
    pub size: usize,
}

/// A type of integers.
#[derive(Serialize)]
pub struct Integer {
    pub name: &'static str,
    /// All of them, as a range in Elixir source.
    pub range: String,
}
