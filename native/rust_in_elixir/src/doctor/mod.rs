//! `mix rust_in_elixir.doctor`: what in a crate may harm the VM that loads it, or surprise its callers.

mod calls;
mod code;
mod examiner;
mod manifests;
mod rules;
mod schedules;
mod stubs;
mod types;
mod unsafe_code;
mod uses;
mod waivers;

use std::collections::HashMap;

use crate::boundary::{CrateInput, Examination, Problem};
use crate::crate_source::{self, CrateSource};
use examiner::Findings;
pub use manifests::locked_packages;
use rules::NOT_READ;
pub use rules::table;
pub use unsafe_code::count;

/// Examines a crate by each rule.
///
/// The error has each file that cannot be parsed.
pub fn examine(input: &CrateInput) -> Result<Examination, Vec<(String, Problem)>> {
    let in_manifest = |problem| vec![(input.manifest.path.clone(), problem)];
    let manifest = manifests::read(&input.manifest).map_err(in_manifest)?;
    let Some(manifest) = manifest.filter(|manifest| manifest.uses_rustler) else {
        return Ok(Examination {
            crate_name: None,
            nifs: 0,
            diagnoses: Vec::new(),
        });
    };
    let root = below(&input.dir, &manifest.root);
    let files: HashMap<&str, &str> = input
        .sources
        .iter()
        .map(|file| (&*file.path, &*file.text))
        .collect();
    if !files.contains_key(&*root) {
        let message = format!("the crate has no {root}");
        return Err(in_manifest(Problem { line: 1, message }));
    }
    let source = crate_source::read(&root, &files)?;
    let mut findings = Findings::default();
    check(input, &source, &files, &mut findings);
    waive(input, &source, &files, &mut findings);
    findings.found.sort_by(|one, other| {
        (&one.path, one.line, &one.rule).cmp(&(&other.path, other.line, &other.rule))
    });
    let nifs = source
        .functions
        .iter()
        .filter(|function| function.nif.is_some())
        .count();
    Ok(Examination {
        crate_name: Some(manifest.name),
        nifs: u32::try_from(nifs).unwrap_or(u32::MAX),
        diagnoses: findings.found,
    })
}

fn below(dir: &str, path: &str) -> String {
    if dir.is_empty() {
        path.to_string()
    } else {
        format!("{dir}/{path}")
    }
}

fn check(
    input: &CrateInput,
    source: &CrateSource,
    files: &HashMap<&str, &str>,
    findings: &mut Findings,
) {
    let texts: Vec<&str> = (source.modules.iter())
        .filter_map(|module| files.get(module.file.as_ref()?.0.as_str()).copied())
        .collect();
    let mentions = |name: &str| texts.iter().any(|text| text.contains(name));
    let codes = examiner::codes(source, mentions("RwLock"));
    let held = schedules::held(&codes, mentions("spawn("));
    schedules::check(&codes, &held, findings);
    code::check(source, &codes, mentions(".write()"), findings);
    types::check(source, findings);
    unsafe_code::check(source, findings);
    manifests::check_panic(input, findings);
    manifests::check_versions(input, findings);
    stubs::check(source, &input.stubs, findings);
    for (place, reason) in &source.unread {
        findings.at(&NOT_READ, place, reason.as_str());
    }
}

fn waive(
    input: &CrateInput,
    source: &CrateSource,
    files: &HashMap<&str, &str>,
    findings: &mut Findings,
) {
    for (path, _) in source
        .modules
        .iter()
        .filter_map(|module| module.file.as_ref())
    {
        let text = files.get(path.as_str()).copied().unwrap_or_default();
        waivers::apply(path, text, "//", &source.functions, findings);
    }
    for file in std::iter::once(&input.manifest).chain(&input.settings) {
        waivers::apply(&file.path, &file.text, "#", &[], findings);
    }
    let name = source
        .init
        .as_ref()
        .and_then(|init| init.module.strip_prefix("Elixir."));
    for module in input
        .stubs
        .iter()
        .filter(|module| name.is_some_and(|name| name == module.name))
    {
        waivers::apply(&module.path, &module.source, "#", &[], findings);
    }
}
