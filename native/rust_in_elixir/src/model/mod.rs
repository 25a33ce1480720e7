//! What a boundary's types mean for each other: who reaches whom, and what follows from it.
//!
//! The checks and both renderers ask this one place.

pub mod scalar;

use std::collections::{HashMap, HashSet};

use crate::boundary::*;
use crate::text::names;

/// A boundary with the relations between its types worked out.
pub struct Model<'a> {
    pub boundary: &'a Boundary,
    definitions: HashMap<&'a str, &'a Definition>,
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
        let definitions: HashMap<&str, &Definition> = boundary
            .definitions
            .iter()
            .map(|definition| (definition.name.as_str(), definition))
            .collect();
        let references = |name: &str| -> Vec<&'a str> {
            definitions
                .get(name)
                .map(|definition| definition.references())
                .unwrap_or_default()
        };
        let inputs = |chosen: &dyn Fn(&Nif) -> bool| {
            boundary
                .nifs
                .iter()
                .filter(|nif| chosen(nif))
                .flat_map(|nif| {
                    nif.params
                        .iter()
                        .flat_map(|param| param.r#type.references())
                })
                .collect::<Vec<_>>()
        };

        let from_elixir = reach(inputs(&|_| true), references);
        // What a double gives back comes from Elixir as well.
        let from_double = boundary
            .nifs
            .iter()
            .filter(|_| boundary.double)
            .flat_map(|nif| {
                let returned = nif.returns.types().into_iter();
                returned.flat_map(Type::references).collect::<Vec<_>>()
            });
        let checked = reach(from_elixir.iter().copied().chain(from_double), references);
        let told_to_cast = from_elixir
            .iter()
            .copied()
            .filter(|name| definitions.get(name).is_some_and(|it| it.cast));
        let cast = reach(
            inputs(&|nif| nif.cast).into_iter().chain(told_to_cast),
            references,
        );
        let dumped = holders(&checked, &references, |name| {
            definitions
                .get(name)
                .is_some_and(|it| it.changes_on_its_own())
        });
        let inline_references = |name: &str| -> Vec<&'a str> {
            definitions
                .get(name)
                .map(|definition| definition.types())
                .unwrap_or_default()
                .into_iter()
                .flat_map(Type::inline_references)
                .collect()
        };
        let all: HashSet<&str> = definitions.keys().copied().collect();
        let without_eq = holders(&all, &references, |name| {
            definitions.get(name).is_some_and(|it| {
                matches!(it.kind, Kind::Custom(_)) || it.types().iter().any(|it| it.has_float())
            })
        });
        let with_float = holders(&all, &references, |name| {
            let definition = definitions.get(name);
            definition.is_some_and(|it| it.types().iter().any(|it| it.has_float()))
        });
        let with_map = holders(&all, &references, |name| {
            definitions
                .get(name)
                .is_some_and(|it| it.types().iter().any(|it| it.has_map()))
        });
        let with_options = holders(&all, &references, |name| {
            definitions
                .get(name)
                .is_some_and(|it| matches!(it.kind, Kind::Options(_)))
        });
        let mut first_nifs = HashMap::new();
        for nif in &boundary.nifs {
            first_nifs.entry(nif.name.as_str()).or_insert(nif);
        }

        let mut model = Self {
            boundary,
            first_nifs,
            circles: circles(&all, references),
            inline_circles: circles(&all, inline_references),
            finite: finite(&definitions),
            without_eq,
            with_float,
            with_map,
            with_options,
            definitions,
            from_elixir,
            checked,
            cast,
            cast_within: HashSet::new(),
            dumped,
        };
        model.cast_within = holders(
            &model.from_elixir,
            &|name: &str| model.references_of(name),
            |name| model.declares_cast(name) && model.casts(&Type::Named(name.to_string()), true),
        );
        model
    }

    pub fn definition(&self, name: &str) -> Option<&'a Definition> {
        self.definitions.get(name).copied()
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
        base(&self.definitions, r#type)
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

    /// The resource of this name.
    pub fn resource(&self, name: &str) -> Option<&'a Resource> {
        match self.definition(name).map(|it| &it.kind) {
            Some(Kind::Resource(resource)) => Some(resource),
            _ => None,
        }
    }

    /// The resources of the boundary.
    pub fn resources(&self) -> impl Iterator<Item = (&'a Definition, &'a Resource)> + use<'a> {
        let boundary: &'a Boundary = self.boundary;
        boundary.definitions.iter().filter_map(|it| match &it.kind {
            Kind::Resource(resource) => Some((it, resource)),
            _ => None,
        })
    }

    /// The lock of a resource: the one that the schema asks for, or else one where a function
    /// changes it or takes it.
    pub fn locking(&self, name: &str) -> Option<Locking> {
        let is_changed = || {
            self.passings_of(name)
                .any(|it| matches!(it, Passing::Mut | Passing::Take))
        };
        let asked = self.resource(name)?.lock;
        asked.or_else(|| is_changed().then_some(Locking::Rwlock))
    }

    /// Whether a function takes the resource away from its handles.
    pub fn is_taken(&self, name: &str) -> bool {
        self.passings_of(name).any(|it| it == Passing::Take)
    }

    fn passings_of(&self, name: &str) -> impl Iterator<Item = Passing> {
        self.boundary
            .nifs
            .iter()
            .flat_map(|nif| &nif.params)
            .filter(move |param| matches!(&param.r#type, Type::Named(it) if it == name))
            .map(|param| param.passing)
    }

    /// How a parameter lends a resource to the function, if it does. What a stream is made of
    /// outlives the call, so that it gets the handles themselves.
    pub fn loan<'b>(&self, nif: &Nif, param: &'b Param) -> Option<Loan<'b>> {
        let (places, name) = match &param.r#type {
            Type::Named(name) => (Places::One, name),
            Type::Optional(item) => match &**item {
                Type::Named(name) => (Places::Optional, name),
                _ => return None,
            },
            Type::List(item) => match &**item {
                Type::Named(name) => (Places::List, name),
                _ => return None,
            },
            _ => return None,
        };
        self.resource(name)?;
        let is_kept = match param.passing {
            Passing::Plain => matches!(nif.returns, Return::Stream(..)),
            Passing::Mut | Passing::Take => false,
            Passing::Handle => true,
        };
        (!is_kept).then_some(Loan {
            name,
            places,
            passing: param.passing,
            is_locked: self.locking(name).is_some(),
        })
    }

    /// The resources that a function locks.
    pub fn locked_loans<'b>(&self, nif: &'b Nif) -> Vec<Loan<'b>> {
        nif.params
            .iter()
            .filter_map(|param| self.loan(nif, param))
            .filter(|it| it.is_locked)
            .collect()
    }

    /// Whether a parameter is handles on a resource with a lock, which the function keeps: it gets
    /// none that leads to nothing any more.
    pub fn is_kept_locked(&self, nif: &Nif, param: &Param) -> bool {
        let name = match &param.r#type {
            Type::Named(name) => name,
            Type::Optional(item) | Type::List(item) => match &**item {
                Type::Named(name) => name,
                _ => return false,
            },
            _ => return false,
        };
        self.locking(name).is_some() && self.loan(nif, param).is_none()
    }

    /// Whether the function can meet a handle that is closed or poisoned.
    pub fn is_guarded(&self, nif: &Nif) -> bool {
        nif.params
            .iter()
            .any(|param| self.is_kept_locked(nif, param))
            || !self.locked_loans(nif).is_empty()
    }

    /// Whether the function may take more than one lock at once.
    pub fn takes_several_locks(&self, nif: &Nif) -> bool {
        match self.locked_loans(nif)[..] {
            [] => false,
            [only] => only.places == Places::List,
            _ => true,
        }
    }

    /// Whether the user's code gets at handles on the resource, and so at its lock.
    pub fn is_exposed(&self, resource: &str) -> bool {
        let is_kept = |nif: &Nif| {
            nif.params.iter().any(|param| {
                param.r#type.references().contains(&resource) && self.loan(nif, param).is_none()
            })
        };
        // A value that gets its first handle is none yet.
        let is_returned = |nif: &Nif| {
            let is_value = |it: &Type| {
                !nif.returns_handle && matches!(it, Type::Named(name) if name == resource)
            };
            match &nif.returns {
                Return::Stream(..) => nif.returns.types(),
                returns => returns
                    .types()
                    .into_iter()
                    .filter(|it| !is_value(it))
                    .collect(),
            }
            .into_iter()
            .any(|it| it.references().contains(&resource))
        };
        self.is_held(resource)
            || self
                .boundary
                .nifs
                .iter()
                .any(|nif| is_kept(nif) || is_returned(nif))
    }

    /// Whether a type of the boundary holds handles on the resource.
    pub fn is_held(&self, resource: &str) -> bool {
        self.boundary
            .definitions
            .iter()
            .any(|it| it.references().contains(&resource))
    }

    /// The NIF that fetches the next chunk of a function's stream, if it makes one.
    pub fn next_chunk(&self, nif: &Nif) -> Option<&'static str> {
        let is_stream = matches!(nif.returns, Return::Stream(..));
        is_stream.then_some(match nif.schedule {
            Schedule::DirtyIo => "__next_chunk_io__",
            Schedule::DirtyCpu | Schedule::Normal => "__next_chunk__",
        })
    }

    /// Whether a value of the type can hold a term of the user's own making, in which a handle is
    /// none to Rust.
    pub fn holds_any_term(&self, r#type: &Type) -> bool {
        let is_term = |it: &Type| it.any(&|it| matches!(it, Type::Scalar(Scalar::Term)));
        is_term(r#type)
            || reach(r#type.references(), |held| self.references_of(held))
                .into_iter()
                .filter_map(|name| self.definition(name))
                .any(|it| matches!(it.kind, Kind::Custom(_)) || it.types().into_iter().any(is_term))
    }

    /// Whether some call may take several locks, so that their order matters.
    pub fn orders_locks(&self) -> bool {
        let is_exposed = |(it, _): (&Definition, _)| {
            self.locking(&it.name).is_some() && self.is_exposed(&it.name)
        };
        self.resources().any(is_exposed)
            || self
                .boundary
                .nifs
                .iter()
                .any(|nif| self.takes_several_locks(nif))
    }

    /// Whether a function reads the resource, or changes or takes it.
    pub fn is_lent(&self, resource: &str, to_read: bool) -> bool {
        self.boundary
            .nifs
            .iter()
            .flat_map(|nif| self.locked_loans(nif))
            .any(|it| it.name == resource && (it.passing == Passing::Plain) == to_read)
    }

    /// Whether an argument of the function can hold a handle.
    pub fn takes_handles(&self, nif: &Nif) -> bool {
        nif.params.iter().any(|param| {
            self.resources()
                .any(|(it, _)| self.holds(&param.r#type, &it.name))
        })
    }

    /// Whether a value of the type can hold a handle on the resource.
    pub fn holds(&self, r#type: &Type, resource: &str) -> bool {
        reach(r#type.references(), |held| self.references_of(held)).contains(resource)
    }

    /// The functions of the user's that the VM itself calls, when a resource ends or its maker does.
    pub fn hooks(&self) -> Vec<Hook<'a>> {
        self.resources()
            .flat_map(|(definition, resource)| {
                let on_drop = resource.on_drop.as_ref().map(|name| Hook {
                    definition,
                    name: names::rust_value(name),
                    is_drop: true,
                });
                let down = resource.monitor.then(|| Hook {
                    definition,
                    name: names::rust_value(&format!(
                        "{}_down",
                        names::rust_snake(&definition.name)
                    )),
                    is_drop: false,
                });
                on_drop.into_iter().chain(down)
            })
            .collect()
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
        self.definition(name)
            .map(Definition::references)
            .unwrap_or_default()
    }
}

/// How a function borrows a resource: through one handle, or through each of several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loan<'a> {
    pub name: &'a str,
    pub places: Places,
    pub passing: Passing,
    pub is_locked: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Places {
    One,
    Optional,
    List,
}

/// A function of the user's that is no NIF: the VM has it called for a resource.
pub struct Hook<'a> {
    pub definition: &'a Definition,
    /// The Rust name, as it is written.
    pub name: String,
    /// Whether it gets the value when the last handle is gone, or else is told that the process
    /// which made it ended.
    pub is_drop: bool,
}

/// Everything that can be reached from some names, themselves included.
fn reach<'a>(
    from: impl IntoIterator<Item = &'a str>,
    references: impl Fn(&str) -> Vec<&'a str>,
) -> HashSet<&'a str> {
    let mut reached = HashSet::new();
    let mut open: Vec<&str> = from.into_iter().collect();
    while let Some(name) = open.pop() {
        if reached.insert(name) {
            open.extend(references(name));
        }
    }
    reached
}

