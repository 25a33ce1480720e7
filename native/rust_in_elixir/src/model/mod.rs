//! What a boundary's types mean for each other: who reaches whom, and what follows from it.
//!
//! The checks and both renderers ask this one place.

mod declarations;
mod graph;
mod resources;
pub mod scalar;

use std::collections::{HashMap, HashSet};

use crate::boundary::*;
use crate::text::names;
use graph::{Graph, circles, finite, holders, reach};
pub use resources::{Hook, Loan, Places};

/// A boundary with the relations between its types worked out.
pub struct Model<'a> {
    pub boundary: &'a Boundary,
    graph: Graph<'a>,
    /// For each name of a function the one that is declared first.
    first_nifs: HashMap<&'a str, &'a Nif>,
    /// For each type its circle of types that hold each other.
    circles: HashMap<&'a str, usize>,
    /// The same, with nothing on the heap between.
    inline_circles: HashMap<&'a str, usize>,
    finite: HashSet<&'a str>,
    without_eq: HashSet<&'a str>,
    with_float: HashSet<&'a str>,
    with_map: HashSet<&'a str>,
    with_options: HashSet<&'a str>,
    from_elixir: HashSet<&'a str>,
    checked: HashSet<&'a str>,
    cast: HashSet<&'a str>,
    cast_within: HashSet<&'a str>,
    dumped: HashSet<&'a str>,
}

impl<'a> Model<'a> {
    pub fn new(boundary: &'a Boundary) -> Self {
        let graph = Graph::new(boundary);
        let references = |name: &str| graph.references(name);
        let all = graph.names();

        let from_elixir = reach(taken(boundary, |_| true), references);
        // What a double gives back comes from Elixir as well.
        let from_double: Vec<&str> = match boundary.double {
            true => returned(boundary),
            false => Vec::new(),
        };
        let checked = reach(from_elixir.iter().copied().chain(from_double), references);
        let told_to_cast = (from_elixir.iter().copied())
            .filter(|name| graph.definition(name).is_some_and(|it| it.cast));
        let cast = reach(
            (taken(boundary, |nif| nif.cast).into_iter()).chain(told_to_cast),
            references,
        );
        let mut first_nifs = HashMap::new();
        for nif in &boundary.nifs {
            first_nifs.entry(nif.name.as_str()).or_insert(nif);
        }

        let has =
            |has: fn(&Type) -> bool| graph.holders(&all, |it| it.types().into_iter().any(has));
        let mut model = Self {
            boundary,
            first_nifs,
            circles: circles(&all, references),
            inline_circles: circles(&all, |name| graph.inline_references(name)),
            finite: finite(&graph),
            without_eq: graph.holders(&all, |it| {
                matches!(it.kind, Kind::Custom(_)) || it.types().iter().any(|it| it.has_float())
            }),
            with_float: has(Type::has_float),
            with_map: has(Type::has_map),
            with_options: graph.holders(&all, |it| matches!(it.kind, Kind::Options(_))),
            dumped: graph.holders(&checked, Definition::changes_on_its_own),
            from_elixir,
            checked,
            cast,
            cast_within: HashSet::new(),
            graph,
        };
        model.cast_within = holders(
            &model.from_elixir,
            &|name: &str| model.references_of(name),
            |name| model.declares_cast(name) && model.casts(&Type::Named(name.to_string()), true),
        );
        model
    }

