//! Floats in results.

use serde::Serialize;

/// Where to look for floats that Elixir has none for.
#[derive(Serialize)]
pub struct Floats {
    pub floats: Vec<&'static str>,
    /// Whether a float may be anywhere inside.
    pub places: bool,
    pub lists: bool,
    pub optionals: bool,
    pub boxes: bool,
    pub maps: bool,
    pub wide_keys: bool,
    pub types: Vec<FloatHolder>,
}

#[derive(Serialize)]
pub struct FloatHolder {
    pub name: String,
    pub recursive: bool,
    pub parts: Vec<FloatPart>,
    pub variants: Vec<FloatVariant>,
    /// Whether there are variants without floats.
    pub others: bool,
}

#[derive(Serialize)]
pub struct FloatPart {
    /// The field, or the variable.
    pub place: String,
    /// How a message names it, if it does.
    pub step: Option<String>,
}

#[derive(Serialize)]
pub struct FloatVariant {
    pub name: String,
    /// Whether it has fields with names, of which those without floats are left out.
    pub has_fields: bool,
    /// The name of each field, and the variable for it.
    pub bound: Vec<(String, String)>,
    pub parts: Vec<FloatPart>,
}
