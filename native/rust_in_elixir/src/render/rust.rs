//! The Rust side: the types, the trait that the user implements, and the NIFs that call it.

use serde_json::{Value, json};

use crate::boundary::*;
use crate::contract;
use crate::lib_source::Stub;
use crate::model::Model;
use crate::names;
use crate::render::Templates;

/// Renders `boundary.rs`.
pub fn render(
    model: &Model,
    project: &Project,
    templates: &Templates,
) -> Result<SourceFile, String> {
    let side = RustSide { model, templates };
    let mut sections = vec![side.header(project)];
    let reexports = side.reexports();
    if !reexports.is_empty() {
        sections.push(reexports.join("\n"));
    }
    let mut codecs = Vec::new();
    for (definition_items, definition_codecs) in [side.scalars()?, side.definitions()?] {
        sections.extend(definition_items);
        codecs.extend(definition_codecs);
    }
    sections.push(side.nifs_trait()?);
    sections.push(side.nif_module(codecs)?);
    Ok(SourceFile {
        path: format!("{}/src/boundary.rs", project.crate_dir),
        language: Language::Rust,
        text: format!("{}\n", sections.join("\n\n")),
    })
}

/// The stub of each function that the user implements.
pub fn stubs(model: &Model) -> Vec<Stub> {
    model
        .boundary
        .nifs
        .iter()
        .map(|nif| Stub {
            name: model.rust_function(nif),
            label: nif.label(),
            signature: signature(model, nif),
        })
        .collect()
}

/// The type that implements the trait: the facade's last name.
pub fn implementation(boundary: &Boundary) -> String {
    let name = names::rust_type(names::last_segment(&boundary.facade));
    let taken = boundary
        .definitions
        .iter()
        .any(|definition| names::rust_type(&definition.name) == name);
    if taken { format!("{name}Nifs") } else { name }
}