    pub fn definition(&self, name: &str) -> Option<&'a Definition> {
        self.graph.definition(name)
    }

    /// Whether the last parameter is options that can all be left out, and so itself.
    pub fn ends_in_options(&self, nif: &Nif) -> bool {
        nif.params.last().is_some_and(|param| match &param.r#type {
            Type::Named(name) => self.definition(name).is_some_and(|it| {
                matches!(it.kind, Kind::Options(_)) && it.fields().iter().all(Field::may_be_absent)
            }),
            _ => false,
        })
    }

    /// What a type is once newtypes, which look like what they hold, are taken off.
    pub fn base<'b>(&self, r#type: &'b Type) -> &'b Type
    where
        'a: 'b,
    {
        self.graph.base(r#type)
    }

    /// The Rust function of a NIF. Rust tells functions apart by name alone: of those that differ
    /// only in arity, the one that is declared first has the plain name.
    pub fn rust_function(&self, nif: &Nif) -> String {
        let first = self.first_nifs.get(nif.name.as_str());
        if first.is_none_or(|first| first.params.len() == nif.params.len()) {
            names::rust_value(&nif.name)
        } else {
            names::rust_value(&format!("{}_{}", nif.name, nif.params.len()))
        }
    }

    /// Whether the type is an integer once newtypes are taken off.
    pub fn is_integer(&self, r#type: &Type) -> bool {
        matches!(self.base(r#type), Type::Scalar(scalar) if scalar.is_integer())
    }

    /// Whether no message may show a value of the type: it is declared so, or a value of it is
    /// one of a type that is.
    pub fn is_redacted(&self, name: &str) -> bool {
        reach([name], |held| self.alternatives_of(held))
            .into_iter()
            .any(|held| self.definition(held).is_some_and(|it| it.redact))
    }

    /// Whether white space is taken off a newtype's value, by itself or by what it holds.
    pub fn is_trimmed(&self, name: &str) -> bool {
        self.constraints_of(name).contains(&&Constraint::Trim)
    }

    /// What a newtype asks of its value, by itself and by what it holds.
    pub fn constraints_of(&self, name: &str) -> Vec<&'a Constraint> {
        let held = |name: &str| match self.definition(name).map(|it| &it.kind) {
            Some(Kind::Newtype(Type::Named(held), _)) => vec![held.as_str()],
            _ => Vec::new(),
        };
        reach([name], held)
            .into_iter()
            .filter_map(|it| match self.definition(it).map(|it| &it.kind) {
                Some(Kind::Newtype(_, constraints)) => Some(constraints),
                _ => None,
            })
            .flatten()
            .collect()
    }

    /// Whether to show a value of the type is to show a redacted one.
    pub fn shows_redacted(&self, r#type: &Type) -> bool {
        r#type
            .references()
            .into_iter()
            .any(|it| self.is_redacted(it))
    }

    /// Whether `nil` is a value of the type.
    pub fn accepts_nil(&self, r#type: &Type) -> bool {
        let itself = |it: &Type| {
            matches!(
                it,
                Type::Scalar(Scalar::Atom | Scalar::Term) | Type::Optional(_)
            )
        };
        let definition = |name: &str| match self.definition(name).map(|it| &it.kind) {
            Some(Kind::Newtype(inner, _)) => itself(inner),
            Some(Kind::UntaggedEnum(variants)) => {
                variants.iter().flat_map(|it| it.shape.types()).any(itself)
            }
            Some(Kind::UnitEnum(variants) | Kind::TaggedEnum(variants)) => variants
                .iter()
                .any(|it| it.shape == Shape::Unit && it.name == "nil"),
            _ => false,
        };
        itself(r#type)
            || reach(r#type.alternatives(), |held| self.alternatives_of(held))
                .into_iter()
                .any(definition)
    }

    /// The names of the types of which each value of a newtype or untagged enum is one.
    fn alternatives_of(&self, name: &str) -> Vec<&'a str> {
        match self.definition(name).map(|it| &it.kind) {
            Some(Kind::Newtype(inner, _)) => inner.alternatives(),
            Some(Kind::UntaggedEnum(variants)) => variants
                .iter()
                .flat_map(|it| it.shape.types())
                .flat_map(Type::alternatives)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a value of the type comes from Elixir into Rust.
    pub fn is_taken_in(&self, name: &str) -> bool {
        self.from_elixir.contains(name)
    }

    /// Whether a value of the type comes from Elixir, into Rust or out of a double, so that it is
    /// validated.
    pub fn is_checked(&self, name: &str) -> bool {
        self.checked.contains(name)
    }

    /// Whether some NIF takes the type in JSON's shape.
    pub fn is_cast(&self, name: &str) -> bool {
        self.cast.contains(name)
    }

    /// Whether the type, itself strict, holds one that is declared `cast: true`.
    pub fn is_cast_within(&self, name: &str) -> bool {
        self.cast_within.contains(name) && !self.declares_cast(name)
    }

    /// Whether the type is declared `cast: true`.
    pub fn declares_cast(&self, name: &str) -> bool {
        self.definition(name).is_some_and(|it| it.cast)
    }

    /// Whether there is something to cast in the type: in all of it, or only in those types in
    /// it that are declared `cast: true`.
    pub fn casts(&self, r#type: &Type, everywhere: bool) -> bool {
        match r#type {
            Type::Scalar(Scalar::F32 | Scalar::F64 | Scalar::Atom) => everywhere,
            Type::Scalar(_) | Type::Invalid(_) => false,
            Type::List(item) | Type::Optional(item) => self.casts(item, everywhere),
            Type::Tuple(items) => {
                everywhere || items.iter().any(|item| self.casts(item, everywhere))
            }
            Type::Map(key, value) => {
                (everywhere && self.is_integer(key))
                    || self.casts(key, everywhere)
                    || self.casts(value, everywhere)
            }
            Type::Named(name) => {
                let everywhere = everywhere || self.declares_cast(name);
                if !everywhere && !self.is_cast_within(name) {
                    return false;
                }
                match self.definition(name).map(|it| &it.kind) {
                    Some(Kind::Custom(custom)) => custom.caster.is_some(),
                    Some(Kind::Resource(_)) | None => false,
                    Some(Kind::Newtype(inner, _)) if !self.is_recursive(name) => {
                        self.casts(inner, everywhere)
                    }
                    Some(_) => true,
                }
            }
        }
    }

    /// Whether a value of the type is judged by a validator of the user's, itself or in part.
    pub fn has_validator(&self, r#type: &Type) -> bool {
        reach(r#type.references(), |held| self.references_of(held))
            .into_iter()
            .any(|held| match self.definition(held).map(|it| &it.kind) {
                Some(Kind::Custom(custom)) => custom.validator.is_some(),
                _ => false,
            })
    }

    /// Whether a valid value still takes another shape before it is handed to Rust.
    pub fn is_dumped(&self, name: &str) -> bool {
        self.dumped.contains(name)
    }

    /// Whether the field of `holder` that names `held` needs a `Box`, because `held` holds
    /// `holder` in turn.
    pub fn is_boxed(&self, holder: &str, held: &str) -> bool {
        let circle = self.inline_circles.get(holder);
        circle.is_some() && circle == self.inline_circles.get(held)
    }

    /// The number of the circle of types that hold each other in which the type is, if only by itself.
    pub fn circle(&self, name: &str) -> Option<usize> {
        self.circles.get(name).copied()
    }

    /// Whether a value of the type can hold another one of it, to any depth.
    pub fn is_recursive(&self, name: &str) -> bool {
        let circle = self.circles.get(name);
        circle.is_some()
            && self
                .references_of(name)
                .into_iter()
                .any(|held| self.circles.get(held) == circle)
    }

    /// Whether any type of the boundary is recursive.
    pub fn is_any_recursive(&self) -> bool {
        (self.boundary.definitions.iter()).any(|it| self.is_recursive(&it.name))
    }

    /// Whether a decoder or encoder of the crate's own has a part in a value of the type.
    pub fn reaches_custom(&self, r#type: &Type) -> bool {
        reach(r#type.references(), |held| self.references_of(held))
            .into_iter()
            .filter_map(|name| self.definition(name))
            .any(|it| matches!(it.kind, Kind::Custom(_)))
    }

    /// Whether a value of the type can hold a float, as far as the schema says.
    pub fn reaches_float(&self, r#type: &Type) -> bool {
        r#type.has_float()
            || r#type
                .references()
                .into_iter()
                .any(|it| self.holds_float(it))
    }

    /// The same of a type by its name.
    pub fn holds_float(&self, name: &str) -> bool {
        self.with_float.contains(name)
    }

    /// The names of the types that a value of one of these types can hold.
    pub fn reached<'b>(&'b self, types: &[&'b Type]) -> HashSet<&'b str> {
        let names = types.iter().flat_map(|it| it.references());
        reach(names, |held| self.references_of(held))
    }

    /// Whether there are values that no message may show.
    pub fn redacts(&self) -> bool {
        let of_variants = |it: &Definition| {
            let fields = it.variants().iter().flat_map(|it| it.shape.fields());
            fields.chain(it.fields()).any(|field| field.redact)
        };
        let mut definitions = self.boundary.definitions.iter();
        definitions.any(|it| it.redact || of_variants(it))
    }

    /// Whether some value of the type ends.
    pub fn is_finite(&self, name: &str) -> bool {
        self.finite.contains(name)
    }

    /// Whether a value of the type could be the same value of the type again: a newtype of itself,
    /// or an untagged enum with itself among its variants.
    pub fn is_own_alternative(&self, name: &str) -> bool {
        let alternatives = |name: &str| {
            self.definition(name)
                .map(Definition::alternatives)
                .unwrap_or_default()
        };
        reach(alternatives(name), alternatives).contains(name)
    }

    /// Whether Rust can derive `Eq` for the type.
    pub fn is_eq(&self, r#type: &Type) -> bool {
        let held = r#type.references();
        !r#type.has_float() && !held.into_iter().any(|it| self.without_eq.contains(it))
    }

    /// Whether Rust can derive `Hash` for the type.
    pub fn is_hash(&self, r#type: &Type) -> bool {
        let held = r#type.references();
        self.is_eq(r#type)
            && !r#type.has_map()
            && !held.into_iter().any(|it| self.with_map.contains(it))
    }

    /// Whether the type is one of options, or holds one to any depth.
    pub fn holds_options(&self, name: &str) -> bool {
        self.with_options.contains(name)
    }

    /// Whether the type, or one that it names, is one of these scalars.
    pub fn uses(&self, scalar: Scalar) -> bool {
        let in_definitions = self
            .boundary
            .definitions
            .iter()
            .flat_map(|definition| definition.types());
        let in_nifs = self.boundary.nifs.iter().flat_map(|nif| {
            let params = nif.params.iter().map(|param| &param.r#type);
            params.chain(nif.returns.types())
        });
        in_definitions
            .chain(in_nifs)
            .any(|r#type| r#type.any(&|it| matches!(it, Type::Scalar(found) if *found == scalar)))
    }

    fn references_of(&self, name: &str) -> Vec<&'a str> {
        self.graph.references(name)
    }
}

/// The types that the parameters of the chosen functions name.
fn taken(boundary: &Boundary, is_chosen: impl Fn(&Nif) -> bool) -> Vec<&str> {
    (boundary.nifs.iter().filter(|it| is_chosen(it)))
        .flat_map(|nif| &nif.params)
        .flat_map(|param| param.r#type.references())
        .collect()
}

/// The types that the functions return.
fn returned(boundary: &Boundary) -> Vec<&str> {
    (boundary.nifs.iter())
        .flat_map(|nif| nif.returns.types())
        .flat_map(Type::references)
        .collect()
}