/// The names for which something holds, and those that hold one of them.
fn holders<'a>(
    names: &HashSet<&'a str>,
    references: &impl Fn(&str) -> Vec<&'a str>,
    holds: impl Fn(&str) -> bool,
) -> HashSet<&'a str> {
    let held_by = reversed(names, references);
    let holding = names.iter().copied().filter(|name| holds(name));
    reach(holding, |name| {
        held_by.get(name).cloned().unwrap_or_default()
    })
}

/// For each name those that refer to it.
fn reversed<'a>(
    names: &HashSet<&'a str>,
    references: impl Fn(&str) -> Vec<&'a str>,
) -> HashMap<&'a str, Vec<&'a str>> {
    let mut reversed: HashMap<&str, Vec<&str>> = HashMap::new();
    for name in names {
        for held in references(name) {
            reversed.entry(held).or_default().push(name);
        }
    }
    reversed
}

/// For each name the number of its circle: those names that it reaches and that reach it.
///
/// This is Kosaraju's algorithm. What finishes last reaches all others, or has nothing to do with
/// them; so whatever reaches it in turn, and is in no circle yet, is in its circle.
fn circles<'a>(
    names: &HashSet<&'a str>,
    references: impl Fn(&str) -> Vec<&'a str>,
) -> HashMap<&'a str, usize> {
    let mut seen = HashSet::new();
    let mut finished = Vec::new();
    for start in names {
        let mut open = vec![(*start, false)];
        while let Some((name, is_left)) = open.pop() {
            if is_left {
                finished.push(name);
            } else if seen.insert(name) {
                open.push((name, true));
                open.extend(references(name).into_iter().map(|held| (held, false)));
            }
        }
    }

    let held_by = reversed(names, references);
    let mut circles = HashMap::new();
    for (number, start) in finished.into_iter().rev().enumerate() {
        let mut open = vec![start];
        while let Some(name) = open.pop() {
            if !circles.contains_key(name) {
                circles.insert(name, number);
                open.extend(held_by.get(name).into_iter().flatten());
            }
        }
    }
    circles
}

