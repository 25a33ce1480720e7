//! The test that a user starts from: a call of each function.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::samples::{Sample, sample};
use super::variables::parameter_variables;
use crate::boundary::*;
use crate::model::Model;
use crate::render::Templates;
use crate::text::names;

/// How long the arguments of a call are before each gets a name of its own.
const LONGEST_CALL: usize = 48;

/// Renders the test of a boundary, as a whole and function by function.
pub fn user_test(
    model: &Model,
    project: &Project,
    templates: &Templates,
) -> Result<UserTest, String> {
    let boundary = model.boundary;
    let facade = &boundary.facade;
    let describes = boundary
        .nifs
        .iter()
        .map(|nif| {
            let text = templates.render("describe.exs", describe(model, nif))?;
            Ok(Describe {
                function: nif.label(),
                text,
            })
        })
        .collect::<Result<Vec<Describe>, String>>()?;
    let helper = templates.render(
        "assert_reaches_rust.exs",
        json!({ "namespace": names::namespace(&project.otp_app) }),
    )?;
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

/// The test of one function: a call with plain values.
fn describe(model: &Model, nif: &Nif) -> Value {
    let samples: Vec<Sample> = (nif.params.iter())
        .map(|param| sample(model, &param.r#type))
        .collect();
    let gaps: BTreeSet<&str> = (samples.iter())
        .flat_map(|it| it.gaps.iter().map(String::as_str))
        .collect();
    let arguments: Vec<&str> = samples.iter().map(|it| it.source.as_str()).collect();
    let is_long = arguments.iter().map(|it| it.len()).sum::<usize>() > LONGEST_CALL;
    let mut named = Vec::new();
    let passed: Vec<String> = arguments
        .iter()
        .zip(parameter_variables(nif))
        .map(|(source, variable)| {
            if is_long && source.len() > variable.len() + 4 {
                named.push(json!({ "variable": variable, "source": source }));
                variable
            } else {
                source.to_string()
            }
        })
        .collect();
    let skip = (!gaps.is_empty()).then(|| {
        let gaps = Vec::from_iter(gaps).join(", and ");
        names::elixir_string(&format!("{gaps}; then remove this line"))
    });
    json!({
        "facade": model.boundary.facade,
        "label": nif.label(),
        "streams": matches!(nif.returns, Return::Stream(..)),
        "skip": skip,
        "values": named,
        "call": format!("{}.{}({})", model.boundary.facade, nif.name, passed.join(", ")),
    })
}
