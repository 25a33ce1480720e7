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

/// A digest of the built-in templates, which changes with every version that renders otherwise.
pub fn fingerprint() -> String {
    let mut hasher = Sha256::new();
    hasher.update(env!("CARGO_PKG_VERSION"));
    for (name, text) in BUILT_IN {
        hasher.update(name);
        hasher.update(text);
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
        test: render::elixir::render_test(&model, &templates)?,
        contract: contract::canonical(boundary),
    })
}
