//! Everything that can be wrong in a schema, found in one pass over all of it.

mod changes;
pub mod literal;
pub mod overlap;
mod retries;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;

use crate::boundary::*;
use crate::model::Model;
use crate::model::scalar;
use crate::text::names;
use crate::text::notation::{comma_separated, elixir_literal};

/// The longest tuple that Rustler encodes and decodes.
const LONGEST_TUPLE: usize = 7;

/// The longest name that is an atom.
const LONGEST_NAME: usize = 255;

/// The longest name of a function beside which there is one with a `!` behind it.
const LONGEST_FUNCTION: usize = LONGEST_NAME - 1;

/// How many parameters a function of the VM has at most.
const MOST_PARAMETERS: usize = 255;

/// The longest name of a source file: while the file is written, it has a longer one beside it.
const LONGEST_SOURCE: usize = 206;

/// Functions that the compiler puts into every module, or the generator into the stubs, by name
/// and arity.
const MODULE_FUNCTIONS: &[(&str, usize)] = &[
    ("__close_stream__", 1),
    ("__info__", 1),
    ("__next_chunk__", 2),
    ("__next_chunk_io__", 2),
    ("__open_stream__", 1),
    ("__resource__", 1),
    ("__struct__", 0),
    ("__struct__", 1),
    ("behaviour_info", 1),
    ("module_info", 0),
    ("module_info", 1),
];

/// Macros that a module's definitions are themselves made of.
const DEFINING_MACROS: &[(&str, usize)] = &[
    ("alias", 1),
    ("case", 2),
    ("def", 1),
    ("def", 2),
    ("defmodule", 2),
    ("import", 2),
    ("unquote", 1),
    ("unquote_splicing", 1),
    ("use", 2),
    ("when", 2),
];

/// Names that Elixir's syntax trees have for what is no call.
const SYNTAX: &[&str] = &["__aliases__", "__block__"];

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

fn bytes(count: usize) -> String {
    if count == 1 {
        "1 byte".to_string()
    } else {
        format!("{count} bytes")
    }
}

/// Why the modules of two names, which are not the same, would overwrite each other's files.
fn shared_file(one: &str, other: &str) -> Option<String> {
    if one.eq_ignore_ascii_case(other) {
        return Some(
            "differ only in case, so that on macOS and Windows one compiled module would overwrite the other"
                .to_string(),
        );
    }
    let path = names::elixir_path(other);
    (names::elixir_path(one) == path).then(|| format!("would share the file {path}.ex"))
}

