//! The test that a user starts from: what each function takes, and what it refuses.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::samples::{Extent, Sample, refusal, sample};
use super::variables::parameter_variables;
use crate::boundary::*;
use crate::model::Model;
use crate::render::Templates;
use crate::text::names;

/// How long the arguments of a call are before each gets a name of its own.
const LONGEST_CALL: usize = 48;

/// Renders the test of a boundary, as a whole and function by function.
pub fn user_test(model: &Model, templates: &Templates) -> Result<UserTest, String> {
    let boundary = model.boundary;
    let facade = &boundary.facade;
    let describes = boundary
        .nifs
        .iter()
        .map(|nif| {
            let context = json!({
                "facade": facade,
                "label": nif.label(),
                "question": names::is_question(&nif.name),
                "streams": matches!(nif.returns, Return::Stream(..)),
                "tests": tests(model, nif),
            });
            Ok(Describe {
                function: nif.label(),
                text: templates.render("describe.exs", context)?,
            })
        })
        .collect::<Result<Vec<Describe>, String>>()?;
    let helper = templates.render("assert_reaches_rust.exs", json!({ "facade": facade }))?;
    let text = templates.render(
        "facade_test.exs",
        json!({
            "facade": facade,
            "describes": describes.iter().map(|it| &it.text).collect::<Vec<_>>(),
            "helper": (!describes.is_empty()).then_some(&helper),
        }),
    )?;
    Ok(UserTest {
        path: format!("test/{}_test.exs", names::elixir_path(facade)),
        text,
        describes,
        helper,
    })
}

/// The tests of one function.
fn tests(model: &Model, nif: &Nif) -> Vec<Value> {
    let mut seen: Vec<Vec<String>> = Vec::new();
    let mut tests = Vec::new();
    for (extent, title) in [
        (Extent::Plain, "takes plain values"),
        (Extent::Least, "takes the least values"),
        (Extent::Greatest, "takes the greatest values"),
    ] {
        let samples: Vec<Sample> = nif
            .params
            .iter()
            .map(|param| sample(model, &param.r#type, extent))
            .collect();
        let gaps: BTreeSet<String> = samples.iter().flat_map(|it| it.gaps.clone()).collect();
        let arguments: Vec<String> = samples.into_iter().map(|it| it.source).collect();
        if seen.contains(&arguments) {
            continue;
        }
        let title = if nif.params.is_empty() {
            "is answered by Rust"
        } else {
            title
        };
        tests.push(test(model, nif, title, &arguments, &gaps));
        seen.push(arguments);
        // Whoever fills the gaps knows what else is worth a test.
        if !gaps.is_empty() {
            break;
        }
    }
    if let Some(refusal) = refusal(model, nif) {
        let title = format!("refuses {}", refusal.what);
        let mut refused = test(model, nif, &title, &refusal.arguments, &refusal.gaps);
        let messages = refusal.messages.iter().map(|it| names::elixir_string(it));
        refused["messages"] = json!(messages.collect::<Vec<_>>());
        tests.push(refused);
    }
    tests
}

fn test(
    model: &Model,
    nif: &Nif,
    title: &str,
    arguments: &[String],
    gaps: &BTreeSet<String>,
) -> Value {
    let is_long = arguments.iter().map(String::len).sum::<usize>() > LONGEST_CALL;
    let mut named = Vec::new();
    let passed: Vec<String> = arguments
        .iter()
        .zip(parameter_variables(nif))
        .map(|(source, variable)| {
            if is_long && source.len() > variable.len() + 4 {
                named.push(json!({ "variable": variable, "source": source }));
                variable
            } else {
                source.clone()
            }
        })
        .collect();
    let skip = (!gaps.is_empty()).then(|| {
        let gaps: Vec<&str> = gaps.iter().map(String::as_str).collect();
        names::elixir_string(&format!("{}; then remove this line", gaps.join(", and ")))
    });
    json!({
        "title": title,
        "skip": skip,
        "values": named,
        "call": format!("{}.{}({})", model.boundary.facade, nif.name, passed.join(", ")),
    })
}
