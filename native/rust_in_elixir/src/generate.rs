//! The way from a boundary to both of its sides: check, then render.

use std::collections::HashMap;

use crate::boundary::*;
use crate::check;
use crate::contract;
use crate::model::Model;
use crate::render::{self, Templates};

/// Checks a boundary and renders both of its sides; every problem at once, in order of lines.
pub fn generate(boundary: &Boundary, project: &Project) -> Result<Rendered, Vec<Problem>> {
    let problems = check::problems_in(boundary, project);
    if !problems.is_empty() {
        return Err(problems);
    }
    render(boundary, project).map_err(|message| vec![Problem { line: 1, message }])
}

/// Checks a boundary and gives what both sides declare, by the built-in templates.
pub fn declarations(
    boundary: &Boundary,
    project: &Project,
    width: usize,
) -> Result<Declarations, Vec<Problem>> {
    let problems = check::problems_in(boundary, project);
    if !problems.is_empty() {
        return Err(problems);
    }
    Templates::new(&HashMap::new())
        .and_then(|templates| {
            render::declarations(&Model::new(boundary), project, &templates, width)
        })
        .map_err(|message| vec![Problem { line: 1, message }])
}

/// Renders what the boundaries of an application share. Each boundary needs something, so without needs there is none.
pub fn support(needs: &[&str], project: &Project) -> Result<Vec<SourceFile>, String> {
    if needs.is_empty() {
        return Ok(vec![]);
    }
    let mut files = render::codec::codec(needs, project)?;
    files.extend(render::elixir::support(
        needs,
        project,
        &Templates::new(&project.templates)?,
    )?);
    Ok(files)
}

/// Checks a boundary and renders the test that its user starts from.
pub fn user_test(boundary: &Boundary, project: &Project) -> Result<UserTest, Vec<Problem>> {
    let problems = check::problems(boundary);
    if !problems.is_empty() {
        return Err(problems);
    }
    Templates::new(&project.templates)
        .and_then(|templates| render::elixir::user_test(&Model::new(boundary), project, &templates))
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

/// A digest of the templates and of the code around them, so that it changes with every version
/// that may render otherwise. The build makes it.
pub fn fingerprint() -> String {
    env!("CORE_FINGERPRINT").to_string()
}

fn render(boundary: &Boundary, project: &Project) -> Result<Rendered, String> {
    let model = Model::new(boundary);
    let templates = Templates::new(&project.templates)?;
    let (mut files, mut noted) = render::elixir::render(&model, project, &templates)?;
    (noted.support).extend(render::codec::needs(model.type_crates()));
    files.push(render::rust::render(&model, project, &templates)?);
    files.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(Rendered {
        files,
        contract: contract::canonical(boundary),
        support: noted.support,
        laid_out: noted.laid_out,
    })
}