/// A Rust signature, as the trait declares it.
fn signature(model: &Model, nif: &Nif) -> String {
    let params: Vec<String> = nif
        .params
        .iter()
        .zip(parameter_names(nif))
        .map(|(param, name)| format!("{name}: {}", parameter(model, &param.r#type).in_trait))
        .collect();
    let returns = match &nif.returns {
        Return::Ok => String::new(),
        Return::Value(value) => format!(" -> {}", returned(model, value)),
        Return::Result(value, error) => {
            let value = value
                .as_ref()
                .map_or("()".to_string(), |it| returned(model, it));
            format!(" -> Result<{value}, {}>", returned(model, error))
        }
    };
    format!(
        "fn {}({}){returns}",
        model.rust_function(nif),
        params.join(", ")
    )
}

/// How a parameter is written in the trait and in its NIF, and handed from one to the other.
struct Parameter {
    in_trait: String,
    in_nif: String,
    /// What stands for the parameter in the call, with `{}` for its name.
    argument: &'static str,
}

fn parameter(model: &Model, r#type: &Type) -> Parameter {
    let (in_trait, in_nif, argument) = match r#type {
        Type::Scalar(Scalar::String) => ("&str", "&'a str", "{}"),
        Type::Scalar(Scalar::Path) => ("&Path", "&'a Path", "{}"),
        Type::Scalar(Scalar::Binary) => ("&[u8]", "rustler::Binary<'a>", "{}.as_slice()"),
        Type::Optional(item) => match **item {
            Type::Scalar(Scalar::String) => ("Option<&str>", "Option<&'a str>", "{}"),
            Type::Scalar(Scalar::Path) => ("Option<&Path>", "Option<&'a Path>", "{}"),
            Type::Scalar(Scalar::Binary) => (
                "Option<&[u8]>",
                "Option<rustler::Binary<'a>>",
                "{}.as_ref().map(|binary| binary.as_slice())",
            ),
            _ => return owned_parameter(model, r#type),
        },
        _ => return owned_parameter(model, r#type),
    };
    Parameter {
        in_trait: in_trait.to_string(),
        in_nif: in_nif.to_string(),
        argument,
    }
}

fn owned_parameter(model: &Model, r#type: &Type) -> Parameter {
    let rust = owned(model, r#type, None);
    Parameter {
        in_trait: rust.clone(),
        in_nif: rust,
        argument: "{}",
    }
}

/// The Rust type of what a function gives back: a binary of its own is a plain vector of bytes.
fn returned(model: &Model, r#type: &Type) -> String {
    match r#type {
        Type::Scalar(Scalar::Binary) => "Vec<u8>".to_string(),
        _ => owned(model, r#type, None),
    }
}

/// The Rust type of an owned value; in a field of `holder`, with a `Box` where recursion asks.
fn owned(model: &Model, r#type: &Type, holder: Option<&str>) -> String {
    match r#type {
        Type::Scalar(scalar) => scalar.rust().to_string(),
        Type::Named(name) => {
            let rust = names::rust_type(name);
            if holder.is_some_and(|holder| model.is_boxed(holder, name)) {
                format!("Box<{rust}>")
            } else {
                rust
            }
        }
        Type::List(item) => format!("Vec<{}>", owned(model, item, None)),
        Type::Map(key, value) => format!(
            "HashMap<{}, {}>",
            owned(model, key, None),
            owned(model, value, None)
        ),
        Type::Tuple(items) if items.len() == 1 => format!("({},)", owned(model, &items[0], holder)),
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|it| owned(model, it, holder)).collect();
            format!("({})", items.join(", "))
        }
        Type::Optional(item) => format!("Option<{}>", owned(model, item, holder)),
        Type::Invalid(_) => "()".to_string(),
    }
}

fn parameter_names(nif: &Nif) -> Vec<String> {
    names::distinct(
        nif.params
            .iter()
            .map(|param| names::rust_value(&param.name)),
    )
}

struct RustSide<'a> {
    model: &'a Model<'a>,
    templates: &'a Templates,
}

/// Items, and the items that belong beside the NIFs.
type Items = (Vec<String>, Vec<String>);

impl RustSide<'_> {
    fn header(&self, project: &Project) -> String {
        let generated = format!(
            "//! Generated by `mix rust_in_elixir.sync` from {}/schema.exs; do not edit.",
            project.crate_dir
        );
        let docs = docs(self.model.boundary.doc.as_deref());
        if docs.is_empty() {
            return generated;
        }
        let docs: Vec<String> = docs.iter().map(|line| format!("//!{line}")).collect();
        format!("{}\n//!\n{generated}", docs.join("\n"))
    }

    fn reexports(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for definition in &self.model.boundary.definitions {
            if let Kind::Custom(custom) = &definition.kind {
                let name = names::rust_type(&definition.name);
                let last = custom.rust.rsplit("::").next().unwrap_or_default();
                lines.push(if last == name {
                    format!("pub use {};", custom.rust)
                } else {
                    format!("pub use {} as {name};", custom.rust)
                });
            }
        }
        lines.sort();
        if self.uses_maps() {
            lines.push("pub use std::collections::HashMap;".to_string());
        }
        if self.model.uses(Scalar::Path) {
            lines.push("pub use std::path::{Path, PathBuf};".to_string());
        }
        lines
    }

    /// The types that stand for the built-in ones that Rust has no plain type for.
    fn scalars(&self) -> Result<Items, String> {
        let mut items = Vec::new();
        let mut codecs = Vec::new();
        if self.model.uses(Scalar::Binary) {
            items.push(self.item("bytes.rs", json!({}))?);
            codecs.push(self.item("bytes_codec.rs", json!({}))?);
        }
        if self.model.uses(Scalar::Atom) {
            items.push(self.item("atom.rs", json!({}))?);
            codecs.push(self.item("atom_codec.rs", json!({}))?);
        }
        for (scalar, doc) in [
            (Scalar::Pid, "A pid"),
            (Scalar::Reference, "A reference"),
            (Scalar::Term, "Any Elixir term"),
        ] {
            if self.model.uses(scalar) {
                let context = json!({ "name": scalar.rust(), "doc": doc });
                items.push(self.item("opaque.rs", context.clone())?);
                codecs.push(self.item("opaque_codec.rs", context)?);
            }
        }
        Ok((items, codecs))
    }

    fn definitions(&self) -> Result<Items, String> {
        let mut items = Vec::new();
        let mut codecs = Vec::new();
        for definition in &self.model.boundary.definitions {
            let Some((template, context)) = self.definition(definition) else {
                continue;
            };
            items.push(self.item(template, context.clone())?);
            let codec = match &definition.kind {
                Kind::Newtype(..) => Some("newtype_codec.rs"),
                _ if !context["derive"].is_null() => None,
                Kind::UnitEnum(_) | Kind::TaggedEnum(_) => Some("enum_codec.rs"),
                _ => Some("fields_codec.rs"),
            };
            if let Some(codec) = codec {
                codecs.push(self.item(codec, context)?);
            }
        }
        Ok((items, codecs))
    }

    fn definition(&self, definition: &Definition) -> Option<(&'static str, Value)> {
        let name = names::rust_type(&definition.name);
        let module = format!("{}.{}", self.model.boundary.facade, definition.name);
        let (template, derive, attribute) = match &definition.kind {
            Kind::Custom(_) => return None,
            Kind::UnitEnum(_) => ("enum.rs", "NifUnitEnum", None),
            Kind::TaggedEnum(_) => ("enum.rs", "NifTaggedEnum", None),
            Kind::UntaggedEnum(_) => ("enum.rs", "NifUntaggedEnum", None),
            Kind::Struct(_) => (
                "fields.rs",
                "NifStruct",
                Some(format!("module = \"{module}\"")),
            ),
            Kind::Exception(_) => (
                "fields.rs",
                "NifException",
                Some(format!("module = \"{module}\"")),
            ),
            Kind::Map(_) | Kind::Options(_) => ("fields.rs", "NifMap", None),
            Kind::Tuple(_) => ("fields.rs", "NifTuple", None),
            Kind::Record(tag, _) => (
                "fields.rs",
                "NifRecord",
                Some(format!("tag = {}", rust_string(tag))),
            ),
            Kind::Newtype(..) => ("newtype.rs", "", None),
        };
        let derive = self.derives_exactly(definition).then_some(derive);
        let variants = self.variants(definition);
        let context = json!({
            "name": name,
            "module": matches!(definition.kind, Kind::Struct(_) | Kind::Exception(_)).then_some(module),
            "exception": matches!(definition.kind, Kind::Exception(_)),
            "docs": docs(definition.doc.as_deref()),
            "derives": self.std_derives(definition),
            "derive": derive,
            "attribute": attribute,
            "fields": self.fields(definition.fields(), &definition.name),
            "has_units": definition.variants().iter().any(|it| it.shape == Shape::Unit),
            "has_values": definition.variants().iter().any(|it| it.shape != Shape::Unit),
            "variants": variants,
            "type": match &definition.kind {
                Kind::Newtype(inner, _) => Some(owned(self.model, inner, Some(&definition.name))),
                _ => None,
            },
        });
        Some((template, context))
    }

    fn fields(&self, fields: &[Field], holder: &str) -> Vec<Value> {
        let idents = names::distinct(fields.iter().map(|field| names::rust_value(&field.name)));
        fields
            .iter()
            .zip(idents)
            .enumerate()
            .map(|(index, (field, ident))| {
                json!({
                    "name": ident,
                    "var": format!("field{}", index + 1),
                    "atom": rust_string(&field.name),
                    "type": owned(self.model, &field.r#type, Some(holder)),
                    "docs": docs(field.doc.as_deref()),
                })
            })
            .collect()
    }

    fn variants(&self, definition: &Definition) -> Vec<Value> {
        let variants = definition.variants();
        let idents = names::distinct(variants.iter().map(|it| names::rust_variant(&it.name)));
        variants
            .iter()
            .zip(idents)
            .map(|(variant, ident)| {
                let types = variant.shape.types();
                json!({
                    "name": ident,
                    "atom": rust_string(&variant.name),
                    "docs": docs(variant.doc.as_deref()),
                    "shape": match variant.shape {
                        Shape::Unit => "unit",
                        Shape::Values(_) => "values",
                        Shape::Fields(_) => "fields",
                    },
                    "vars": (1..=types.len()).map(|it| format!("value{it}")).collect::<Vec<_>>(),
                    "types": types.iter()
                        .map(|it| owned(self.model, it, Some(&definition.name)))
                        .collect::<Vec<_>>(),
                    "fields": self.fields(variant.shape.fields(), &definition.name),
                })
            })
            .collect()
    }

    /// Whether Rustler's derive gives exactly the atoms of the schema: it has its own idea of
    /// how a Rust name becomes an atom, and no way to be told another.
    fn derives_exactly(&self, definition: &Definition) -> bool {
        let same_field = |field: &Field| {
            let ident = names::rust_value(&field.name);
            ident.strip_prefix("r#").unwrap_or(&ident) == field.name
        };
        let distinct = |idents: Vec<String>| names::distinct(idents.clone()) == idents;
        match &definition.kind {
            Kind::UnitEnum(variants) | Kind::TaggedEnum(variants) => {
                distinct(
                    variants
                        .iter()
                        .map(|it| names::rust_variant(&it.name))
                        .collect(),
                ) && variants.iter().all(|variant| {
                    names::rustler_atom(&names::rust_variant(&variant.name)) == variant.name
                        && variant.shape.fields().iter().all(|field| {
                            names::rustler_atom(&names::rust_value(&field.name)) == field.name
                        })
                })
            }
            Kind::Struct(fields)
            | Kind::Map(fields)
            | Kind::Exception(fields)
            | Kind::Options(fields) => fields.iter().all(same_field),
            Kind::UntaggedEnum(_) | Kind::Tuple(_) | Kind::Record(..) => true,
            Kind::Newtype(..) | Kind::Custom(_) => false,
        }
    }

    fn std_derives(&self, definition: &Definition) -> Vec<&'static str> {
        let this = Type::Named(definition.name.clone());
        let mut derives = vec!["Clone"];
        if matches!(definition.kind, Kind::UnitEnum(_)) {
            derives.push("Copy");
        }
        derives.extend(["Debug", "PartialEq"]);
        if self.model.is_eq(&this) {
            derives.push("Eq");
        }
        if self.model.is_hash(&this) {
            derives.push("Hash");
        }
        derives
    }

    fn nifs_trait(&self) -> Result<String, String> {
        let methods: Vec<String> = self
            .model
            .boundary
            .nifs
            .iter()
            .map(|nif| {
                let docs: Vec<String> = docs(nif.doc.as_deref())
                    .iter()
                    .map(|line| format!("///{line}\n"))
                    .collect();
                let allow = if nif.params.len() > 7 {
                    "#[allow(clippy::too_many_arguments)]\n"
                } else {
                    ""
                };
                let signature = signature(self.model, nif);
                format!("{}{allow}{signature};", docs.concat())
            })
            .collect();
        let methods = methods
            .iter()
            .map(|method| format_method(method))
            .collect::<Result<Vec<_>, _>>()?;
        let opening =
            "/// What the crate does: one function for each NIF of the schema.\npub trait Nifs {";
        Ok(block(opening, &methods))
    }

    fn nif_module(&self, codecs: Vec<String>) -> Result<String, String> {
        let boundary = self.model.boundary;
        let implementation = implementation(boundary);
        let module = format!("{}.Native", boundary.facade);
        let mut items = vec![format!(
            "use super::*;\nuse crate::{implementation} as Implementation;"
        )];
        if !self.uses_maps() {
            items.push("use std::collections::HashMap;".to_string());
        }
        for nif in &boundary.nifs {
            items.push(self.item("nif.rs", self.nif(nif))?);
        }
        let uses_atoms = codecs.iter().any(|it| it.contains("self::atom("));
        let uses_map = codecs.iter().any(|it| it.contains("self::map("));
        items.extend(codecs);
        if uses_atoms {
            items.push(self.item("make_atom.rs", json!({}))?);
        }
        if uses_map {
            items.push(self.item("make_map.rs", json!({}))?);
        }
        items.push("#[cfg(panic = \"abort\")]\ncompile_error!(\"a panic in a NIF must unwind, or it stops the whole VM: take `panic = \\\"abort\\\"` out of the Cargo profile\");".to_string());
        items.push(self.contract());
        items.push(format!(
            "/// A panic, as Elixir raises it.\n#[derive(rustler::NifException)]\n#[module = \"{}.PanicError\"]\nstruct PanicError {{\n    function: String,\n    reason: String,\n    location: String,\n}}",
            boundary.facade
        ));
        items.push("thread_local! {\n    /// Where the NIF that runs on this thread panicked; nothing while none runs.\n    static PLACE: std::cell::RefCell<Option<String>> = const { std::cell::RefCell::new(None) };\n}".to_string());
        if !boundary.nifs.is_empty() {
            items.push(self.item("call.rs", json!({}))?);
        }
        items.push(self.item("load.rs", json!({ "module": module }))?);
        items.push(format!("rustler::init!(\"Elixir.{module}\", load = load);"));
        Ok(block("#[cfg(feature = \"nif\")]\nmod nif {", &items))
    }

    fn contract(&self) -> String {
        let digests: Vec<String> = contract::digests(self.model.boundary)
            .iter()
            .map(|(name, digest)| format!("    ({}, \"{digest}\"),\n", rust_string(name)))
            .collect();
        format!(
            "/// The digest of each function and type that this library was built from.\nconst CONTRACT: &[(&str, &str)] = &[\n{}];",
            digests.concat()
        )
    }

    fn nif(&self, nif: &Nif) -> Value {
        let function = self.model.rust_function(nif);
        let mut taken = vec![
            "args".to_string(),
            "argc".to_string(),
            "argv".to_string(),
            "env".to_string(),
            "lifetime".to_string(),
            "nif_env".to_string(),
            "terms".to_string(),
            function.clone(),
        ];
        let reserved = taken.len();
        taken.extend(parameter_names(nif));
        let variables = names::distinct(taken).split_off(reserved);
        let parameters: Vec<Parameter> = nif
            .params
            .iter()
            .map(|param| parameter(self.model, &param.r#type))
            .collect();
        let arguments: Vec<String> = parameters
            .iter()
            .zip(&variables)
            .map(|(parameter, variable)| parameter.argument.replace("{}", variable))
            .collect();
        let call = format!("Implementation::{function}({})", arguments.join(", "));
        let is_binary = |it: &Type| *it == Type::Scalar(Scalar::Binary);
        let call = match &nif.returns {
            Return::Ok => format!("{{\n{call};\nrustler::types::atom::ok()\n}}"),
            Return::Value(value) if is_binary(value) => format!("Bytes({call})"),
            Return::Value(_) => call,
            Return::Result(value, error) => {
                let map_error = if is_binary(error) {
                    ".map_err(Bytes)"
                } else {
                    ""
                };
                match value {
                    Some(value) if is_binary(value) => format!("{call}.map(Bytes){map_error}"),
                    Some(_) => format!("{call}{map_error}"),
                    None => {
                        let error = if is_binary(error) {
                            "Bytes(error)"
                        } else {
                            "error"
                        };
                        format!(
                            "match {call} {{\n    Ok(()) => rustler::types::atom::ok().to_term(env),\n    Err(error) => rustler::Encoder::encode(&(rustler::types::atom::error(), {error}), env),\n}}"
                        )
                    }
                }
            }
        };
        json!({
            "name": nif.name,
            "label": nif.label(),
            "function": function,
            "schedule": match nif.schedule {
                Schedule::Normal => "Normal",
                Schedule::DirtyCpu => "DirtyCpu",
                Schedule::DirtyIo => "DirtyIo",
            },
            "params": parameters.iter().zip(&variables)
                .map(|(parameter, variable)| json!({ "name": variable, "type": parameter.in_nif }))
                .collect::<Vec<_>>(),
            "call": call,
        })
    }

    fn uses_maps(&self) -> bool {
        let is_map = |it: &Type| matches!(it, Type::Map(..));
        let in_nifs = self.model.boundary.nifs.iter().flat_map(|nif| {
            let params = nif.params.iter().map(|param| &param.r#type);
            params.chain(nif.returns.types())
        });
        self.model
            .boundary
            .definitions
            .iter()
            .flat_map(|definition| definition.types())
            .chain(in_nifs)
            .any(|r#type| r#type.any(&is_map))
    }

    fn item(&self, template: &str, context: Value) -> Result<String, String> {
        let text = self.templates.render(template, context)?;
        format_items(&text).map_err(|error| {
            format!("the template {template} does not print Rust: {error}\n{text}")
        })
    }
}

/// Documentation as the lines of doc comments, each with the space before it.
///
/// Rustdoc would take an indented block, or a fence without a language, for Rust and run it.
fn docs(text: Option<&str>) -> Vec<String> {
    let Some(text) = text else {
        return Vec::new();
    };
    let mut lines: Vec<String> = Vec::new();
    let mut fenced = false;
    let mut indented = false;
    let mut after_blank = true;
    for line in text.trim().lines() {
        let line: String = line.chars().filter(|it| *it != '\r').collect();
        let is_fence = line.trim_start().starts_with("```");
        let is_code = line.starts_with("    ") && !fenced && (indented || after_blank);
        if indented && !is_code && !line.trim().is_empty() {
            close_block(&mut lines);
            indented = false;
        }
        if is_code && !indented {
            lines.push("```elixir".to_string());
            indented = true;
        }
        if is_fence && !fenced && line.trim() == "```" {
            lines.push(format!("{line}text"));
        } else if indented {
            lines.push(line.strip_prefix("    ").unwrap_or("").to_string());
        } else {
            lines.push(line.clone());
        }
        if is_fence {
            fenced = !fenced;
        }
        after_blank = line.trim().is_empty();
    }
    if indented {
        close_block(&mut lines);
    }
    lines
        .into_iter()
        .map(|line| {
            let line = line.trim_end();
            if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            }
        })
        .collect()
}

/// Ends a block of code before the blank lines that follow it.
fn close_block(lines: &mut Vec<String>) {
    let end = lines
        .iter()
        .rposition(|line| !line.trim().is_empty())
        .map_or(0, |last| last + 1);
    lines.insert(end, "```".to_string());
}

/// A string as Rust source.
fn rust_string(text: &str) -> String {
    format!("{text:?}")
}

/// Formats the items of some source, with an empty line between them.
fn format_items(text: &str) -> Result<String, syn::Error> {
    let file = syn::parse_file(text)?;
    let items: Vec<String> = file
        .items
        .into_iter()
        .map(|item| {
            let file = syn::File {
                frontmatter: None,
                shebang: None,
                attrs: Vec::new(),
                items: vec![item],
            };
            prettyplease::unparse(&file).trim_end().to_string()
        })
        .collect();
    Ok(items.join("\n\n"))
}

/// Formats one method of a trait.
fn format_method(text: &str) -> Result<String, String> {
    let file = syn::parse_file(&format!("trait Nifs {{ {text} }}"))
        .map_err(|error| format!("a signature is not Rust: {error}\n{text}"))?;
    let formatted = prettyplease::unparse(&file);
    let inner: Vec<&str> = formatted.lines().collect();
    let method: Vec<&str> = inner[1..inner.len() - 1]
        .iter()
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .collect();
    Ok(method.join("\n"))
}

/// A block of items, indented, with an empty line between them.
fn block(opening: &str, items: &[String]) -> String {
    let indented: Vec<String> = items
        .iter()
        .map(|item| {
            item.lines()
                .map(|line| {
                    if line.is_empty() {
                        String::new()
                    } else {
                        format!("    {line}")
                    }
                })
                .collect::<Vec<_>>()
                .join("\n")
        })
        .collect();
    if indented.is_empty() {
        format!("{opening}}}")
    } else {
        format!("{opening}\n{}\n}}", indented.join("\n\n"))
    }
}