/// The names of the types of which some value ends.
fn finite<'a>(definitions: &HashMap<&'a str, &'a Definition>) -> HashSet<&'a str> {
    let mut finite: HashSet<&str> = HashSet::new();
    loop {
        let before = finite.len();
        for (name, definition) in definitions {
            let ends = |held: &str| finite.contains(held) || !definitions.contains_key(held);
            if definition.ends(&ends)
                && items_asked_for(definition, definitions).is_none_or(|it| it.ends(&ends))
            {
                finite.insert(name);
            }
        }
        if finite.len() == before {
            return finite;
        }
    }
}

/// What a list or map holds that may not be empty.
fn items_asked_for<'a>(
    definition: &'a Definition,
    definitions: &HashMap<&'a str, &'a Definition>,
) -> Option<&'a Type> {
    let Kind::Newtype(inner, constraints) = &definition.kind else {
        return None;
    };
    let asks = |it: &Constraint| matches!(it, Constraint::MinLength(least) if *least > 0);
    constraints.iter().any(asks).then_some(())?;
    match base(definitions, inner) {
        Type::List(item) | Type::Map(_, item) => Some(item),
        _ => None,
    }
}

/// What a type is once newtypes, which look like what they hold, are taken off.
fn base<'b>(definitions: &HashMap<&str, &'b Definition>, r#type: &'b Type) -> &'b Type {
    let mut base = r#type;
    for _ in 0..definitions.len() {
        match base {
            Type::Named(name) => match definitions.get(name.as_str()).map(|it| &it.kind) {
                Some(Kind::Newtype(inner, _)) => base = inner,
                _ => break,
            },
            _ => break,
        }
    }
    base
}

