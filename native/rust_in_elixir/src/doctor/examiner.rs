//! What the rules work on: the code of a crate, and what was found so far.

use super::rules::Entry;
use super::uses::{Reader, Use};
use crate::boundary::Diagnosis;
use crate::crate_source::{CrateSource, Function, Place, last_name};

use syn::Type;

/// What a function, or the value of a `static`, does.
pub struct Code<'a> {
    pub function: Option<&'a Function>,
    pub path: &'a str,
    pub uses: Vec<Use>,
}

impl Code<'_> {
    pub fn place(&self, line: u32) -> Place {
        Place {
            path: self.path.to_string(),
            line,
        }
    }
}

/// All code of a crate. `rwlocks` says whether it has locks with the methods `read` and `write`.
pub fn codes(source: &CrateSource, rwlocks: bool) -> Vec<Code<'_>> {
    let functions = source.functions.iter().map(|function| {
        let imports = &source.modules[function.module].imports;
        let reader = Reader::new(imports, rwlocks, collections(function));
        Code {
            function: Some(function),
            path: &function.place.path,
            uses: reader.of_block(&function.body),
        }
    });
    let statics = source.statics.iter().map(|item| {
        let imports = &source.modules[item.module].imports;
        let reader = Reader::new(imports, rwlocks, Vec::new());
        Code {
            function: None,
            path: &item.place.path,
            uses: reader.of_expression(&item.value),
        }
    });
    functions.chain(statics).collect()
}

/// The parameters whose size the caller decides.
fn collections(function: &Function) -> Vec<String> {
    (function.arguments())
        .filter(|param| is_collection(&param.ty))
        .filter_map(|param| param.name.clone())
        // A list of options has a few of them.
        .filter(|name| !matches!(name.as_str(), "opts" | "options"))
        .collect()
}

fn is_collection(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => match &*reference.elem {
            Type::Slice(_) => true,
            ty => last_name(ty).is_some_and(|name| name == "str"),
        },
        _ => last_name(ty).is_some_and(|name| {
            [
                "Vec",
                "String",
                "Binary",
                "HashMap",
                "HashSet",
                "BTreeMap",
                "ListIterator",
            ]
            .contains(&&*name)
        }),
    }
}

/// The diagnoses, each once.
#[derive(Default)]
pub struct Findings {
    pub found: Vec<Diagnosis>,
}

impl Findings {
    pub fn at(&mut self, rule: &Entry, place: &Place, message: impl Into<String>) {
        let diagnosis = Diagnosis {
            rule: rule.name.to_string(),
            gravity: rule.gravity,
            path: place.path.clone(),
            line: place.line,
            message: message.into(),
            waived: None,
        };
        if !self.found.contains(&diagnosis) {
            self.found.push(diagnosis);
        }
    }
}
