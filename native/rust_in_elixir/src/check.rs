//! Everything that can be wrong in a schema, found in one pass over all of it.

use crate::boundary::*;
use crate::model::Model;
use crate::names;
use crate::scalar;

pub fn problems(boundary: &Boundary) -> Vec<Problem> {
    boundary.problems.clone()
}
