//! Follows each `mod` from the root of a crate.

use std::collections::HashMap;

use syn::spanned::Spanned;
use syn::{Attribute, Item};

use super::{CrateSource, Imports, Module, Place, attributes, items};
use crate::boundary::Problem;

/// Reads the crate whose root is `root`; `files` are texts by their paths.
///
/// The error has each file that cannot be parsed.
pub fn read(
    root: &str,
    files: &HashMap<&str, &str>,
) -> Result<CrateSource, Vec<(String, Problem)>> {
    let mut reader = Reader {
        files,
        found: CrateSource::default(),
        read: vec![root.to_string()],
        problems: Vec::new(),
    };
    let folder = folder(root).to_string();
    reader.file(root, &folder, &[]);
    items::name_generated(&mut reader.found);
    if reader.problems.is_empty() {
        Ok(reader.found)
    } else {
        Err(reader.problems)
    }
}

pub struct Reader<'a> {
    files: &'a HashMap<&'a str, &'a str>,
    pub found: CrateSource,
    read: Vec<String>,
    problems: Vec<(String, Problem)>,
}

/// Where items stand.
#[derive(Clone)]
pub struct Scope {
    pub path: String,
    /// The folder of the files of modules below.
    folder: String,
    pub module: usize,
    pub conditions: Vec<String>,
    inline: bool,
}

impl Reader<'_> {
    fn file(&mut self, path: &str, folder: &str, conditions: &[String]) {
        let text = self.files.get(path).copied().unwrap_or_default();
        match syn::parse_file(text) {
            Ok(file) => {
                let module = self.module(&file.items);
                let scope = Scope {
                    path: path.to_string(),
                    folder: folder.to_string(),
                    module,
                    conditions: conditions.to_vec(),
                    inline: false,
                };
                for item in &file.items {
                    self.item(item, &scope);
                }
                self.found.modules[module].file = Some((path.to_string(), file));
            }
            Err(error) => {
                // At its end, a text has no token to point at.
                let line = match error.to_string().starts_with("unexpected end of input") {
                    true => text.lines().count().max(1),
                    false => error.span().start().line,
                };
                let line = u32::try_from(line).unwrap_or(u32::MAX);
                let reason = match error.to_string() {
                    lexing if lexing.starts_with("cannot parse string") => {
                        "a bracket, string or comment is not closed".to_string()
                    }
                    reason => reason,
                };
                let message = format!("is not valid Rust: {reason}");
                self.problems
                    .push((path.to_string(), Problem { line, message }));
            }
        }
    }

    fn module(&mut self, items: &[Item]) -> usize {
        let mut imports = Imports::default();
        for item in items {
            if let Item::Use(item) = item {
                imports.add(&item.tree);
            }
        }
        self.found.modules.push(Module {
            imports,
            file: None,
        });
        self.found.modules.len() - 1
    }

    fn item(&mut self, item: &Item, scope: &Scope) {
        match item {
            Item::Mod(module) if !attributes::is_test(&module.attrs) => {
                let mut conditions = scope.conditions.clone();
                conditions.extend(attributes::conditions(&module.attrs));
                let name = module.ident.to_string();
                let name = name.trim_start_matches("r#");
                match &module.content {
                    Some((_, items)) => {
                        let inner = Scope {
                            path: scope.path.clone(),
                            folder: join(&scope.folder, name),
                            module: self.module(items),
                            conditions,
                            inline: true,
                        };
                        items.iter().for_each(|item| self.item(item, &inner));
                    }
                    None => self.module_file(name, &module.attrs, item, &conditions, scope),
                }
            }
            Item::Mod(_) => {}
            _ => items::read(self, item, scope),
        }
    }

    fn module_file(
        &mut self,
        name: &str,
        attrs: &[Attribute],
        item: &Item,
        conditions: &[String],
        scope: &Scope,
    ) {
        let candidates = match attributes::path(attrs) {
            Some(path) => {
                let base = if scope.inline {
                    &scope.folder
                } else {
                    folder(&scope.path)
                };
                vec![join(base, &path)]
            }
            None => vec![
                join(&scope.folder, &format!("{name}.rs")),
                join(&scope.folder, &format!("{name}/mod.rs")),
            ],
        };
        let found = (candidates.iter()).find(|path| self.files.contains_key(path.as_str()));
        match found {
            Some(path) if self.read.contains(path) => {}
            Some(path) => {
                self.read.push(path.clone());
                let own = attributes::path(attrs).is_some() || path.ends_with("/mod.rs");
                let below = if own {
                    folder(path)
                } else {
                    path.trim_end_matches(".rs")
                };
                self.file(path, below, conditions);
            }
            // Of a module for other systems, or generated by a build script, there may be no file.
            None => self.unread(
                place(scope, item),
                format!(
                    "the file of the module `{name}` is not there: {}",
                    candidates.join(" or ")
                ),
            ),
        }
    }

    pub fn unread(&mut self, place: Place, reason: String) {
        self.found.unread.push((place, reason));
    }
}

/// The place of something in a file.
pub fn place(scope: &Scope, item: &impl Spanned) -> Place {
    Place {
        path: scope.path.clone(),
        line: first_line(item),
    }
}

pub fn first_line(item: &impl Spanned) -> u32 {
    u32::try_from(item.span().start().line).unwrap_or(u32::MAX)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn join(folder: &str, path: &str) -> String {
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in path.split('/') {
        match name {
            "." | "" => {}
            ".." if names.last().is_some_and(|last| *last != "..") => {
                names.pop();
            }
            _ => names.push(name),
        }
    }
    names.join("/")
}
