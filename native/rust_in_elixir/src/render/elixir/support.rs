//! The modules that all boundaries of an application share, each with the helpers that some boundary calls.

use std::collections::BTreeSet;

use super::nodes;
use crate::boundary::*;
use crate::model::scalar;
use crate::render::Templates;
use crate::text::names;

/// The modules in whose place others can stand, with their templates.
const MODULES: &[(&str, &str)] = &[
    ("CallError", "call_error.ex"),
    ("Cast", "cast.ex"),
    ("PanicError", "panic_error.ex"),
    ("Representation", "representation.ex"),
    ("ResourceError", "resource_error.ex"),
    ("Stream", "stream.ex"),
    ("StreamInput", "stream_input.ex"),
    ("Validation", "validation.ex"),
    ("ValidationError", "validation_error.ex"),
];

/// The helpers that a helper calls.
const CALLED: &[(&str, &str)] = &[
    ("Cast.arguments", "Cast.map"),
    ("Cast.arguments", "Validation.keys"),
    ("Cast.arguments", "ValidationError.json"),
    ("Cast.range", "Cast.map"),
    ("Representation.guarded", "ResourceError"),
    ("Stream", "ResourceError.read"),
    ("StreamInput", "ValidationError.error/2"),
    ("StreamInput.json", "ValidationError.json"),
    ("Validation.any", "ValidationError.any"),
    ("Validation.set", "ValidationError.set"),
    ("Validation.defaults", "ValidationError"),
];

/// Renders the modules with the requested helpers, such as `CallError` or `Validation.string`.
pub fn support(
    needs: &[&str],
    project: &Project,
    templates: &Templates,
) -> Result<Vec<SourceFile>, String> {
    let mut needs: BTreeSet<&str> = needs.iter().copied().collect();
    for (helper, called) in CALLED {
        if needs.contains(helper) {
            needs.insert(called);
        }
    }
    let namespace = names::namespace(&project.otp_app);
    MODULES
        .iter()
        .filter_map(|(name, template)| {
            let helpers = helpers(&needs, name)?;
            let module = format!("{namespace}.{name}");
            let path = format!("{}/{}.ex", project.lib_dir, names::elixir_path(&module));
            let node = nodes::Shared {
                module,
                namespace: &namespace,
                schema_path: "native/*/schema.exs",
                helpers: &helpers,
                integers: integers(&helpers),
                packed: packed(&helpers),
                reasons: reasons(&helpers),
            };
            Some(templates.render(template, node).map(|text| SourceFile {
                path,
                language: Language::Elixir,
                text,
            }))
        })
        .collect()
}

/// The requested helpers of a module; `None` if the module is not requested.
fn helpers<'a>(needs: &BTreeSet<&'a str>, module: &str) -> Option<Vec<&'a str>> {
    let of_module: Vec<Option<&str>> = needs
        .iter()
        .filter_map(|need| match need.split_once('.') {
            None => (*need == module).then_some(None),
            Some((of, helper)) => (of == module).then_some(Some(helper)),
        })
        .collect();
    (!of_module.is_empty()).then(|| of_module.into_iter().flatten().collect())
}

/// Why a handle or a stream cannot be used.
fn reasons(helpers: &[&str]) -> Vec<String> {
    // A stream that can be read once can be gone as well.
    let is_of_stream = |reason| reason == "gone" && helpers.contains(&"read");
    ["closed", "poisoned", "read", "gone"]
        .into_iter()
        .filter(|reason| helpers.contains(reason) || is_of_stream(*reason))
        .map(names::elixir_atom)
        .collect()
}

fn packed(helpers: &[&str]) -> Vec<nodes::Packed> {
    (scalar::ALL.iter())
        .filter(|it| helpers.contains(&it.check_name()))
        .filter_map(|it| {
            Some(nodes::Packed {
                check: it.check_name(),
                number: it.packed()?.name(),
                size: it.packed_size()?,
            })
        })
        .collect()
}

fn integers(helpers: &[&str]) -> Vec<nodes::Integer> {
    (scalar::ALL.iter())
        .filter(|it| it.is_integer() && helpers.contains(&it.name()))
        .filter_map(|it| {
            let (least, greatest) = it.limits()?;
            Some(nodes::Integer {
                name: it.name(),
                range: format!(
                    "{}..{}",
                    scalar::grouped(&least),
                    scalar::grouped(&greatest)
                ),
            })
        })
        .collect()
}
