//! Everything that can be wrong in a schema, found in one pass over all of it.

mod backtracking;
mod changes;
mod constraint;
mod crate_name;
mod default_cycles;
mod definition;
mod function;
mod function_names;
pub mod literal;
mod outlines;
pub mod overlap;
mod resource_names;
mod slices;
mod type_expression;
mod type_names;

use std::collections::HashMap;

use crate::boundary::*;
use crate::model::Model;
use crate::text::names;

/// The longest tuple that Rustler encodes and decodes.
const LONGEST_TUPLE: usize = 7;

/// The longest name that is an atom.
const LONGEST_NAME: usize = 255;

/// Every problem of a schema, in the order of its lines.
pub fn problems(boundary: &Boundary) -> Vec<Problem> {
    let mut check = Check {
        model: Model::new(boundary),
        problems: boundary.problems.clone(),
    };
    check.names_of_types();
    for definition in &boundary.definitions {
        check.definition(definition);
    }
    check.backtracking();
    check.names_of_resources();
    check.names_of_functions();
    for nif in &boundary.nifs {
        check.nif(nif);
    }
    check.directions();
    check.changes();
    check.defaults_without_end();
    let mut problems = check.problems;
    problems.sort_by(|left, right| {
        (left.line, left.message.as_str()).cmp(&(right.line, right.message.as_str()))
    });
    problems.dedup();
    problems
}

/// Every problem of a schema in an application, whose boundaries share some modules and a crate.
pub fn problems_in(boundary: &Boundary, project: &Project) -> Vec<Problem> {
    let mut problems = problems(boundary);
    problems.extend(type_names::in_namespace(
        boundary,
        &names::namespace(&project.otp_app),
    ));
    problems.extend(crate_name::of_codecs(boundary, project));
    problems.sort_by_key(|it| it.line);
    problems
}

struct Check<'a> {
    model: Model<'a>,
    problems: Vec<Problem>,
}

impl<'a> Check<'a> {
    fn report(&mut self, line: u32, message: impl Into<String>) {
        self.problems.push(Problem {
            line,
            message: message.into(),
        });
    }

    fn distinct_names<'b>(
        &mut self,
        what: &str,
        holder: &str,
        declared: impl Iterator<Item = (&'b String, u32)>,
    ) {
        let mut first: HashMap<&str, u32> = HashMap::new();
        for (name, line) in declared {
            if name.len() > LONGEST_NAME {
                self.report(
                    line,
                    format!("the name of a {what} of {holder} is {} bytes long, and the limit is {LONGEST_NAME}", name.len()),
                );
            }
            if let Some(other) = first.insert(name, line) {
                self.report(
                    line,
                    format!(
                        "{holder} declares the {what} `{}` twice, first on line {other}",
                        names::elixir_atom(name)
                    ),
                );
            }
        }
    }
}
