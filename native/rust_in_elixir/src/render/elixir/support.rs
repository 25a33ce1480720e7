//! The modules that all boundaries of an application share, each with the helpers that some boundary calls.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::boundary::*;
use crate::model::scalar;
use crate::render::Templates;
use crate::text::names;

/// The modules in whose place others can stand, with their templates.
const MODULES: &[(&str, &str)] = &[
    ("CallError", "call_error.ex"),
    ("Cast", "cast.ex"),
    ("PanicError", "panic_error.ex"),
    ("ResourceError", "resource_error.ex"),
    ("Stream", "stream.ex"),
    ("Validation", "validation.ex"),
    ("ValidationError", "validation_error.ex"),
];

/// What a helper calls itself.
const CALLED: &[(&str, &str)] = &[
    ("Stream", "ResourceError.read"),
    ("Validation.defaults", "ValidationError"),
];

/// Renders the modules that hold what is asked for, such as `CallError` or `Validation.string`.
pub fn support(
    needs: &[String],
    project: &Project,
    templates: &Templates,
) -> Result<Vec<SourceFile>, String> {
    let mut needs: BTreeSet<&str> = needs.iter().map(String::as_str).collect();
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
            let mut context = context(name, &helpers);
            context["helpers"] = json!(helpers);
            context["namespace"] = json!(namespace);
            context["module"] = json!(module);
            context["schema_path"] = json!("native/*/schema.exs");
            let path = format!("{}/{}.ex", project.lib_dir, names::elixir_path(&module));
            Some(templates.render(template, context).map(|text| SourceFile {
                path,
                language: Language::Elixir,
                text,
            }))
        })
        .collect()
}

/// The helpers of a module that are asked for; nothing if the module is not.
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

/// What the template of a module needs beside the names of its helpers.
fn context(module: &str, helpers: &[&str]) -> Value {
    match module {
        "Validation" => json!({ "integers": integers(helpers) }),
        "ResourceError" => {
            let reasons: Vec<String> = ["closed", "poisoned", "read", "gone"]
                .iter()
                .filter(|reason| helpers.contains(reason) || is_of_stream(reason, helpers))
                .map(|reason| names::elixir_atom(reason))
                .collect();
            json!({ "reasons": reasons })
        }
        _ => json!({}),
    }
}

/// A stream that can be read once can be gone as well.
fn is_of_stream(reason: &str, helpers: &[&str]) -> bool {
    reason == "gone" && helpers.contains(&"read")
}

fn integers(helpers: &[&str]) -> Vec<Value> {
    scalar::ALL
        .iter()
        .filter(|it| it.is_integer() && helpers.contains(&it.name()))
        .map(|it| {
            let (least, greatest) = it.limits().unwrap_or_default();
            json!({
                "name": it.name(),
                "range": format!("{}..{}", scalar::grouped(&least), scalar::grouped(&greatest)),
                "small_range": it.small_range(),
                "expected": format!("an integer within {least}..{greatest} ({})", it.name()),
            })
        })
        .collect()
}
