//! The relations between a boundary's types: who reaches whom, and what follows from that.
//!
//! The checks and both renderers ask this one place.

mod declarations;
mod graph;
mod in_rust;
mod redaction;
mod resources;
pub mod scalar;
#[cfg(test)]
mod tests;
pub mod type_crates;
mod validation;

use std::collections::{HashMap, HashSet};

use crate::boundary::*;
use crate::text::names;
use graph::{Graph, circles, finite, reach};
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
    with_map: HashSet<&'a str>,
    with_options: HashSet<&'a str>,
    from_elixir: HashSet<&'a str>,
    checked: HashSet<&'a str>,
    cast: HashSet<&'a str>,
    cast_within: HashSet<&'a str>,
    dumped: HashSet<&'a str>,
    loaded: HashSet<&'a str>,
    with_custom: HashSet<&'a str>,
    with_validator: HashSet<&'a str>,
    /// The types, and those that hold one of them, of which only Elixir checks a value, or which it changes.
    with_elixir: HashSet<&'a str>,
}

impl<'a> Model<'a> {
    pub fn new(boundary: &'a Boundary) -> Self {
        let graph = Graph::new(boundary);
        let references = |name: &str| graph.references(name);
        let all = graph.names();

        let from_elixir = reach(taken(boundary, |_| true), references);
        // The results of a double come from Elixir too.
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

        let holders = |names: &HashSet<&'a str>, holds: &dyn Fn(&Definition) -> bool| {
            graph.holders(names, |name| graph.definition(name).is_some_and(holds))
        };
        let is_custom = |it: &Definition| matches!(it.kind, Kind::Custom(_));
        let mut model = Self {
            boundary,
            first_nifs,
            circles: circles(&all, references),
            inline_circles: circles(&all, |name| graph.inline_references(name)),
            finite: finite(&graph),
            without_eq: holders(&all, &|it| {
                is_custom(it) || it.types().iter().any(|it| it.has_float())
            }),
            with_map: holders(&all, &|it| it.types().iter().any(|it| it.has_map())),
            with_options: holders(&all, &|it| matches!(it.kind, Kind::Options(_))),
            dumped: holders(&checked, &Definition::changes_on_its_own),
            with_custom: holders(&all, &is_custom),
            with_validator: holders(&all, &Definition::is_judged_by_functions),
            loaded: holders(&made(boundary, &graph, &cast), &Definition::is_remote),
            with_elixir: HashSet::new(),
            from_elixir,
            checked,
            cast,
            cast_within: HashSet::new(),
            graph,
        };
        model.cast_within = model.graph.holders(&model.searched_for_json(), |name| {
            model.declares_cast(name) && model.casts(&Type::Named(name.to_string()), true)
        });
        model.with_elixir = model.graph.holders(&all, |name| {
            model.is_dumped(name) || model.is_for_elixir(name)
        });
        model
    }

    pub fn definition(&self, name: &str) -> Option<&'a Definition> {
        self.graph.definition(name)
    }

    /// The Elixir module of a type: below the facade, or below that of the boundary which declares it.
    pub fn module(&self, name: &str) -> String {
        let owner = self.definition(name).and_then(|it| it.owner.as_deref());
        format!("{}.{name}", owner.unwrap_or(&self.boundary.facade))
    }

    /// The Elixir module of a type as source that no alias in generated code changes.
    pub fn module_source(&self, name: &str) -> String {
        let (module, boundary) = (self.module(name), self.boundary);
        let first = module.split('.').next().unwrap_or_default();
        let is_type =
            self.definition(first).is_some() && names::is_aliased(&boundary.facade, first);
        let is_generated = names::own_modules(boundary)
            .chain(names::SUPPORT_MODULES.iter().copied())
            .any(|it| it == first);
        match is_type || is_generated {
            true => format!("Elixir.{module}"),
            false => module,
        }
    }

    /// Whether the type is one of another boundary.
    pub fn is_foreign(&self, name: &str) -> bool {
        self.definition(name).is_some_and(|it| it.owner.is_some())
    }

    /// Whether the last parameter is options that can all be left out, and so itself.
    pub fn ends_in_options(&self, nif: &Nif) -> bool {
        nif.params.last().is_some_and(|param| match &param.r#type {
            _ if param.is_stream() => false,
            Type::Named(name) => self.definition(name).is_some_and(|it| {
                matches!(it.kind, Kind::Options(_)) && it.fields().iter().all(Field::may_be_absent)
            }),
            _ => false,
        })
    }

    /// The type inside of any newtypes.
    pub fn base<'b>(&self, r#type: &'b Type) -> &'b Type
    where
        'a: 'b,
    {
        self.graph.base(r#type)
    }

    /// Whether the type is an integer once newtypes are taken off.
    pub fn is_integer(&self, r#type: &Type) -> bool {
        matches!(self.base(r#type), Type::Scalar(scalar) if scalar.is_integer())
    }

    /// Whether white space is taken off a newtype's value, by itself or by what it holds.
    pub fn is_trimmed(&self, name: &str) -> bool {
        self.constraints_of(name).contains(&&Constraint::Trim)
    }

    /// The constraints of a newtype, its own and those of its inner type.
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

    /// Whether `nil` is a value of the type.
    pub fn accepts_nil(&self, r#type: &Type) -> bool {
        let itself = |it: &Type| {
            matches!(
                it,
                Type::Scalar(Scalar::Atom | Scalar::Term) | Type::Optional(_)
            )
        };
        let definition = |name: &str| match self.definition(name).map(|it| &it.kind) {
            Some(Kind::Newtype(inner, _) | Kind::Remote(inner, _)) => itself(inner),
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

    /// Whether `false` is a value of the type.
    pub fn has_false(&self, r#type: &Type) -> bool {
        match self.base(r#type) {
            Type::Scalar(Scalar::Bool | Scalar::Atom | Scalar::Term) => true,
            Type::Named(name) => match self.definition(name).map(|it| &it.kind) {
                Some(Kind::Remote(inner, _)) => self.has_false(inner),
                Some(Kind::UntaggedEnum(variants)) => {
                    let mut held = variants.iter().flat_map(|it| it.shape.types());
                    held.any(|it| self.has_false(it))
                }
                Some(Kind::UnitEnum(variants) | Kind::TaggedEnum(variants)) => variants
                    .iter()
                    .any(|it| it.shape == Shape::Unit && it.name == "false"),
                Some(Kind::Custom(_)) => true,
                _ => false,
            },
            _ => false,
        }
    }

    /// The names of the types of which each value of a newtype or untagged enum, or what represents one, is one.
    fn alternatives_of(&self, name: &str) -> Vec<&'a str> {
        match self.definition(name).map(|it| &it.kind) {
            Some(Kind::Newtype(inner, _) | Kind::Remote(inner, _)) => inner.alternatives(),
            Some(Kind::UntaggedEnum(variants)) => variants
                .iter()
                .flat_map(|it| it.shape.types())
                .flat_map(Type::alternatives)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The names of the types that a value of one of these types can hold.
    pub fn reached<'b>(&'b self, types: &[&'b Type]) -> HashSet<&'b str> {
        let names = types.iter().flat_map(|it| it.references());
        reach(names, |held| self.references_of(held))
    }

    /// The number of the circle of types that hold each other in which the type is, if only by itself.
    pub fn circle(&self, name: &str) -> Option<usize> {
        self.circles.get(name).copied()
    }

    /// How many values a value of the type holds with nothing on the heap between, counted until there are more than
    /// `most`.
    pub fn inline_values(&self, r#type: &Type, most: usize) -> usize {
        self.graph.inline_values(r#type, most, &mut Vec::new())
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

    /// Whether the type is one of options, or holds one to any depth.
    pub fn holds_options(&self, name: &str) -> bool {
        self.with_options.contains(name)
    }

    /// Whether the boundary has a built-in type somewhere.
    pub fn uses(&self, scalar: Scalar) -> bool {
        self.has_type(&|it| matches!(it, Type::Scalar(found) if *found == scalar))
    }

    /// Whether something holds for a type expression of the boundary, or for one inside of it.
    pub fn has_type(&self, holds: &dyn Fn(&Type) -> bool) -> bool {
        let definitions = self.boundary.definitions.iter();
        let in_definitions = definitions.flat_map(|definition| definition.types());
        let in_nifs = self.boundary.nifs.iter().flat_map(|nif| {
            let params = nif.params.iter().map(|param| &param.r#type);
            params.chain(nif.returns.types())
        });
        in_definitions.chain(in_nifs).any(|it| it.any(holds))
    }

    /// Whether a value somewhere is a set.
    pub fn has_sets(&self) -> bool {
        self.has_type(&|it| matches!(it, Type::Set(_)))
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

/// The types of values that are made in Elixir, of what Rust gives, or a cast in its place.
fn made<'a>(
    boundary: &'a Boundary,
    graph: &Graph<'a>,
    cast: &HashSet<&'a str>,
) -> HashSet<&'a str> {
    let of_casts = (cast.iter())
        .filter_map(|name| graph.definition(name))
        .filter(|it| it.is_remote() && graph.is_filled(it))
        .flat_map(Definition::references);
    let made = returned(boundary).into_iter().chain(of_casts);
    reach(made, |name| graph.references(name))
}

/// The types that the functions return.
fn returned(boundary: &Boundary) -> Vec<&str> {
    (boundary.nifs.iter())
        .flat_map(|nif| nif.returns.types())
        .flat_map(Type::references)
        .collect()
}