/// Some keys and all that they lead to.
fn closure<K: Clone + Eq + Hash>(
    from: &BTreeSet<K>,
    edges: &HashMap<K, BTreeSet<K>>,
) -> HashSet<K> {
    let mut reached = HashSet::new();
    let mut open: Vec<&K> = from.iter().collect();
    while let Some(key) = open.pop() {
        if reached.insert(key.clone()) {
            open.extend(edges.get(key).into_iter().flatten());
        }
    }
    reached
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

    fn names_of_types(&mut self) {
        let boundary = self.model.boundary;
        self.facade();
        let mut declared: HashMap<&str, u32> = HashMap::new();
        let mut rust_names: HashMap<String, &Definition> = HashMap::new();
        let mut files: HashMap<String, &Definition> = HashMap::new();
        for definition in &boundary.definitions {
            let (name, line) = (&definition.name, definition.line);
            for own in names::own_modules(boundary.double) {
                if own == name {
                    self.report(line, format!(
                        "the type {name} would take the place of the generated module {}.{name}; choose another name",
                        boundary.facade
                    ));
                } else if let Some(why) = shared_file(own, name) {
                    self.report(line, format!(
                        "the type {name} and the generated module {}.{own} {why}; choose another name",
                        boundary.facade
                    ));
                }
            }
            let module = format!("{}.{name}", boundary.facade);
            if module == boundary.schema {
                self.report(
                    line,
                    format!(
                        "the type {name} would take the place of the schema's own module {}; rename one of them",
                        boundary.schema
                    ),
                );
            }
            self.length_of_module(&format!("the type {name}"), &module, line);
            match declared.get(name.as_str()) {
                Some(first) => self.report(
                    line,
                    format!("the type {name} is declared twice, first on line {first}"),
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
                        "the types {} (line {}) and {name} would both be the Rust type {rust}; rename one of them",
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
                    "the types {} (line {}) and {name} {why}; rename one of them",
                    other.name, other.line
                ),
            );
        }
        for file in own {
            files.entry(file).or_insert(definition);
        }
    }

    fn facade(&mut self) {
        let facade = &self.model.boundary.facade;
        if let Some(longest) = names::OWN_MODULES.iter().max_by_key(|it| it.len()) {
            let module = format!("{facade}.{longest}");
            self.length_of_module("the facade", &module, 1);
        }
    }

    /// A compiled module is a file, and one that implements a protocol has the protocol's name as well.
    fn length_of_module(&mut self, what: &str, module: &str, line: u32) {
        let source = format!("{}.ex", names::elixir_path(names::last_segment(module)));
        let compiled = format!("Elixir.Inspect.{module}.beam");
        let problem = if source.len() > LONGEST_SOURCE {
            let too_long = bytes(source.len() - LONGEST_SOURCE);
            format!(
                "{too_long}: while it is written, the file {source} has a name of at most {LONGEST_SOURCE} bytes"
            )
        } else if compiled.len() > LONGEST_NAME {
            let too_long = bytes(compiled.len() - LONGEST_NAME);
            format!("{too_long}: the file {compiled} has a name of at most {LONGEST_NAME} bytes")
        } else {
            return;
        };
        self.report(line, format!("the name of {what} is too long by {problem}"));
    }

    fn definition(&mut self, definition: &'a Definition) {
        let name = &definition.name;
        let line = definition.line;
        self.distinct_names(
            "field",
            name,
            definition.fields().iter().map(|it| (&it.name, it.line)),
        );
        self.distinct_names(
            "variant",
            name,
            definition.variants().iter().map(|it| (&it.name, it.line)),
        );
        for field in definition.fields() {
            self.field(name, field);
        }
        for variant in definition.variants() {
            self.variant(name, variant);
        }
        if let Kind::Record(tag, _) = &definition.kind
            && tag.len() > LONGEST_NAME
        {
            self.report(
                line,
                format!(
                    "a name has at most {LONGEST_NAME} bytes, and the tag of {name} has {}",
                    tag.len()
                ),
            );
        }
        match &definition.kind {
            Kind::UnitEnum(variants)
            | Kind::TaggedEnum(variants)
            | Kind::UntaggedEnum(variants)
                if variants.is_empty() =>
            {
                self.report(
                    line,
                    format!("the enum {name} has no variants, so that it has no values; add one"),
                );
            }
            Kind::UnitEnum(variants) => {
                for variant in variants.iter().filter(|it| it.shape != Shape::Unit) {
                    self.report(
                        variant.line,
                        format!(
                            "a variant of a unit enum carries nothing; make {name} a tagged_enum"
                        ),
                    );
                }
            }
            Kind::UntaggedEnum(variants) => self.untagged_enum(name, variants),
            Kind::Exception(fields) => self.exception(name, fields),
            Kind::Tuple(fields) if fields.is_empty() => {
                self.report(
                    line,
                    format!("the tuple {name} has no elements; add a field"),
                );
            }
            Kind::Newtype(inner, constraints) => {
                self.type_expression(inner, line);
                for constraint in constraints {
                    self.constraint(name, inner, constraint, constraints, line);
                }
            }
            Kind::Custom(custom) => self.rust_path(name, &custom.rust, line),
            Kind::Resource(resource) => {
                self.rust_path(name, &resource.rust, line);
                if resource.rust == format!("crate::{}", names::rust_camel(name))
                    && names::rust_type(name) != names::rust_camel(name)
                {
                    self.report(
                        line,
                        format!(
                            "a type {name} at the root of the crate would hide Rust's own; give the resource another name, or its type another place with rust: \"crate::…\""
                        ),
                    );
                }
            }
            _ => {}
        }
        if self.model.is_own_alternative(name) {
            self.report(
                line,
                format!("the type {name} is one of its own alternatives, which adds no value to it; take it out"),
            );
            return;
        }
        let known = definition
            .references()
            .into_iter()
            .all(|held| self.model.definition(held).is_some());
        if known && self.model.is_recursive(name) && !self.model.is_finite(name) {
            self.report(
                line,
                format!(
                    "the type {name} has no end: each of its values holds another one; \
                     make a field optional (`{name} | nil`), hold it in a list (`[{name}]`), or add a variant without it"
                ),
            );
        }
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
                    format!("a name has at most {LONGEST_NAME} bytes, and this {what} of {holder} has {}", name.len()),
                );
            }
            if let Some(other) = first.insert(name, line) {
                self.report(
                    line,
                    format!(
                        "{holder} has the {what} {} twice, first on line {other}",
                        names::elixir_atom(name)
                    ),
                );
            }
        }
    }

    fn field(&mut self, holder: &str, field: &Field) {
        if matches!(field.name.as_str(), "__struct__" | "__exception__") {
            self.report(
                field.line,
                format!(
                    "the field :{} belongs to the VM; choose another name",
                    field.name
                ),
            );
        }
        self.type_expression(&field.r#type, field.line);
        if let Some(default) = &field.default
            && let Err(why) = literal::fits(&self.model, &default.value, &field.r#type)
        {
            self.report(
                field.line,
                format!(
                    "the default {} of {holder}'s field {} is refused by its own type: {why}",
                    default.source,
                    names::elixir_atom(&field.name)
                ),
            );
        }
    }

    /// A default that leaves out what stands for itself would be filled in without end, and a struct is
    /// made when its module is compiled, with the structs in its defaults made before.
    fn defaults_without_end(&mut self) {
        let boundary = self.model.boundary;
        let mut fields: HashMap<(String, String), BTreeSet<(String, String)>> = HashMap::new();
        let mut structs: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut defaults = Vec::new();
        for definition in &boundary.definitions {
            for field in definition.fields().iter().filter(|it| it.default.is_some()) {
                let grounds = literal::grounds(&self.model, field);
                let key = (definition.name.clone(), field.name.clone());
                fields.insert(key.clone(), grounds.fields);
                if matches!(definition.kind, Kind::Struct(_) | Kind::Exception(_)) {
                    let held = structs.entry(definition.name.clone()).or_default();
                    held.extend(grounds.structs.clone());
                }
                defaults.push((key, field, grounds.structs));
            }
        }
        for (key, field, made) in defaults {
            let name = &key.0;
            let makes_itself =
                structs.contains_key(name) && closure(&made, &structs).contains(name);
            let why = if makes_itself {
                format!(
                    "makes a struct whose own defaults lead back to {name}; take one of them out"
                )
            } else if closure(&fields[&key], &fields).contains(&key) {
                "has no end, for what it leaves out has defaults that lead back to it; write out what it leaves out"
                    .to_string()
            } else {
                continue;
            };
            let field_name = names::elixir_atom(&field.name);
            self.report(
                field.line,
                format!("the default of {name}'s field {field_name} {why}"),
            );
        }
    }

    fn variant(&mut self, holder: &str, variant: &Variant) {
        match &variant.shape {
            Shape::Unit => {}
            Shape::Values(types) => {
                for r#type in types {
                    self.type_expression(r#type, variant.line);
                }
                if types.len() >= LONGEST_TUPLE {
                    self.report(
                        variant.line,
                        format!(
                            "the variant {} of {holder} carries {} values, and Rustler's tuples end at {}; \
                             name them: variant {}, %{{...}}",
                            names::elixir_atom(&variant.name),
                            types.len(),
                            LONGEST_TUPLE - 1,
                            names::elixir_atom(&variant.name),
                        ),
                    );
                }
            }
            Shape::Fields(fields) => {
                self.distinct_names(
                    "field",
                    &format!("{holder}'s variant {}", names::elixir_atom(&variant.name)),
                    fields.iter().map(|it| (&it.name, it.line)),
                );
                for field in fields {
                    self.field(holder, field);
                }
            }
        }
    }

    fn untagged_enum(&mut self, name: &str, variants: &[Variant]) {
        for variant in variants {
            if !matches!(&variant.shape, Shape::Values(types) if types.len() == 1) {
                self.report(
                    variant.line,
                    format!(
                        "the variant {} of the untagged enum {name} must carry exactly one value, for its type alone tells it apart",
                        names::elixir_atom(&variant.name)
                    ),
                );
            }
        }
        for (index, later) in variants.iter().enumerate() {
            for earlier in &variants[..index] {
                let (Some(first), Some(second)) = (
                    earlier.shape.types().first().copied(),
                    later.shape.types().first().copied(),
                ) else {
                    continue;
                };
                if let Some(why) = overlap::swallows(&self.model, first, second) {
                    self.report(
                        later.line,
                        format!(
                            "the variant {} ({second}) of {name} is never reached as it should be: {} ({first}) comes before it, and {why}",
                            names::elixir_atom(&later.name),
                            names::elixir_atom(&earlier.name),
                        ),
                    );
                }
            }
        }
        if let Some((first, second)) = retries::twice(&self.model, name, variants) {
            let shown = |it: &Variant| {
                let types = comma_separated(it.shape.types());
                format!("{} ({types})", names::elixir_atom(&it.name))
            };
            self.report(
                second.line,
                format!(
                    "the variants {} and {} of {name} hold {name} at the same place, so that each level of a value doubles the time it takes to tell them apart; make {name} a tagged_enum",
                    shown(first),
                    shown(second),
                ),
            );
        }
    }

    fn exception(&mut self, name: &str, fields: &[Field]) {
        let message = fields.iter().find(|field| field.name == "message");
        if let Some(field) = message
            && field.r#type != Type::Scalar(Scalar::String)
        {
            self.report(
                field.line,
                format!(
                    "the field :message of the exception {name} must be a string, for Elixir prints it; it is {}",
                    field.r#type
                ),
            );
        }
    }

    fn rust_path(&mut self, name: &str, path: &str, line: u32) {
        let segments: Vec<&str> = path.split("::").collect();
        let is_path = segments
            .iter()
            .skip(1)
            .all(|it| syn::parse_str::<syn::Ident>(it).is_ok())
            && segments.first() == Some(&"crate")
            && segments.len() > 1;
        if !is_path {
            self.report(
                line,
                format!(
                    "the Rust type of {name} must be a path in the crate, such as `crate::{name}`, got: {}",
                    path.escape_debug()
                ),
            );
        }
    }

    fn type_expression(&mut self, r#type: &Type, line: u32) {
        match r#type {
            Type::Scalar(_) => {}
            Type::Invalid(message) => self.report(line, message.clone()),
            Type::Named(name) => {
                if self.model.definition(name).is_none() {
                    self.report(line, self.unknown_type(name));
                }
            }
            Type::List(item) => self.type_expression(item, line),
            Type::Optional(item) => {
                if matches!(**item, Type::Optional(_)) {
                    self.report(line, "a type is optional once: write `| nil` only one time");
                } else if self.model.accepts_nil(item) {
                    self.report(
                        line,
                        format!("nil is a value of {item} already, so that Rust could not tell it from an absent one; write {item}"),
                    );
                }
                self.type_expression(item, line);
            }
            Type::Tuple(items) => {
                if items.is_empty() {
                    self.report(line, "an empty tuple carries nothing; leave it out");
                }
                if items.len() > LONGEST_TUPLE {
                    self.report(
                        line,
                        format!(
                            "a tuple of {} elements is longer than Rustler's {LONGEST_TUPLE}; declare a `tuple` with named fields",
                            items.len()
                        ),
                    );
                }
                for item in items {
                    self.type_expression(item, line);
                }
            }
            Type::Map(key, value) => {
                self.type_expression(key, line);
                self.type_expression(value, line);
                if self.model.shows_redacted(key) {
                    self.report(
                        line,
                        format!("the key type {key} of %{{{key} => {value}}} is redacted, and the place of a problem names keys; hold it in the value"),
                    );
                }
                if !self.is_key(key) {
                    self.report(
                        line,
                        format!(
                            "the key type {key} of %{{{key} => {value}}} cannot be a key in Rust's HashMap; \
                             use an integer, bool, string, binary, atom, unit enum, or tuples of them"
                        ),
                    );
                }
            }
        }
    }

    fn unknown_type(&self, name: &str) -> String {
        let own = self
            .model
            .boundary
            .definitions
            .iter()
            .map(|definition| definition.name.as_str());
        let known = scalar::ALL.iter().map(|it| it.name()).chain(own);
        match names::nearest(name, known) {
            Some(near) => format!("the type {name} is unknown; did you mean {near}?"),
            None => {
                format!("the type {name} is unknown; declare it, or use one of the built-in types")
            }
        }
    }

    /// Whether values of the type are compared and hashed by Rust as Elixir compares them. To Rust
    /// `a` and `a/` are one path.
    fn is_key(&self, r#type: &Type) -> bool {
        match r#type {
            Type::Scalar(scalar) => !scalar.is_float() && *scalar != Scalar::Path,
            Type::Tuple(items) => items.iter().all(|item| self.is_key(item)),
            Type::Named(name) => match self.model.definition(name).map(|it| &it.kind) {
                Some(Kind::UnitEnum(_)) | None => true,
                Some(Kind::Newtype(inner, constraints)) if !self.model.is_recursive(name) => {
                    !constraints.contains(&Constraint::Trim) && self.is_key(inner)
                }
                Some(_) => false,
            },
            Type::Invalid(_) => true,
            Type::List(_) | Type::Map(..) | Type::Optional(_) => false,
        }
    }

    fn constraint(
        &mut self,
        name: &str,
        inner: &Type,
        constraint: &Constraint,
        all: &[Constraint],
        line: u32,
    ) {
        let base = self.model.base(inner);
        let is_number = matches!(base, Type::Scalar(it) if it.is_integer() || it.is_float());
        let is_text = matches!(base, Type::Scalar(it) if it.is_text());
        let has_bytes = is_text || *base == Type::Scalar(Scalar::Binary);
        let has_length = has_bytes || matches!(base, Type::List(_) | Type::Map(..));
        let misfit = match constraint {
            Constraint::Trim if !is_text => Some(("trim", "a string")),
            Constraint::Format(_) if !is_text => Some(("format", "a string")),
            Constraint::Min(_) if !is_number => Some(("min", "a number")),
            Constraint::Max(_) if !is_number => Some(("max", "a number")),
            Constraint::MinLength(_) if !has_length => {
                Some(("min_length", "a string, binary, list or map"))
            }
            Constraint::MaxLength(_) if !has_length => {
                Some(("max_length", "a string, binary, list or map"))
            }
            Constraint::MaxBytes(_) if !has_bytes => Some(("max_bytes", "a string or binary")),
            _ => None,
        };
        if let Some((option, wanted)) = misfit {
            self.report(
                line,
                format!("{option}: of the newtype {name} needs {wanted}, and {name} is {inner}"),
            );
            return;
        }
        match constraint {
            Constraint::Min(limit) | Constraint::Max(limit) => {
                if let Err(why) = literal::fits(&self.model, limit, inner) {
                    self.report(
                        line,
                        format!("a limit of the newtype {name} is no {inner}: {why}"),
                    );
                }
            }
            Constraint::In(values) => {
                if values.is_empty() {
                    self.report(
                        line,
                        format!("in: of the newtype {name} lists no value, so that nothing fits"),
                    );
                }
                let own = Type::Named(name.to_string());
                for value in values {
                    if let Err(why) = literal::fits(&self.model, value, inner) {
                        self.report(
                            line,
                            format!("a value in in: of the newtype {name} is no {inner}: {why}"),
                        );
                    } else if let Err(why) = literal::fits(&self.model, value, &own) {
                        self.report(
                            line,
                            format!(
                                "{} in in: of the newtype {name} is refused by {name} itself: {why}",
                                elixir_literal(value)
                            ),
                        );
                    }
                }
            }
            Constraint::MinLength(least) => {
                let above = all.iter().find_map(|it| match it {
                    Constraint::MaxLength(most) if least > most => Some(("max_length", most)),
                    Constraint::MaxBytes(most) if least > most => Some(("max_bytes", most)),
                    _ => None,
                });
                if let Some((option, most)) = above {
                    self.report(
                        line,
                        format!("min_length: {least} of the newtype {name} is above {option}: {most}, so that nothing fits"),
                    );
                }
            }
            _ => {}
        }
        if let Constraint::Min(least) = constraint
            && let Some(greatest) = all.iter().find_map(|it| match it {
                Constraint::Max(greatest) => Some(greatest),
                _ => None,
            })
            && literal::is_above(least, greatest)
        {
            self.report(
                line,
                format!("min: of the newtype {name} is above max:, so that nothing fits"),
            );
        }
    }

    fn names_of_functions(&mut self) {
        // A function with options last is also one without them.
        let mut first: HashMap<String, &Nif> = HashMap::new();
        let is_named = |nif: &&Nif| names::is_function_name(&nif.name);
        for nif in self.model.boundary.nifs.iter().filter(is_named) {
            let mut labels = vec![nif.label()];
            if self.model.ends_in_options(nif) {
                labels.push(format!("{}/{}", nif.name, nif.params.len() - 1));
            }
            for label in labels {
                match first.get(&label) {
                    Some(other) if other.label() == nif.label() => {
                        let message =
                            format!("{label} is declared twice, first on line {}", other.line);
                        self.report(nif.line, message);
                        break;
                    }
                    Some(other) => {
                        let optional = if other.params.len() > nif.params.len() {
                            other
                        } else {
                            nif
                        };
                        let message = format!(
                            "{} and {} (line {}) would both be called as {label}, for the options of {} can be left out; rename one of them",
                            nif.label(),
                            other.label(),
                            other.line,
                            optional.label()
                        );
                        self.report(nif.line, message);
                    }
                    None => {
                        first.insert(label, nif);
                    }
                }
            }
        }
        let mut idents: HashMap<String, &Nif> = HashMap::new();
        for nif in self.model.boundary.nifs.iter().filter(is_named) {
            let ident = self.model.rust_function(nif);
            match idents.get(&ident) {
                Some(other) if other.label() != nif.label() => {
                    let message = format!(
                        "{} and {} (line {}) would both be the Rust function {ident}; rename one of them",
                        nif.label(),
                        other.label(),
                        other.line
                    );
                    self.report(nif.line, message);
                }
                Some(_) => {}
                None => {
                    idents.insert(ident, nif);
                }
            }
        }
    }

    fn nif(&mut self, nif: &Nif) {
        if !names::is_function_name(&nif.name) {
            self.function_name(nif);
            return;
        }
        let label = nif.label();
        if nif.name.len() > LONGEST_FUNCTION {
            self.report(
                nif.line,
                format!(
                    "the name of a NIF has at most {LONGEST_FUNCTION} bytes, for the function that raises has one more, and this one has {}",
                    nif.name.len()
                ),
            );
        }
        if nif.params.len() > MOST_PARAMETERS {
            self.report(
                nif.line,
                format!("{label} has more parameters than the {MOST_PARAMETERS} that a function of the VM can have; put some of them into a struct, map or options"),
            );
        }
        // A function with options last is also one without them.
        let least = nif.params.len() - usize::from(self.model.ends_in_options(nif));
        let belongs_to_elixir = |functions: &[(&str, usize)]| {
            functions.iter().any(|(name, arity)| {
                *name == nif.name && (least..=nif.params.len()).contains(arity)
            })
        };
        if belongs_to_elixir(MODULE_FUNCTIONS)
            || belongs_to_elixir(DEFINING_MACROS)
            || SYNTAX.contains(&nif.name.as_str())
        {
            self.report(
                nif.line,
                format!(
                    "{label} belongs to Elixir itself and cannot be defined; choose another name"
                ),
            );
        }
        let is_of_double = match (nif.name.as_str(), nif.params.len()) {
            ("stub", 2) => true,
            ("handle", 1) => self.model.resources().next().is_some(),
            _ => false,
        };
        if self.model.boundary.double && is_of_double {
            self.report(
                nif.line,
                format!(
                    "{label} is what tests call in the generated module {}.Double; choose another name",
                    self.model.boundary.facade
                ),
            );
        }
        self.distinct_names(
            "parameter",
            &label,
            nif.params.iter().map(|it| (&it.name, it.line)),
        );
        for param in &nif.params {
            self.type_expression(&param.r#type, param.line);
            self.passing(nif, param);
        }
        self.waits_on_a_scheduler(nif);
        let gives_bool = matches!(&nif.returns, Return::Value(value) if *self.model.base(value) == Type::Scalar(Scalar::Bool));
        if names::is_question(&nif.name) && !gives_bool {
            self.report(
                nif.line,
                format!(
                    "{label} gives back {}, and a function whose name ends in ? gives back bool; write :: bool, or take the ? away",
                    nif.returns
                ),
            );
        }
        if let (true, Return::Value(value) | Return::Result(Some(value), _)) =
            (nif.returns_handle, &nif.returns)
            && !matches!(value, Type::Named(name) if self.model.resource(name).is_some() || self.model.definition(name).is_none())
        {
            self.report(
                nif.line,
                format!("only a resource has handles: {label} gives back handle({value}), and {value} is none; write {value} alone"),
            );
        }
        for r#type in nif.returns.types() {
            self.type_expression(r#type, nif.line);
        }
    }

    /// Says what is wrong with the name of a function, and a name that is near it.
    fn function_name(&mut self, nif: &Nif) {
        let name = nif.name.trim_end_matches('!');
        let message = if names::is_function_name(name) {
            format!(
                "the NIF {} cannot end in !, for the function that raises is {name}! already; write {name}",
                nif.label()
            )
        } else {
            format!(
                "the name {} is none that both languages and the VM have for a NIF: it consists of letters from a to z, digits and _, and begins with a small letter or _; write {}",
                names::elixir_atom(&nif.name),
                names::rust_value(&nif.name).trim_start_matches("r#"),
            )
        };
        self.report(nif.line, message);
    }

    /// A scheduler that waits for a lock runs no other process.
    fn waits_on_a_scheduler(&mut self, nif: &Nif) {
        let locked = nif
            .params
            .iter()
            .find(|param| self.model.loan(nif, param).is_some_and(|it| it.is_locked));
        if let (Schedule::Normal, Some(param)) = (nif.schedule, locked) {
            self.report(
                nif.line,
                format!(
                    "{} waits for the lock of {}, which would stop a normal scheduler; leave schedule: :normal out",
                    nif.label(),
                    names::elixir_name(&param.name)
                ),
            );
        }
    }

    fn passing(&mut self, nif: &Nif, param: &Param) {
        let notation = param.notation();
        if param.passing == Passing::Plain {
            return;
        }
        let resource = match &param.r#type {
            Type::Named(name) if self.model.definition(name).is_none() => return,
            Type::Named(name) => self.model.resource(name),
            _ => None,
        };
        let inner = match &param.r#type {
            Type::Optional(item) | Type::List(item) => match &**item {
                Type::Named(name) => self.model.resource(name).map(|_| name),
                _ => None,
            },
            _ => None,
        };
        if let Some(name) = inner {
            let how = match param.passing {
                Passing::Handle => "takes no handle out of what holds it",
                _ => "has one resource to itself, which is always there",
            };
            let word = notation.split('(').next().unwrap_or_default();
            self.report(
                param.line,
                format!(
                    "{notation} {how}; write {word}({name}), or {} alone",
                    param.r#type
                ),
            );
        } else if resource.is_none() {
            let what = match param.passing {
                Passing::Mut => "changed in place",
                Passing::Take => "taken from its handles",
                Passing::Handle | Passing::Plain => "passed as a handle",
            };
            self.report(
                param.line,
                format!(
                    "only a resource can be {what}: in {notation} stands {}, which is none; write {} alone",
                    param.r#type, param.r#type
                ),
            );
        } else if param.passing == Passing::Mut && matches!(nif.returns, Return::Stream(..)) {
            self.report(
                param.line,
                format!(
                    "a stream lasts longer than the call, and {notation} of {} does not; write {}, whose handle the stream can lock for each value",
                    nif.label(),
                    param.r#type
                ),
            );
        }
    }

    /// What the generated side of a resource is called in Rust, beside what the schema declares.
    fn names_of_resources(&mut self) {
        for (definition, _) in self.model.resources() {
            let rust = names::rust_camel(&definition.name);
            let made: Vec<String> = ["Handle", "Resource", "ReadGuard", "WriteGuard"]
                .iter()
                .map(|suffix| format!("{rust}{suffix}"))
                .collect();
            for other in &self.model.boundary.definitions {
                let name = names::rust_type(&other.name);
                let snake = names::rust_snake(&name);
                if other.name != definition.name && snake == names::rust_snake(&rust) {
                    self.report(
                        definition.line.max(other.line),
                        format!(
                            "the type {} and the resource {} (line {}) would share names in Rust; rename one of them",
                            other.name, definition.name, definition.line
                        ),
                    );
                } else if made.iter().any(|it| names::rust_snake(it) == snake) {
                    self.report(
                        other.line,
                        format!(
                            "the type {} would take the place of the Rust type {name} that comes with the resource {} (line {}); rename one of them",
                            other.name, definition.name, definition.line
                        ),
                    );
                }
            }
        }
        let mut taken: HashMap<String, String> = self
            .model
            .boundary
            .nifs
            .iter()
            .map(|nif| (self.model.rust_function(nif), nif.label()))
            .collect();
        for hook in self.model.hooks() {
            let what = if hook.is_drop { "on_drop" } else { "monitor" };
            let owner = format!("{what} of {}", hook.definition.name);
            if let Some(other) = taken.insert(hook.name.clone(), owner.clone()) {
                self.report(
                    hook.definition.line,
                    format!(
                        "{owner} and {other} would both be the Rust function {}; rename one of them",
                        hook.name
                    ),
                );
            }
        }
    }

    /// Options are a way to call, and no value to give back.
    fn directions(&mut self) {
        for nif in &self.model.boundary.nifs {
            let mut open: Vec<&str> = nif
                .returns
                .types()
                .into_iter()
                .flat_map(Type::references)
                .collect();
            let mut seen: HashSet<&str> = HashSet::new();
            while let Some(name) = open.pop() {
                if !self.model.holds_options(name) || !seen.insert(name) {
                    continue;
                }
                if let Some(definition) = self.model.definition(name) {
                    if matches!(definition.kind, Kind::Options(_)) {
                        self.report(
                            nif.line,
                            format!(
                                "{} gives back the options {name}, which only go in; make {name} a map or a struct",
                                nif.label()
                            ),
                        );
                    }
                    open.extend(definition.references());
                }
            }
        }
    }
}
