//! The name of the crate.

use crate::boundary::*;
use crate::user_files::manifest::{CODEC_FOLDER, codec_package};

/// The problem of a crate that would take the place of the one with the codecs.
pub(super) fn of_codecs(boundary: &Boundary, project: &Project) -> Option<Problem> {
    let name = &boundary.crate_name;
    let is_codecs = project.crate_dir == CODEC_FOLDER
        || format!("native/{name}") == CODEC_FOLDER
        || *name == codec_package(project);
    is_codecs.then(|| Problem {
        line: 1,
        message: format!(
            "the crate `{name}` would take the place of the one in {CODEC_FOLDER}, which all boundaries share; \
             choose another name"
        ),
    })
}
