//! Resources: which functions borrow, change, take or keep them, and what is locked for that.

use super::Model;
use super::graph::reach;
use crate::boundary::*;
use crate::text::names;

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

/// A function of the user that is not a NIF: the VM calls it for a resource.
pub struct Hook<'a> {
    pub definition: &'a Definition,
    /// The Rust name, as it is written.
    pub name: String,
    /// Whether it gets the value when the last handle is gone, or else is told that the process
    /// which made it ended.
    pub is_drop: bool,
}

impl<'a> Model<'a> {
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

    /// How a parameter lends a resource to the function, if it does. A function with a stream gets the handles themselves:
    /// what a stream is made of outlives the call, and a lock must not be held while Elixir makes the next value.
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
            Passing::Plain => nif.has_stream(),
            Passing::Mut | Passing::Take => false,
            Passing::Handle | Passing::Stream => true,
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

    /// Whether a parameter is handles to a resource with a lock, which the function keeps: it gets
    /// none that leads to nothing any more.
    pub fn is_kept_locked(&self, nif: &Nif, param: &Param) -> bool {
        let name = match &param.r#type {
            _ if param.is_stream() => return false,
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

    /// Whether the user's code gets at handles to the resource, and so at its lock.
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

    /// Whether a type of the boundary holds handles to the resource.
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

    /// The pairs of a parameter that a function changes or takes, and another one in which the same handle may be:
    /// their positions, each pair once.
    pub fn same_handles(&self, nif: &Nif) -> Vec<(usize, usize)> {
        let is_exclusive = |it: &Param| matches!(it.passing, Passing::Mut | Passing::Take);
        let params = || nif.params.iter().enumerate();
        params()
            .filter(|(_, it)| is_exclusive(it))
            .flat_map(|(index, param)| {
                let may_be_same = move |(other_index, other): &(usize, &Param)| {
                    let is_other_way_round = *other_index < index && is_exclusive(other);
                    let resources = param.r#type.references();
                    *other_index != index
                        && !other.is_stream()
                        && !is_other_way_round
                        && (resources.into_iter()).any(|it| self.holds(&other.r#type, it))
                        && !self.holds_any_term(&other.r#type)
                };
                params()
                    .filter(may_be_same)
                    .map(move |(other_index, _)| (index, other_index))
            })
            .collect()
    }

    /// Whether a value of the type can hold a handle to the resource.
    pub fn holds(&self, r#type: &Type, resource: &str) -> bool {
        reach(r#type.references(), |held| self.references_of(held)).contains(resource)
    }

    /// The user's functions that the VM calls when a resource or the process that created it ends.
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
}
