//! The test that a user starts from: a call of each function.

use std::collections::BTreeSet;

use super::nodes;
use super::samples::{Sample, sample};
use super::variables::parameter_variables;
use crate::boundary::*;
use crate::model::Model;
use crate::render::Templates;
use crate::text::names;

/// How long the arguments of a call are before each gets its own name.
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
            let text = templates.render("describe.exs", describe(model, templates, nif)?)?;
            Ok(Describe {
                function: nif.label(),
                text,
            })
        })
        .collect::<Result<Vec<Describe>, String>>()?;
    let helper = templates.render(
        "assert_reaches_rust.exs",
        nodes::AssertReachesRust {
            namespace: names::namespace(&project.otp_app),
        },
    )?;
    let text = templates.render(
        "facade_test.exs",
        nodes::FacadeTest {
            facade,
            native: model.boundary.native_module(),
            describes: describes.iter().map(|it| it.text.as_str()).collect(),
            helper: (!describes.is_empty()).then_some(&helper),
        },
    )?;
    Ok(UserTest {
        path: format!("test/{}_test.exs", names::elixir_path(facade)),
        text,
        describes,
        helper,
    })
}

/// The test of one function: a call with plain values.
fn describe<'a>(
    model: &Model<'a>,
    templates: &Templates,
    nif: &'a Nif,
) -> Result<nodes::Describe<'a>, String> {
    let samples = (nif.params.iter())
        .map(|param| match param.is_stream() {
            true => sample(
                model,
                templates,
                &Type::List(Box::new(param.r#type.clone())),
            ),
            false => sample(model, templates, &param.r#type),
        })
        .collect::<Result<Vec<Sample>, String>>()?;
    let gaps: BTreeSet<&str> = (samples.iter())
        .flat_map(|it| it.gaps.iter().map(String::as_str))
        .collect();
    let skip = (!gaps.is_empty()).then(|| {
        let gaps = Vec::from_iter(gaps).join(", and ");
        names::elixir_string(&format!("{gaps}; then remove this line"))
    });
    let is_long = samples.iter().map(|it| it.source.len()).sum::<usize>() > LONGEST_CALL;
    let mut values = Vec::new();
    let arguments = (samples.into_iter())
        .zip(parameter_variables(nif))
        .map(|(Sample { source, .. }, variable)| {
            if is_long && source.len() > variable.len() + 4 {
                values.push(nodes::NamedValue {
                    variable: variable.clone(),
                    source,
                });
                variable
            } else {
                source
            }
        })
        .collect();
    Ok(nodes::Describe {
        facade: &model.boundary.facade,
        label: nif.label(),
        function: &nif.name,
        arguments,
        streams: matches!(nif.returns, Return::Stream(..)),
        skip,
        values,
    })
}
