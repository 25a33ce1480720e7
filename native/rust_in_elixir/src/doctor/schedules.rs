//! What NIFs do on which scheduler, also by way of functions of the crate that they call.

use std::collections::{HashMap, HashSet};

use syn::{GenericArgument, PathArguments, Type};

use super::calls::Effect;
use super::examiner::{Code, Findings};
use super::rules::{BLOCKING_ON_NORMAL, IO_ON_DIRTY_CPU, LOCK_ON_NORMAL, LOOP_ON_NORMAL};
use super::uses::{Lock, What};
use crate::crate_source::{Function, Param, Place, Schedule};

/// How many calls deep it is looked.
const DEPTH: usize = 8;

pub fn check(codes: &[Code], held: &HashSet<String>, findings: &mut Findings) {
    let functions = by_name(codes);
    for code in codes {
        let Some((function, nif)) = code.function.and_then(|f| Some((f, f.nif.as_ref()?))) else {
            continue;
        };
        let label = format!("`{}/{}`", nif.name, function.arity());
        match nif.schedule {
            Schedule::DirtyIo => {}
            Schedule::DirtyCpu => {
                if let Some((what, place)) = blocks(code, &functions) {
                    let message = format!("{label} runs on a dirty CPU scheduler and calls {what}");
                    findings.at(
                        &IO_ON_DIRTY_CPU,
                        &function.place,
                        message + &at(function, &place),
                    );
                }
            }
            Schedule::Normal => {
                let message = format!("{label} runs on a normal scheduler and ");
                normal(code, function, &functions, held, message, findings);
            }
        }
    }
}

fn normal(
    code: &Code,
    function: &Function,
    functions: &HashMap<&str, &Code>,
    held: &HashSet<String>,
    message: String,
    findings: &mut Findings,
) {
    // The gravest one says enough.
    if let Some((what, place)) = blocks(code, functions) {
        let message = format!("{message}calls {what}{}", at(function, &place));
        return findings.at(&BLOCKING_ON_NORMAL, &function.place, message);
    }
    let lock = (code.uses.iter()).find_map(|it| match &it.what {
        What::Lock(lock) if identity(code, lock).is_some_and(|it| held.contains(&it)) => {
            Some((&lock.method, it.line))
        }
        _ => None,
    });
    if let Some((method, line)) = lock {
        let message = format!("{message}waits for a lock, `.{method}()` in line {line}");
        findings.at(&LOCK_ON_NORMAL, &function.place, message);
    }
    let goes_through = (code.uses.iter()).find_map(|it| match &it.what {
        What::Loop(param) => Some((param, it.line)),
        _ => None,
    });
    if let Some((param, line)) = goes_through {
        let message = format!("{message}goes through all of `{param}` in line {line}");
        findings.at(&LOOP_ON_NORMAL, &function.place, message);
    }
}

/// The locks that NIFs on dirty schedulers hold, and with `threads` other functions too.
pub fn held(codes: &[Code], threads: bool) -> HashSet<String> {
    let holds = |code: &&Code| match code.function.map(|function| function.nif.as_ref()) {
        Some(Some(nif)) => nif.schedule != Schedule::Normal,
        Some(None) => threads,
        None => false,
    };
    (codes.iter().filter(holds))
        .flat_map(|code| code.uses.iter().map(move |it| (code, &it.what)))
        .filter_map(|(code, what)| match what {
            What::Lock(lock) => identity(code, lock),
            _ => None,
        })
        .collect()
}

/// The same for the same lock: a static, or the fields on the way to it from the type of a parameter or of `self`.
fn identity(code: &Code, lock: &Lock) -> Option<String> {
    let (root, fields) = lock.path.split_first()?;
    let param = |function: &Function| {
        let is_root = |param: &&Param| param.name.as_ref() == Some(root);
        function
            .params
            .iter()
            .find(is_root)
            .and_then(|param| holder(&param.ty))
    };
    let root = match root.as_str() {
        "self" => code.function?.owner.clone()?,
        name if !name.chars().any(char::is_lowercase) => name.to_string(),
        _ => code.function.and_then(param)?,
    };
    Some(format!("{root}.{}", fields.join(".")))
}

/// The name of a type behind references and `ResourceArc`.
fn holder(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else {
        return match ty {
            Type::Reference(reference) => holder(&reference.elem),
            _ => None,
        };
    };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments)
            if last.ident == "ResourceArc" || last.ident == "Arc" =>
        {
            arguments.args.iter().find_map(|it| match it {
                GenericArgument::Type(inner) => holder(inner),
                _ => None,
            })
        }
        _ => Some(last.ident.to_string()),
    }
}

/// The first call that blocks, and where.
fn blocks(code: &Code, functions: &HashMap<&str, &Code>) -> Option<(String, Place)> {
    search(code, functions, DEPTH, &mut HashSet::new())
}

fn search(
    code: &Code,
    functions: &HashMap<&str, &Code>,
    depth: usize,
    seen: &mut HashSet<String>,
) -> Option<(String, Place)> {
    let own = (code.uses.iter()).find_map(|it| match &it.what {
        What::Effect(Effect::Blocks, path) => Some((format!("`{path}`"), code.place(it.line))),
        _ => None,
    });
    if own.is_some() || depth == 0 {
        return own;
    }
    (code.uses.iter()).find_map(|it| match &it.what {
        What::Call(name) if seen.insert(name.clone()) => {
            search(functions.get(name.as_str())?, functions, depth - 1, seen)
        }
        _ => None,
    })
}

/// Functions whose name is theirs alone: a name that two modules have may be either.
fn by_name<'a>(codes: &'a [Code<'a>]) -> HashMap<&'a str, &'a Code<'a>> {
    let mut found: HashMap<&str, Vec<&Code>> = HashMap::new();
    for code in codes {
        if let Some(function) = code.function.filter(|function| function.owner.is_none()) {
            found.entry(&function.name).or_default().push(code);
        }
    }
    (found.into_iter())
        .filter_map(|(name, codes)| match codes[..] {
            [code] => Some((name, code)),
            _ => None,
        })
        .collect()
}

fn at(function: &Function, place: &Place) -> String {
    if place.path == function.place.path {
        format!(" in line {}", place.line)
    } else {
        format!(" ({}:{})", place.path, place.line)
    }
}
