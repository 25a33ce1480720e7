//! Whether every value of one type is a value of another one, across two states of a boundary.
//!
//! Types of the same name count as the same: what changed within them is told where they are
//! declared. Anything else is compared by the terms that Elixir sees. Where that cannot be known, as
//! for two regular expressions, the answer is no.

use std::cell::RefCell;
use std::collections::HashMap;

use super::constraints;
use crate::boundary::*;
use crate::model::Model;
use crate::model::scalar::holds_characters;

/// As deep as a comparison goes before it gives up; schemas are not.
const DEEPEST: usize = 100;

/// The types of one state of a boundary.
pub struct Side<'a> {
    pub model: Model<'a>,
    /// Whether its types have the old names, which the renames turn into the new ones.
    pub is_old: bool,
}

/// The subtype relation between the types of two states of a boundary.
pub struct Subtypes<'a> {
    /// For each old name of a type its new one.
    renamed: HashMap<String, String>,
    /// The known results for two types, one of which is named. A question in progress counts as a match, so that
    /// recursive types end.
    known: RefCell<HashMap<(bool, String, String), bool>>,
    pub old: Side<'a>,
    pub new: Side<'a>,
}

impl<'a> Subtypes<'a> {
    pub fn new(old: &'a Boundary, new: &'a Boundary, renamed: HashMap<String, String>) -> Self {
        Self {
            renamed,
            known: RefCell::default(),
            old: Side {
                model: Model::new(old),
                is_old: true,
            },
            new: Side {
                model: Model::new(new),
                is_old: false,
            },
        }
    }

    /// The name that a type of the old contract has now.
    pub fn current<'b>(&'b self, name: &'b str) -> &'b str {
        self.renamed.get(name).map_or(name, String::as_str)
    }