impl Type {
    /// The names of the boundary's own types in it.
    pub fn references(&self) -> Vec<&str> {
        match self {
            Type::Named(name) => vec![name],
            Type::List(item) | Type::Optional(item) => item.references(),
            Type::Map(key, value) => [key.references(), value.references()].concat(),
            Type::Tuple(items) => items.iter().flat_map(Type::references).collect(),
            Type::Scalar(_) | Type::Invalid(_) => Vec::new(),
        }
    }

    /// The names of the types of which a value itself is one.
    fn alternatives(&self) -> Vec<&str> {
        match self {
            Type::Named(name) => vec![name],
            Type::Optional(item) => item.alternatives(),
            _ => Vec::new(),
        }
    }

    /// The names of the types that a value holds without a list or map between.
    pub fn inline_references(&self) -> Vec<&str> {
        match self {
            Type::Named(name) => vec![name],
            Type::Optional(item) => item.inline_references(),
            Type::Tuple(items) => items.iter().flat_map(Type::inline_references).collect(),
            Type::List(_) | Type::Map(..) | Type::Scalar(_) | Type::Invalid(_) => Vec::new(),
        }
    }

    /// Whether something holds for the type or for one inside of it.
    pub fn any(&self, holds: &dyn Fn(&Type) -> bool) -> bool {
        holds(self)
            || match self {
                Type::List(item) | Type::Optional(item) => item.any(holds),
                Type::Map(key, value) => key.any(holds) || value.any(holds),
                Type::Tuple(items) => items.iter().any(|item| item.any(holds)),
                Type::Named(_) | Type::Scalar(_) | Type::Invalid(_) => false,
            }
    }

    fn has_float(&self) -> bool {
        self.any(&|it| matches!(it, Type::Scalar(Scalar::F32 | Scalar::F64)))
    }

