//! What attributes say of an item.

use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token};

use super::Direction;

/// The scheduler that runs a NIF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    Normal,
    DirtyCpu,
    DirtyIo,
}

/// `#[rustler::nif]`, or `#[nif]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nif {
    /// The name that Elixir calls.
    pub name: String,
    pub schedule: Schedule,
    /// Whether a generated wrapper calls it, which decodes its arguments.
    pub generated: bool,
}

/// The NIF that a function is.
pub fn nif(attributes: &[Attribute], function: &str) -> Option<Nif> {
    let attribute = attributes
        .iter()
        .find(|attribute| last(attribute) == "nif")?;
    let mut nif = Nif {
        name: function.trim_start_matches("r#").to_string(),
        schedule: Schedule::Normal,
        generated: false,
    };
    if let Meta::List(list) = &attribute.meta
        && let Ok(settings) =
            Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone())
    {
        for setting in &settings {
            match (setting.path().get_ident(), text(setting)) {
                (Some(key), Some(value)) if key == "name" => nif.name = value,
                (Some(key), Some(value)) if key == "schedule" => nif.schedule = schedule(&value),
                _ => {}
            }
        }
    }
    Some(nif)
}

pub fn schedule(name: &str) -> Schedule {
    match name {
        "DirtyCpu" => Schedule::DirtyCpu,
        "DirtyIo" => Schedule::DirtyIo,
        _ => Schedule::Normal,
    }
}

/// The string of `key = "value"`.
pub fn text(meta: &Meta) -> Option<String> {
    match meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn last(attribute: &Attribute) -> String {
    let segment = attribute.path().segments.last();
    segment
        .map(|segment| segment.ident.to_string())
        .unwrap_or_default()
}

/// The conditions of each `cfg`.
pub fn conditions(attributes: &[Attribute]) -> Vec<String> {
    (attributes.iter())
        .filter(|attribute| attribute.path().is_ident("cfg"))
        .filter_map(|attribute| match &attribute.meta {
            Meta::List(list) => Some(list.tokens.to_string()),
            _ => None,
        })
        .collect()
}

/// Whether an item is only compiled for tests.
pub fn is_test(attributes: &[Attribute]) -> bool {
    conditions(attributes)
        .iter()
        .any(|condition| condition == "test")
        || attributes.iter().any(|attribute| last(attribute) == "test")
}

/// The file that `#[path]` names.
pub fn path(attributes: &[Attribute]) -> Option<String> {
    (attributes.iter())
        .find(|attribute| attribute.path().is_ident("path"))
        .and_then(|attribute| text(&attribute.meta))
}

/// The last names of the derived traits, also of those in `cfg_attr`.
pub fn derives(attributes: &[Attribute]) -> Vec<String> {
    let mut names = Vec::new();
    for attribute in attributes {
        collect_derives(&attribute.meta, &mut names);
    }
    names
}

fn collect_derives(meta: &Meta, names: &mut Vec<String>) {
    let Meta::List(list) = meta else { return };
    let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
    let Ok(inner) = parser.parse2(list.tokens.clone()) else {
        return;
    };
    if list.path.is_ident("derive") {
        let last = |meta: &Meta| Some(meta.path().segments.last()?.ident.to_string());
        names.extend(inner.iter().filter_map(last));
    } else if list.path.is_ident("cfg_attr") {
        inner
            .iter()
            .skip(1)
            .for_each(|meta| collect_derives(meta, names));
    }
}

/// `#[rustler(encode)]` or `#[rustler(decode)]`; both, or none, is no limit.
pub fn only(attributes: &[Attribute]) -> Option<Direction> {
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("rustler")) {
        let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
        let Ok(settings) = attribute.parse_args_with(parser) else {
            continue;
        };
        for setting in &settings {
            if setting.path().is_ident("encode") {
                found.push(Direction::Encode);
            } else if setting.path().is_ident("decode") {
                found.push(Direction::Decode);
            }
        }
    }
    match found[..] {
        [direction] => Some(direction),
        _ => None,
    }
}
