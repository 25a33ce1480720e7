//! The way from a boundary to both of its sides: check, then render.

use sha2::{Digest, Sha256};

use crate::boundary::*;
use crate::check;
use crate::contract;
use crate::model::Model;
use crate::render::{self, BUILT_IN, Templates};

/// Checks a boundary and renders both of its sides; every problem at once, in order of lines.
pub fn generate(boundary: &Boundary, project: &Project) -> Result<Rendered, Vec<Problem>> {
    let problems = check::problems(boundary);
    if !problems.is_empty() {
        return Err(problems);
    }
    render(boundary, project).map_err(|message| vec![Problem { line: 1, message }])
}

/// Checks a boundary and renders the test that its user starts from.
pub fn user_test(boundary: &Boundary, project: &Project) -> Result<UserTest, Vec<Problem>> {
    let problems = check::problems(boundary);
    if !problems.is_empty() {
        return Err(problems);
    }
    Templates::new(&project.templates)
        .and_then(|templates| render::elixir::user_test(&Model::new(boundary), &templates))
        .map_err(|message| vec![Problem { line: 1, message }])
}

/// Checks a boundary and gives its canonical contract.
pub fn contract(boundary: &Boundary) -> Result<String, Vec<Problem>> {
    let problems = check::problems(boundary);
    if problems.is_empty() {
        Ok(contract::canonical(boundary))
    } else {
        Err(problems)
    }
}

/// The sources that decide what is rendered, and what is refused.
const SOURCES: &[&str] = &[
    include_str!("breaking/rules.rs"),
    include_str!("check/changes.rs"),
    include_str!("check/literal.rs"),
    include_str!("check/mod.rs"),
    include_str!("check/overlap.rs"),
    include_str!("contract/mod.rs"),
    include_str!("generate.rs"),
    include_str!("model/mod.rs"),
    include_str!("model/scalar.rs"),
    include_str!("render/elixir/casts.rs"),
    include_str!("render/elixir/checks.rs"),
    include_str!("render/elixir/definition.rs"),
    include_str!("render/elixir/dumps.rs"),
    include_str!("render/elixir/function.rs"),
    include_str!("render/elixir/mod.rs"),
    include_str!("render/elixir/module.rs"),
    include_str!("render/elixir/regex.rs"),
    include_str!("render/elixir/samples.rs"),
    include_str!("render/elixir/samples/matching.rs"),
    include_str!("render/elixir/user_test.rs"),
    include_str!("render/elixir/variables.rs"),
    include_str!("render/mod.rs"),
    include_str!("render/rust/call.rs"),
    include_str!("render/rust/definition.rs"),
    include_str!("render/rust/docs.rs"),
    include_str!("render/rust/mod.rs"),
    include_str!("render/rust/nifs.rs"),
    include_str!("render/rust/resources.rs"),
    include_str!("render/rust/signature.rs"),
    include_str!("render/rust/source.rs"),
    include_str!("render/rust/types.rs"),
    include_str!("text/names.rs"),
    include_str!("text/notation.rs"),
];

/// A digest of the templates and of the code around them, so that it changes with every version
/// that may render otherwise.
pub fn fingerprint() -> String {
    let mut hasher = Sha256::new();
    for (name, text) in BUILT_IN {
        hasher.update(name);
        hasher.update(text);
    }
    for source in SOURCES {
        hasher.update(source);
    }
    contract::hex(&hasher.finalize())
}

fn render(boundary: &Boundary, project: &Project) -> Result<Rendered, String> {
    let model = Model::new(boundary);
    let templates = Templates::new(&project.templates)?;
    let mut files = render::elixir::render(&model, project, &templates)?;
    files.push(render::rust::render(&model, project, &templates)?);
    files.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(Rendered {
        files,
        contract: contract::canonical(boundary),
    })
}