    fn has_map(&self) -> bool {
        self.any(&|it| matches!(it, Type::Map(..)))
    }

    /// Whether a value can be made of values that end.
    fn ends(&self, finite: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Type::Named(name) => finite(name),
            Type::Tuple(items) => items.iter().all(|item| item.ends(finite)),
            Type::List(_)
            | Type::Map(..)
            | Type::Optional(_)
            | Type::Scalar(_)
            | Type::Invalid(_) => true,
        }
    }
}

impl Definition {
    /// The fields, for a kind that has some of its own.
    pub fn fields(&self) -> &[Field] {
        match &self.kind {
            Kind::Struct(fields)
            | Kind::Map(fields)
            | Kind::Tuple(fields)
            | Kind::Record(_, fields)
            | Kind::Exception(fields)
            | Kind::Options(fields) => fields,
            _ => &[],
        }
    }

    /// The variants, for an enum.
    pub fn variants(&self) -> &[Variant] {
        match &self.kind {
            Kind::UnitEnum(variants)
            | Kind::TaggedEnum(variants)
            | Kind::UntaggedEnum(variants) => variants,
            _ => &[],
        }
    }

    /// Every type expression in the definition.
    pub fn types(&self) -> Vec<&Type> {
        let of_fields = self.fields().iter().map(|field| &field.r#type);
        let of_variants = self.variants().iter().flat_map(|it| it.shape.types());
        let of_newtype = match &self.kind {
            Kind::Newtype(r#type, _) => Some(r#type),
            _ => None,
        };
        of_fields.chain(of_variants).chain(of_newtype).collect()
    }

    /// The names of the types that the definition uses.
    pub fn references(&self) -> Vec<&str> {
        self.types()
            .into_iter()
            .flat_map(Type::references)
            .collect()
    }

    /// The names of the types whose values are values of it as they are.
    fn alternatives(&self) -> Vec<&str> {
        fn direct(r#type: &Type) -> Option<&str> {
            match r#type {
                Type::Named(name) => Some(name),
                Type::Optional(item) => direct(item),
                _ => None,
            }
        }
        match &self.kind {
            Kind::Newtype(inner, _) => direct(inner).into_iter().collect(),
            Kind::UntaggedEnum(variants) => variants
                .iter()
                .flat_map(|it| it.shape.types())
                .filter_map(direct)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a valid value of it is not yet what Rust decodes.
    fn changes_on_its_own(&self) -> bool {
        match &self.kind {
            Kind::Options(_) => true,
            Kind::Map(fields) => fields.iter().any(Field::may_be_absent),
            Kind::TaggedEnum(variants) => variants
                .iter()
                .any(|it| it.shape.fields().iter().any(Field::may_be_absent)),
            Kind::Newtype(_, constraints) => constraints.contains(&Constraint::Trim),
            _ => false,
        }
    }

    fn ends(&self, finite: &dyn Fn(&str) -> bool) -> bool {
        match &self.kind {
            Kind::UnitEnum(_) | Kind::Custom(_) | Kind::Resource(_) => true,
            Kind::TaggedEnum(variants) | Kind::UntaggedEnum(variants) => variants
                .iter()
                .any(|it| it.shape.types().iter().all(|held| held.ends(finite))),
            _ => self.types().iter().all(|held| held.ends(finite)),
        }
    }
}

impl Shape {
    /// The types that a variant carries.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Shape::Unit => Vec::new(),
            Shape::Values(types) => types.iter().collect(),
            Shape::Fields(fields) => fields.iter().map(|field| &field.r#type).collect(),
        }
    }

    /// The fields of a variant that names them.
    pub fn fields(&self) -> &[Field] {
        match self {
            Shape::Fields(fields) => fields,
            Shape::Unit | Shape::Values(_) => &[],
        }
    }
}

impl Field {
    /// Whether `nil` is a value of the field.
    pub fn is_optional(&self) -> bool {
        matches!(self.r#type, Type::Optional(_))
    }

    /// Whether a map may leave the field out.
    pub fn may_be_absent(&self) -> bool {
        self.is_optional() || self.default.is_some()
    }
}

impl Return {
    /// The types of the value and of the errors.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Return::Ok => Vec::new(),
            Return::Value(value) => vec![value],
            Return::Result(value, error) => value.iter().chain([error]).collect(),
            Return::Stream(item, item_error, error) => {
                [item].into_iter().chain(item_error).chain(error).collect()
            }
        }
    }
}

impl Nif {
    /// The function as Elixir names it, such as `move_point/2`.
    pub fn label(&self) -> String {
        format!("{}/{}", self.name, self.params.len())
    }
}