    /// Whether two types are written alike, but for renamed ones.
    pub fn is_same(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Named(old), Type::Named(new)) => self.current(old) == new,
            (Type::List(old), Type::List(new))
            | (Type::Set(old), Type::Set(new))
            | (Type::Optional(old), Type::Optional(new)) => self.is_same(old, new),
            (Type::Array(old, length), Type::Array(new, other)) => {
                length == other && self.is_same(old, new)
            }
            (Type::Tuple(old), Type::Tuple(new)) => {
                old.len() == new.len() && old.iter().zip(new).all(|(a, b)| self.is_same(a, b))
            }
            (Type::Map(old_key, old), Type::Map(new_key, new)) => {
                self.is_same(old_key, new_key) && self.is_same(old, new)
            }
            _ => old == new,
        }
    }

    /// Whether every old value is still one.
    pub fn old_in_new(&self, old: &Type, new: &Type) -> bool {
        self.is_in(&self.old, old, &self.new, new, 0)
    }

    /// Whether every new value was one before.
    pub fn new_in_old(&self, old: &Type, new: &Type) -> bool {
        self.is_in(&self.new, new, &self.old, old, 0)
    }

    fn is_in(&self, of: &Side, part: &Type, to: &Side, whole: &Type, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        if !matches!((part, whole), (Type::Named(_), _) | (_, Type::Named(_))) {
            return self.decide(of, part, to, whole, depth);
        }
        let key = (of.is_old, part.to_string(), whole.to_string());
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        self.known.borrow_mut().insert(key.clone(), true);
        let is_in = self.decide(of, part, to, whole, depth);
        self.known.borrow_mut().insert(key, is_in);
        is_in
    }

    fn decide(&self, of: &Side, part: &Type, to: &Side, whole: &Type, depth: usize) -> bool {
        let go = |part: &Type, whole: &Type| self.is_in(of, part, to, whole, depth + 1);
        if !self.bears_trim(of, part, to, whole) {
            return false;
        }
        match (part, whole) {
            (_, Type::Scalar(Scalar::Term)) => !matches!(part, Type::Invalid(_)),
            (Type::Invalid(part), Type::Invalid(whole)) => part == whole,
            (Type::Named(name), Type::Named(other)) => {
                self.is_same_name(of, name, other) || self.named(of, name, to, other, &go, depth)
            }
            (Type::Optional(item), _) => to.model.accepts_nil(whole) && go(item, whole),
            (Type::Named(_), Type::Optional(item)) if !of.model.accepts_nil(part) => go(part, item),
            (Type::Named(name), _) => match of.model.definition(name).map(|it| &it.kind) {
                Some(Kind::Newtype(inner, _)) => go(inner, whole),
                Some(Kind::UntaggedEnum(variants)) => alternatives(variants)
                    .into_iter()
                    .all(|alternative| go(alternative, whole)),
                Some(Kind::Tuple(fields)) => go(&tuple(fields), whole),
                Some(Kind::UnitEnum(_)) => *whole == Type::Scalar(Scalar::Atom),
                Some(Kind::TaggedEnum(variants)) => {
                    *whole == Type::Scalar(Scalar::Atom)
                        && variants.iter().all(|it| it.shape == Shape::Unit)
                }
                _ => false,
            },
            (_, Type::Optional(item)) => go(part, item),
            (_, Type::Named(name)) => match to.model.definition(name).map(|it| &it.kind) {
                Some(Kind::Newtype(inner, limits)) => {
                    constraints::allow_all(limits) && go(part, inner)
                }
                Some(Kind::UntaggedEnum(variants)) => alternatives(variants)
                    .into_iter()
                    .any(|alternative| go(part, alternative)),
                Some(Kind::Tuple(fields)) => go(part, &tuple(fields)),
                _ => false,
            },
            (Type::Scalar(part), Type::Scalar(whole)) => is_scalar_in(*part, *whole),
            (Type::List(part) | Type::Array(part, _), Type::List(whole))
            | (Type::Set(part), Type::Set(whole)) => go(part, whole),
            (Type::Array(part, length), Type::Array(whole, other)) => {
                length == other && go(part, whole)
            }
            (Type::Tuple(parts), Type::Tuple(wholes)) => {
                parts.len() == wholes.len() && parts.iter().zip(wholes).all(|(a, b)| go(a, b))
            }
            (Type::Map(key, value), Type::Map(other_key, other)) => {
                go(key, other_key) && go(value, other)
            }
            _ => false,
        }
    }

    /// Whether what `whole` asks for holds for values of `part` although only one of them is trimmed.
    fn bears_trim(&self, of: &Side, part: &Type, to: &Side, whole: &Type) -> bool {
        let Type::Named(other) = whole else {
            return true;
        };
        let is_same = matches!(part, Type::Named(name) if self.is_same_name(of, name, other));
        let was = matches!(part, Type::Named(name) if of.model.is_trimmed(name));
        let is = to.model.is_trimmed(other);
        is_same
            || was == is
            || to
                .model
                .constraints_of(other)
                .into_iter()
                .all(|it| constraints::bears_trim(it, is))
    }

    fn is_same_name(&self, of: &Side, name: &str, other: &str) -> bool {
        if of.is_old {
            self.current(name) == other
        } else {
            name == self.current(other)
        }
    }

    fn named(
        &self,
        of: &Side,
        name: &str,
        to: &Side,
        other: &str,
        go: &dyn Fn(&Type, &Type) -> bool,
        depth: usize,
    ) -> bool {
        let (Some(part), Some(whole)) = (of.model.definition(name), to.model.definition(other))
        else {
            return false;
        };
        self.kinds(of, &part.kind, to, &whole.kind, go, (name, other), depth)
    }

    /// Whether every value of a definition is one of another definition, whatever their names.
    pub fn is_definition_in(&self, is_old: bool, part: &Definition, whole: &Definition) -> bool {
        let (of, to) = if is_old {
            (&self.old, &self.new)
        } else {
            (&self.new, &self.old)
        };
        let go = |part: &Type, whole: &Type| self.is_in(of, part, to, whole, 0);
        let names = (part.name.as_str(), whole.name.as_str());
        self.kinds(of, &part.kind, to, &whole.kind, &go, names, 0)
    }

    #[allow(clippy::too_many_arguments)]
    fn kinds(
        &self,
        of: &Side,
        part: &Kind,
        to: &Side,
        whole: &Kind,
        go: &dyn Fn(&Type, &Type) -> bool,
        (name, other): (&str, &str),
        depth: usize,
    ) -> bool {
        match (part, whole) {
            (Kind::Newtype(inner, limits), Kind::Newtype(outer, others)) => {
                constraints::imply(limits, others) && go(inner, outer)
                    || constraints::allow_all(others) && go(&Type::Named(name.into()), outer)
            }
            (Kind::Newtype(inner, _), _) => go(inner, &Type::Named(other.into())),
            (Kind::UntaggedEnum(variants), _) => alternatives(variants)
                .into_iter()
                .all(|it| go(it, &Type::Named(other.into()))),
            (_, Kind::Newtype(inner, limits)) => {
                constraints::allow_all(limits) && go(&Type::Named(name.into()), inner)
            }
            (_, Kind::UntaggedEnum(variants)) => alternatives(variants)
                .into_iter()
                .any(|it| go(&Type::Named(name.into()), it)),
            (
                Kind::UnitEnum(parts) | Kind::TaggedEnum(parts),
                Kind::UnitEnum(wholes) | Kind::TaggedEnum(wholes),
            ) => parts.iter().all(|part| {
                wholes.iter().any(|whole| {
                    whole.name == part.name && is_shape_in(&part.shape, &whole.shape, go)
                })
            }),
            (Kind::Map(parts), Kind::Map(wholes))
            | (Kind::Options(parts), Kind::Options(wholes)) => are_fields_in(parts, wholes, go),
            (Kind::Tuple(parts), Kind::Tuple(wholes)) => {
                self.is_in(of, &tuple(parts), to, &tuple(wholes), depth + 1)
            }
            (Kind::Record(tag, parts), Kind::Record(other, wholes)) => {
                tag == other && self.is_in(of, &tuple(parts), to, &tuple(wholes), depth + 1)
            }
            (Kind::Remote(inner, part), Kind::Remote(outer, whole)) => {
                (&part.typespec, &part.validator) == (&whole.typespec, &whole.validator)
                    && go(inner, outer)
            }
            // How the value crosses is another matter.
            (Kind::Custom(Custom { typespec, .. }), Kind::Remote(_, remote))
            | (Kind::Remote(_, remote), Kind::Custom(Custom { typespec, .. })) => {
                *typespec == remote.typespec
            }
            _ => false,
        }
    }
}

