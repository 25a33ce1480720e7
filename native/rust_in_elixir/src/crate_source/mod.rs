//! Reads a crate that people wrote with Rustler: its modules, functions, types and statics, with their places.
//!
//! The files are texts by their paths. Reading goes from the root through each `mod`, as rustc does; what is only
//! compiled for tests is left out. Macros are not expanded: those that make NIFs are listed in `unread`.

mod attributes;
mod imports;
mod items;
mod modules;
#[cfg(test)]
mod tests;

pub use attributes::{Nif, Schedule};
pub use imports::Imports;
pub use modules::read;

use syn::{Block, Expr, Type};

/// A line of a file, from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub path: String,
    pub line: u32,
}

/// What a crate has, in the order of its modules and lines.
#[derive(Default)]
pub struct CrateSource {
    pub modules: Vec<Module>,
    pub functions: Vec<Function>,
    pub types: Vec<TypeDefinition>,
    pub statics: Vec<Static>,
    pub init: Option<Init>,
    /// The table of a generated boundary: each NIF with its name in Rust.
    pub table: Vec<(String, Nif)>,
    /// What could not be read, with the reason.
    pub unread: Vec<(Place, String)>,
    /// Whether macros make NIFs whose names are not known.
    pub computed_nifs: bool,
}

/// A module: a file, or a block in one.
pub struct Module {
    pub imports: Imports,
    /// The whole file, unless the module is a block in it.
    pub file: Option<(String, syn::File)>,
}

/// A function, or a method of `owner`.
pub struct Function {
    pub name: String,
    pub module: usize,
    pub place: Place,
    /// That of its first attribute.
    pub first_line: u32,
    pub last_line: u32,
    pub owner: Option<String>,
    /// The trait that it implements.
    pub implements: Option<String>,
    pub nif: Option<Nif>,
    pub params: Vec<Param>,
    pub returns: Option<Type>,
    /// Each `cfg` that it stands under.
    pub conditions: Vec<String>,
    pub body: Block,
}

impl Function {
    /// How many arguments Elixir passes: the environment is Rustler's.
    pub fn arity(&self) -> u32 {
        let arguments = self.arguments().count();
        u32::try_from(arguments).unwrap_or(u32::MAX)
    }

    /// The parameters that Elixir passes.
    pub fn arguments(&self) -> impl Iterator<Item = &Param> {
        (self.params.iter().enumerate())
            .filter(|(index, param)| *index > 0 || last_name(&param.ty).as_deref() != Some("Env"))
            .map(|(_, param)| param)
    }
}

pub struct Param {
    /// `None` for a pattern.
    pub name: Option<String>,
    pub ty: Type,
    pub line: u32,
}

/// A struct, an enum or an alias.
pub struct TypeDefinition {
    pub name: String,
    pub place: Place,
    /// The last names of the derived traits.
    pub derives: Vec<String>,
    pub fields: Vec<Field>,
    /// Whether its derives were limited by `#[rustler(encode)]` or `#[rustler(decode)]`.
    pub only: Option<Direction>,
    pub alias: Option<Type>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    Decode,
    Encode,
}

pub struct Field {
    /// Such as `x`, `0` or `Circle.radius`.
    pub name: String,
    pub ty: Type,
    pub line: u32,
}

/// A `static`, also of `lazy_static!`.
pub struct Static {
    pub module: usize,
    pub place: Place,
    pub name: String,
    pub ty: Type,
    pub value: Expr,
}

/// `rustler::init!`.
pub struct Init {
    pub module: String,
    pub place: Place,
}

/// The last name of a type that is a path, such as `Env` of `rustler::Env<'a>`.
pub fn last_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}
