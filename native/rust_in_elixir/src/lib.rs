//! The pure core of the generator: text and data in, text and data out.

#[rustfmt::skip]
pub mod boundary;
mod breaking;
mod check;
mod contract;
mod crate_source;
mod doctor;
mod generate;
mod model;
#[cfg(test)]
mod properties;
mod render;
mod text;
mod user_files;

use std::collections::HashMap;

use boundary::*;
use contract::lock;
use text::{diff, stack};
use user_files::{lib_source, manifest};

pub struct Core;

impl Nifs for Core {
    fn generate(boundary: Boundary, project: Project) -> Result<Rendered, Vec<Problem>> {
        stack::with_large_stack(|| generate::generate(&boundary, &project))
    }

    fn declarations(
        boundary: Boundary,
        project: Project,
        width: u32,
    ) -> Result<Declarations, Vec<Problem>> {
        stack::with_large_stack(|| generate::declarations(&boundary, &project, width as usize))
    }

    fn support(needs: Vec<&str>, project: Project) -> Result<Vec<SourceFile>, String> {
        stack::with_large_stack(|| generate::support(&needs, &project))
    }

    fn user_test(boundary: Boundary, project: Project) -> Result<UserTest, Vec<Problem>> {
        stack::with_large_stack(|| generate::user_test(&boundary, &project))
    }

    fn fingerprint() -> String {
        generate::fingerprint()
    }

    fn lib_source(
        text: Option<&str>,
        boundary: Boundary,
        fix: bool,
    ) -> Result<LibSource, SyntaxError> {
        lib_source::lib_source(text, &boundary, fix)
    }

    fn manifest(
        text: Option<&str>,
        boundary: Boundary,
        project: Project,
    ) -> Result<String, SyntaxError> {
        manifest::manifest(text, &boundary, &project)
    }

    fn required_version(manifest: &str, dependency: &str) -> Option<String> {
        manifest::required_version(manifest, dependency)
    }

    fn workspace(
        text: Option<&str>,
        crates: Vec<(&str, Option<&str>)>,
        foreign: Vec<&str>,
    ) -> Result<String, SyntaxError> {
        manifest::workspace(text, &crates, &foreign)
    }

    fn unified_diff(path: &str, old: &str, new: &str) -> String {
        diff::unified_diff(path, old, new)
    }

    fn write_lock(lock: Lock) -> String {
        lock::write(&lock)
    }

    fn read_lock(text: &str) -> Result<Lock, String> {
        lock::read(text)
    }

    fn contract(boundary: Boundary) -> Result<String, Vec<Problem>> {
        generate::contract(&boundary)
    }

    fn compare(
        before: HashMap<&str, &str>,
        boundaries: HashMap<&str, Boundary>,
        today: &str,
    ) -> Result<Comparison, String> {
        breaking::compare(&before, &boundaries, today)
    }

    fn rules() -> Vec<Rule> {
        breaking::rules::table()
    }

    fn comparison_as_json(comparison: Comparison, against: &str) -> String {
        breaking::comparison_as_json(&comparison, against)
    }

    fn examine(input: CrateInput) -> Result<Examination, Vec<(String, Problem)>> {
        stack::with_large_stack(|| doctor::examine(&input))
    }

    fn doctor_rules() -> Vec<DoctorRule> {
        doctor::table()
    }

    fn locked_packages(text: &str) -> Result<Vec<LockedPackage>, SyntaxError> {
        doctor::locked_packages(text)
    }

    fn unsafe_count(sources: Vec<&str>) -> UnsafeCount {
        stack::with_large_stack(|| doctor::count(&sources))
    }
}
