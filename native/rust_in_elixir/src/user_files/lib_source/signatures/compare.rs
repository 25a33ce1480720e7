//! Whether two signatures are the same to rustc, as far as that can be known from their text.

use syn::{
    FnArg, GenericArgument, GenericParam, Generics, PathArguments, ReturnType, Signature, Type,
    TypeParamBound,
};

use super::Comparison;

impl Comparison<'_> {
    pub(super) fn same_signature(&self, there: &Signature, asked: &Signature) -> bool {
        let types = |signature: &Signature| -> Vec<Type> {
            signature
                .inputs
                .iter()
                .filter_map(type_of)
                .cloned()
                .collect()
        };
        let (there_types, asked_types) = (types(there), types(asked));
        let names = self.names_within(there);
        let inner = self.with(&names);
        is_plain(there)
            && !is_generic(&there.generics)
            && there.inputs.len() == asked.inputs.len()
            && there_types.len() == asked_types.len()
            && there_types
                .iter()
                .zip(&asked_types)
                .all(|(there, asked)| inner.same(there, asked))
            && inner.same_return(&there.output, &asked.output)
    }

    pub(super) fn same_return(&self, there: &ReturnType, asked: &ReturnType) -> bool {
        match (there, asked) {
            (ReturnType::Default, ReturnType::Default) => true,
            (ReturnType::Type(_, there), ReturnType::Type(_, asked)) => self.same(there, asked),
            (ReturnType::Type(_, unit), ReturnType::Default)
            | (ReturnType::Default, ReturnType::Type(_, unit)) => {
                matches!(&**unit, Type::Tuple(tuple) if tuple.elems.is_empty())
            }
        }
    }

    /// Whether two types are, or may be, the same; the second is one that the trait declares.
    pub(super) fn same(&self, there: &Type, asked: &Type) -> bool {
        match (there, asked) {
            (Type::Paren(there), _) => self.same(&there.elem, asked),
            (Type::Group(there), _) => self.same(&there.elem, asked),
            (Type::Reference(there), Type::Reference(asked)) => {
                // A reference that lives for the call is not `'static`.
                let is_static = |it: &syn::Lifetime| it.ident == "static";
                !there.lifetime.as_ref().is_some_and(is_static)
                    && there.mutability.is_some() == asked.mutability.is_some()
                    && self.same(&there.elem, &asked.elem)
            }
            (Type::Slice(there), Type::Slice(asked)) => self.same(&there.elem, &asked.elem),
            (Type::Array(there), Type::Array(asked)) => {
                // Any other length than a number may be the same.
                let lengths = [&there.len, &asked.len].map(number);
                let may_be_same = lengths.contains(&None) || lengths[0] == lengths[1];
                may_be_same && self.same(&there.elem, &asked.elem)
            }
            (Type::Tuple(there), Type::Tuple(asked)) => {
                there.elems.len() == asked.elems.len()
                    && there
                        .elems
                        .iter()
                        .zip(&asked.elems)
                        .all(|(there, asked)| self.same(there, asked))
            }
            (Type::ImplTrait(there), Type::ImplTrait(asked)) => {
                match (item_of(there), item_of(asked)) {
                    (Some(there), Some(asked)) => self.same(there, asked),
                    _ => true,
                }
            }
            // A method may return a type of its own for one that its trait leaves open.
            (Type::Path(there), Type::ImplTrait(_)) => {
                self.may_be_alias(&there.path) || is_box(&there.path)
            }
            (Type::Path(there), Type::Path(asked)) => {
                let path = &there.path;
                let (Some(there), Some(asked)) =
                    (there.path.segments.last(), asked.path.segments.last())
                else {
                    return true;
                };
                if asked.ident != there.ident {
                    return self.may_be_alias(path);
                }
                let (there, asked) = (arguments(&there.arguments), arguments(&asked.arguments));
                // With other parameters it is an alias, such as `io::Result`.
                there.len() != asked.len()
                    || there
                        .iter()
                        .zip(&asked)
                        .all(|(there, asked)| self.same(there, asked))
            }
            (Type::Path(there), _) => self.may_be_alias(&there.path),
            (Type::Infer(_) | Type::Macro(_) | Type::Verbatim(_), _) => true,
            _ => false,
        }
    }
}

/// The number that is written as the length of an array.
fn number(length: &syn::Expr) -> Option<u64> {
    match length {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Int(digits),
            ..
        }) => digits.base10_parse().ok(),
        _ => None,
    }
}

/// Whether a path is that of a `Box`, which is an iterator if it holds one.
fn is_box(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|it| it.ident == "Box")
}

pub(super) fn type_of(input: &FnArg) -> Option<&Type> {
    match input {
        FnArg::Typed(typed) => Some(&typed.ty),
        FnArg::Receiver(_) => None,
    }
}

fn arguments(arguments: &PathArguments) -> Vec<&Type> {
    match arguments {
        PathArguments::AngleBracketed(list) => list
            .args
            .iter()
            .filter_map(|it| match it {
                GenericArgument::Type(r#type) => Some(r#type),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The `Item` of an `impl Iterator<Item = …>`.
fn item_of(r#type: &syn::TypeImplTrait) -> Option<&Type> {
    r#type.bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else {
            return None;
        };
        let segment = bound.path.segments.last()?;
        let PathArguments::AngleBracketed(list) = &segment.arguments else {
            return None;
        };
        list.args.iter().find_map(|it| match it {
            GenericArgument::AssocType(assoc) if assoc.ident == "Item" => Some(&assoc.ty),
            _ => None,
        })
    })
}

/// Whether nothing stands before the `fn` of a signature.
fn is_plain(signature: &Signature) -> bool {
    signature.fn_token.span.byte_range().start == 0 && signature.variadic.is_none()
}

/// Whether a signature leaves open what the trait does not. Plain lifetimes only have names.
fn is_generic(generics: &Generics) -> bool {
    generics.where_clause.is_some() || generics.params.iter().any(is_bounded)
}

pub(super) fn is_bounded(param: &GenericParam) -> bool {
    match param {
        GenericParam::Lifetime(lifetime) => !lifetime.bounds.is_empty(),
        GenericParam::Type(_) | GenericParam::Const(_) => true,
    }
}
