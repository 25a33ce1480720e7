//! Types that cross in another way than one would expect.

use std::collections::{HashMap, HashSet};

use syn::{GenericArgument, PathArguments, Type};

use super::examiner::Findings;
use super::rules::{LIST_OF_BYTES, WRAPPING_INTEGER};
use crate::crate_source::{CrateSource, Direction, Function, Place, TypeDefinition, last_name};

/// What is not decoded or encoded as what is inside.
const OPAQUE: &[&str] = &[
    "ResourceArc",
    "Term",
    "SerdeTerm",
    "Binary",
    "LocalPid",
    "PhantomData",
];

pub fn check(source: &CrateSource, findings: &mut Findings) {
    let mut types: HashMap<&str, Vec<&TypeDefinition>> = HashMap::new();
    for definition in &source.types {
        types.entry(&definition.name).or_default().push(definition);
    }
    let mut walk = Walk {
        types,
        seen: HashSet::new(),
        findings,
    };
    for function in &source.functions {
        let Some(nif) = function.nif.as_ref().filter(|nif| !nif.generated) else {
            continue;
        };
        let label = format!("{}/{}", nif.name, function.arity());
        for param in function.arguments() {
            // A parameter that is not used may arrive as it likes.
            let name = param.name.as_deref().unwrap_or("_");
            if name.starts_with('_') {
                continue;
            }
            let what = format!("the parameter `{name}` of `{label}`");
            let place = line(function, param.line);
            walk.ty(&param.ty, Direction::Decode, &place, &what, &label);
        }
        if let Some(returns) = &function.returns {
            let what = format!("the result of `{label}`");
            walk.ty(returns, Direction::Encode, &function.place, &what, &label);
        }
    }
}

fn line(function: &Function, line: u32) -> Place {
    Place {
        path: function.place.path.clone(),
        line,
    }
}

struct Walk<'a, 'f> {
    /// By name: of two types with one name, either may be meant, and neither is walked through.
    types: HashMap<&'a str, Vec<&'a TypeDefinition>>,
    seen: HashSet<(&'a str, bool)>,
    findings: &'f mut Findings,
}

impl Walk<'_, '_> {
    fn ty(&mut self, ty: &Type, way: Direction, place: &Place, what: &str, nif: &str) {
        match ty {
            Type::Tuple(tuple) => {
                tuple
                    .elems
                    .iter()
                    .for_each(|ty| self.ty(ty, way, place, what, nif));
            }
            Type::Paren(paren) => self.ty(&paren.elem, way, place, what, nif),
            Type::Path(path) => {
                let Some(last) = path.path.segments.last() else {
                    return;
                };
                let name = last.ident.to_string();
                let arguments = arguments(&last.arguments);
                if OPAQUE.contains(&&*name) {
                } else if matches!(&*name, "u8" | "i8" | "u16" | "i16") {
                    if way == Direction::Decode {
                        let message = wraps(&name, what);
                        self.findings.at(&WRAPPING_INTEGER, place, message);
                    }
                } else if name == "Vec" && is_byte(&arguments) {
                    let message = format!("{what} is a `Vec<u8>`, a list of integers in Elixir");
                    self.findings.at(&LIST_OF_BYTES, place, message);
                } else if let Some([definition]) = self.types.get(&*name).map(|found| &found[..]) {
                    self.definition(definition, way, place, what, nif);
                } else {
                    for ty in arguments {
                        self.ty(ty, way, place, what, nif);
                    }
                }
            }
            _ => {}
        }
    }
}

impl<'a> Walk<'a, '_> {
    fn definition(
        &mut self,
        definition: &'a TypeDefinition,
        way: Direction,
        place: &Place,
        what: &str,
        nif: &str,
    ) {
        if let Some(alias) = &definition.alias {
            if last_name(alias).is_none_or(|name| name != definition.name) {
                self.ty(alias, way, place, what, nif);
            }
            return;
        }
        let crosses = definition
            .derives
            .iter()
            .any(|derive| derive.starts_with("Nif"))
            && definition.only.is_none_or(|only| only == way);
        if !crosses
            || !self
                .seen
                .insert((&definition.name, way == Direction::Decode))
        {
            return;
        }
        for field in &definition.fields {
            let place = Place {
                path: definition.place.path.clone(),
                line: field.line,
            };
            let verb = if way == Direction::Decode {
                "takes"
            } else {
                "returns"
            };
            let what = format!(
                "`{}.{}`, which `{nif}` {verb},",
                definition.name, field.name
            );
            self.ty(&field.ty, way, &place, &what, nif);
        }
    }
}

fn wraps(name: &str, what: &str) -> String {
    let (given, arrives) = match name {
        "u8" => ("256", "0"),
        "i8" => ("200", "-56"),
        "u16" => ("65536", "0"),
        _ => ("40000", "-25536"),
    };
    format!("{what} is `{name}`: Rustler turns {given} into {arrives}")
}

fn arguments(arguments: &PathArguments) -> Vec<&Type> {
    match arguments {
        PathArguments::AngleBracketed(list) => (list.args.iter())
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn is_byte(arguments: &[&Type]) -> bool {
    matches!(arguments, [ty] if last_name(ty).as_deref() == Some("u8"))
}