fn alternatives(variants: &[Variant]) -> Vec<&Type> {
    variants.iter().flat_map(|it| it.shape.types()).collect()
}

fn tuple(fields: &[Field]) -> Type {
    Type::Tuple(fields.iter().map(|it| it.r#type.clone()).collect())
}

fn is_shape_in(part: &Shape, whole: &Shape, go: &dyn Fn(&Type, &Type) -> bool) -> bool {
    match (part, whole) {
        (Shape::Unit, Shape::Unit) => true,
        (Shape::Values(parts), Shape::Values(wholes)) => {
            parts.len() == wholes.len() && parts.iter().zip(wholes).all(|(a, b)| go(a, b))
        }
        (Shape::Fields(parts), Shape::Fields(wholes)) => are_fields_in(parts, wholes, go),
        _ => false,
    }
}

/// Fields that are identified by their keys.
fn are_fields_in(parts: &[Field], wholes: &[Field], go: &dyn Fn(&Type, &Type) -> bool) -> bool {
    let find = |fields: &'_ [Field], name: &str| fields.iter().position(|it| it.name == name);
    parts.iter().all(|part| {
        find(wholes, &part.name).is_some_and(|at| {
            let whole = &wholes[at];
            (whole.may_be_absent() || !part.may_be_absent()) && go(&part.r#type, &whole.r#type)
        })
    }) && wholes
        .iter()
        .all(|whole| whole.may_be_absent() || find(parts, &whole.name).is_some())
}

fn is_scalar_in(part: Scalar, whole: Scalar) -> bool {
    let [part, whole] = [part, whole].map(Scalar::in_elixir);
    let limits = |it: Scalar| {
        let (least, greatest) = it.limits()?;
        Some((least.parse::<i128>().ok()?, greatest.parse::<u128>().ok()?))
    };
    part == whole
        || (part.is_integer() && whole == Scalar::Integer)
        || (part.packed().is_some() && whole == Scalar::Binary)
        || (part == Scalar::Uuid && matches!(whole, Scalar::String | Scalar::Binary))
        || (part == Scalar::Char && holds_characters(whole))
        || matches!(
            (part, whole),
            (Scalar::F32, Scalar::F64)
                | (Scalar::Bool, Scalar::Atom)
                | (Scalar::Path | Scalar::String, Scalar::Binary)
        )
        || matches!(
            (limits(part), limits(whole)),
            (Some((least, greatest)), Some((lower, upper))) if lower <= least && greatest <= upper
        )
}
