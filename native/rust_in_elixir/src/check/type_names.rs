//! Names of types: what would share a module, a file or a Rust type.

use std::collections::HashMap;

use super::{Check, LONGEST_NAME};
use crate::boundary::*;
use crate::text::names;

/// The longest name of a source file: while the file is written, it has a longer one beside it.
const LONGEST_SOURCE: usize = 206;

impl<'a> Check<'a> {
    pub(super) fn names_of_types(&mut self) {
        let boundary = self.model.boundary;
        self.facade();
        let mut declared: HashMap<&str, u32> = HashMap::new();
        let mut rust_names: HashMap<String, &Definition> = HashMap::new();
        let mut files: HashMap<String, &Definition> = HashMap::new();
        for definition in &boundary.definitions {
            let (name, line) = (&definition.name, definition.line);
            self.module_of_type(definition);
            match declared.get(name.as_str()) {
                Some(first) => self.report(
                    line,
                    format!("the type `{name}` is declared twice, first on line {first}"),
                ),
                None => {
                    declared.insert(name, line);
                }
            }
            let rust = names::rust_type(name);
            match rust_names.get(&rust) {
                Some(other) if other.name != *name => self.report(
                    line,
                    format!(
                        "the types `{}` (line {}) and `{name}` would both be the Rust type `{rust}`; rename one of them",
                        other.name, other.line
                    ),
                ),
                Some(_) => {}
                None => {
                    rust_names.insert(rust, definition);
                    self.file_of_type(definition, &mut files);
                }
            }
        }
    }

    /// A type whose module is one of the boundary's own, or has a name that is too long.
    fn module_of_type(&mut self, definition: &Definition) {
        let boundary = self.model.boundary;
        let (name, line) = (&definition.name, definition.line);
        for own in names::own_modules(boundary) {
            if own == name {
                self.report(line, format!(
                    "the type `{name}` would clash with the generated module `{}.{name}`; choose another name",
                    boundary.facade
                ));
            } else if let Some(why) = shared_file(own, name) {
                self.report(line, format!(
                    "the type `{name}` and the generated module `{}.{own}` {why}; choose another name",
                    boundary.facade
                ));
            }
        }
        if names::SUPPORT_MODULES.contains(&name.as_str()) {
            self.report(line, format!(
                "the type `{name}` has the name of a module that all boundaries share; choose another name"
            ));
        }
        let module = format!("{}.{name}", boundary.facade);
        if module == boundary.schema {
            self.report(
                line,
                format!(
                    "the type `{name}` would clash with the schema's own module `{}`; rename one of them",
                    boundary.schema
                ),
            );
        }
        self.length_of_module(&format!("the type `{name}`"), &module, line);
    }

    fn file_of_type(
        &mut self,
        definition: &'a Definition,
        files: &mut HashMap<String, &'a Definition>,
    ) {
        let name = &definition.name;
        let own = [
            format!("{}.beam", name.to_ascii_lowercase()),
            format!("{}.ex", names::elixir_path(name)),
        ];
        let shared = own
            .iter()
            .filter_map(|file| files.get(file))
            .find_map(|other| Some((*other, shared_file(&other.name, name)?)));
        if let Some((other, why)) = shared {
            self.report(
                definition.line,
                format!(
                    "the types `{}` (line {}) and `{name}` {why}; rename one of them",
                    other.name, other.line
                ),
            );
        }
        for file in own {
            files.entry(file).or_insert(definition);
        }
    }

    pub(super) fn facade(&mut self) {
        let facade = &self.model.boundary.facade;
        let native = self.model.boundary.native_module();
        for module in [facade.clone(), native] {
            if self.length_of_module("the facade", &module, 1) {
                break;
            }
        }
        self.native_module();
    }

    /// The module of the stubs, where the schema names it, takes no other module's place.
    fn native_module(&mut self) {
        let boundary = self.model.boundary;
        let Some(native) = &boundary.native else {
            return;
        };
        let path = names::elixir_path(native);
        let is_below =
            |name: &str| names::elixir_path(&format!("{}.{name}", boundary.facade)) == path;
        let taken = if names::elixir_path(&boundary.facade) == path {
            Some("the facade".to_string())
        } else if let Some(other) = boundary.definitions.iter().find(|it| is_below(&it.name)) {
            Some(format!("the type `{}`", other.name))
        } else {
            let mut own = names::own_modules(boundary).filter(|it| *it != names::STUBS);
            own.find(|it| is_below(it))
                .map(|it| format!("the generated module `{it}`"))
        };
        if let Some(taken) = taken {
            self.report(
                1,
                format!("`native: {native}` takes the place of {taken}; choose another name"),
            );
        }
    }

    /// A compiled module is a file, and one that implements a protocol has the protocol's name as well. Says whether the
    /// name of the module is too long.
    fn length_of_module(&mut self, what: &str, module: &str, line: u32) -> bool {
        let source = format!("{}.ex", names::elixir_path(names::last_segment(module)));
        let compiled = format!("Elixir.Inspect.{module}.beam");
        let problem = if source.len() > LONGEST_SOURCE {
            let too_long = bytes(source.len() - LONGEST_SOURCE);
            format!("{too_long}: the file name {source} may have at most {LONGEST_SOURCE} bytes")
        } else if compiled.len() > LONGEST_NAME {
            let too_long = bytes(compiled.len() - LONGEST_NAME);
            format!("{too_long}: the file name {compiled} may have at most {LONGEST_NAME} bytes")
        } else {
            return false;
        };
        self.report(line, format!("the name of {what} is too long by {problem}"));
        true
    }
}

pub(super) fn bytes(count: usize) -> String {
    if count == 1 {
        "1 byte".to_string()
    } else {
        format!("{count} bytes")
    }
}

/// The problem of a module that would take the place of what the boundaries of its application share.
pub(super) fn in_namespace(boundary: &Boundary, namespace: &str) -> Option<Problem> {
    let is_shared = |module: &str| {
        names::elixir_path(module)
            .strip_prefix(&names::elixir_path(namespace))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let facade = Some(("the facade", &boundary.facade));
    let native = (boundary.native.as_ref()).map(|it| ("the module of the stubs", it));
    let (what, module) = [facade, native]
        .into_iter()
        .flatten()
        .find(|(_, it)| is_shared(it))?;
    Some(Problem {
        line: 1,
        message: format!(
            "{what} `{module}` is in `{namespace}`, where all boundaries share their modules; choose another name"
        ),
    })
}

/// Why the modules of two names, which are not the same, would overwrite each other's files.
fn shared_file(one: &str, other: &str) -> Option<String> {
    if one.eq_ignore_ascii_case(other) {
        return Some(
            "differ only in case, so one compiled module would overwrite the other on macOS and Windows"
                .to_string(),
        );
    }
    let path = names::elixir_path(other);
    (names::elixir_path(one) == path).then(|| format!("would share the file {path}.ex"))
}
