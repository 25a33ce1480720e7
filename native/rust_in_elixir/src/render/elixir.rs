//! The Elixir side: one module for each type, the facade, the stubs, and what validates.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::boundary::*;
use crate::contract;
use crate::model::Model;
use crate::names;
use crate::render::Templates;
use crate::scalar;

/// Renders every Elixir file of a boundary.
pub fn render(
    model: &Model,
    project: &Project,
    templates: &Templates,
) -> Result<Vec<SourceFile>, String> {
    let side = ElixirSide {
        model,
        project,
        templates,
        helpers: RefCell::default(),
        cast_helpers: RefCell::default(),
    };
    let mut files = Vec::new();
    for definition in &model.boundary.definitions {
        files.push(side.definition(definition)?);
    }
    files.push(side.facade()?);
    files.push(side.native()?);
    files.push(side.own_module("PanicError", "panic_error.ex", json!({}))?);
    if model.boundary.nifs.iter().any(|nif| !nif.params.is_empty()) {
        files.push(side.own_module("ValidationError", "validation_error.ex", json!({}))?);
        files.push(side.validation()?);
    }
    if side.raises_reasons() {
        files.push(side.own_module("CallError", "call_error.ex", json!({}))?);
    }
    if !side.cast_helpers.borrow().is_empty() {
        let helpers = side.cast_helpers.borrow().clone();
        files.push(side.own_module("Cast", "cast.ex", json!({ "helpers": helpers }))?);
    }
    Ok(files)
}

/// Renders the test that is made once.
pub fn render_test(model: &Model, templates: &Templates) -> Result<SourceFile, String> {
    let facade = &model.boundary.facade;
    let nifs: Vec<Value> = model
        .boundary
        .nifs
        .iter()
        .map(|nif| json!({ "name": nif.name, "bang": format!("{}!", nif.name), "arity": nif.params.len() }))
        .collect();
    Ok(SourceFile {
        path: format!("test/{}_test.exs", names::elixir_path(facade)),
        language: Language::Elixir,
        text: templates.render("facade_test.exs", json!({ "facade": facade, "nifs": nifs }))?,
    })
}

/// What a type expression costs to convert: the call that does it, or nothing to do.
type Conversion = Option<String>;

/// How a value is brought from JSON's shape into the schema's.
#[derive(Clone, Copy, PartialEq)]
enum Casting {
    /// Everything in it.
    Everywhere,
    /// Only the types in it that are declared `cast: true`.
    WithinOnly,
}

impl Casting {
    fn function(self) -> &'static str {
        match self {
            Casting::Everywhere => "cast",
            Casting::WithinOnly => "cast_within",
        }
    }
}

struct ElixirSide<'a> {
    model: &'a Model<'a>,
    project: &'a Project,
    templates: &'a Templates,
    /// The functions of the `Validation` module that some file calls.
    helpers: RefCell<BTreeSet<String>>,
    /// The functions of the `Cast` module that some file calls.
    cast_helpers: RefCell<BTreeSet<String>>,
}

/// One module while it is rendered: it gathers the modules that it refers to.
struct Page<'a> {
    side: &'a ElixirSide<'a>,
    /// The type whose module this is.
    own: Option<&'a str>,
    aliases: RefCell<BTreeSet<String>>,
}

impl ElixirSide<'_> {
    fn definition(&self, definition: &Definition) -> Result<SourceFile, String> {
        let page = Page {
            side: self,
            own: Some(&definition.name),
            aliases: RefCell::default(),
        };
        let context = page.definition_context(definition);
        self.file(&definition.name, definition.kind.template(), context, &page)
    }

    fn facade(&self) -> Result<SourceFile, String> {
        let page = self.page();
        let nifs: Vec<Value> = self
            .model
            .boundary
            .nifs
            .iter()
            .map(|nif| page.facade_function(nif))
            .collect();
        let shadowed: Vec<String> = self
            .model
            .boundary
            .nifs
            .iter()
            .flat_map(shadowed_kernel_functions)
            .collect();
        let context = json!({
            "doc": doc(self.model.boundary.doc.as_deref()),
            "nifs": nifs,
            "shadowed": shadowed,
        });
        self.file("", "facade.ex", context, &page)
    }

    fn native(&self) -> Result<SourceFile, String> {
        let page = self.page();
        let stubs: Vec<Value> = self
            .model
            .boundary
            .nifs
            .iter()
            .map(|nif| {
                let params: Vec<String> = parameter_variables(nif)
                    .into_iter()
                    .map(|variable| format!("_{variable}"))
                    .collect();
                json!({
                    "definition": names::elixir_definition(&nif.name),
                    "params": params,
                })
            })
            .collect();
        let shadowed: Vec<String> = self
            .model
            .boundary
            .nifs
            .iter()
            .flat_map(shadowed_kernel_functions)
            .collect();
        let context = json!({
            "loader": match self.loader() {
                Loader::Rustler => "Rustler",
                Loader::RustInElixir => "RustInElixir.Loader",
            },
            "otp_app": names::elixir_atom(&self.project.otp_app),
            "crate": names::elixir_string(&self.model.boundary.crate_name),
            "crate_path": self.unusual_crate_path(),
            "contract": contract::digests(self.model.boundary)
                .into_iter()
                .map(|(name, digest)| json!([names::elixir_string(&name), digest]))
                .collect::<Vec<_>>(),
            "stubs": stubs,
            "shadowed": shadowed,
        });
        self.file("Native", "native.ex", context, &page)
    }

    fn validation(&self) -> Result<SourceFile, String> {
        let helpers = self.helpers.borrow().clone();
        let integers: Vec<Value> = scalar::ALL
            .iter()
            .filter(|it| it.is_integer() && helpers.contains(it.name()))
            .map(|it| {
                let (least, greatest) = it.limits().unwrap_or_default();
                json!({
                    "name": it.name(),
                    "range": format!("{}..{}", scalar::grouped(&least), scalar::grouped(&greatest)),
                    "expected": format!("an integer within {least}..{greatest} ({})", it.name()),
                })
            })
            .collect();
        let context = json!({ "helpers": helpers, "integers": integers });
        self.own_module("Validation", "validation.ex", context)
    }

    fn own_module(&self, name: &str, template: &str, context: Value) -> Result<SourceFile, String> {
        self.file(name, template, context, &self.page())
    }

    fn file(
        &self,
        name: &str,
        template: &str,
        mut context: Value,
        page: &Page,
    ) -> Result<SourceFile, String> {
        let facade = &self.model.boundary.facade;
        let module = if name.is_empty() {
            facade.clone()
        } else {
            format!("{facade}.{name}")
        };
        let aliases: Vec<String> = page
            .aliases
            .borrow()
            .iter()
            .map(|alias| format!("{facade}.{alias}"))
            .collect();
        context["module"] = json!(module);
        context["facade"] = json!(facade);
        context["schema_path"] = json!(format!("{}/schema.exs", self.project.crate_dir));
        context["aliases"] = json!(aliases);
        Ok(SourceFile {
            path: format!(
                "{}/{}.ex",
                self.project.lib_dir,
                names::elixir_path(&module)
            ),
            language: Language::Elixir,
            text: self.templates.render(template, context)?,
        })
    }

    fn page(&self) -> Page<'_> {
        Page {
            side: self,
            own: None,
            aliases: RefCell::default(),
        }
    }

    fn loader(&self) -> Loader {
        self.model.boundary.loader.unwrap_or(self.project.loader)
    }

    /// The crate's folder, where the loader would not look for it.
    fn unusual_crate_path(&self) -> Option<String> {
        let usual = format!("native/{}", self.model.boundary.crate_name);
        (self.project.crate_dir != usual).then(|| names::elixir_string(&self.project.crate_dir))
    }

    /// Whether some function that raises can get an error that is no exception.
    fn raises_reasons(&self) -> bool {
        self.model
            .boundary
            .nifs
            .iter()
            .any(|nif| match &nif.returns {
                Return::Result(_, error) => !self.is_exception(error),
                Return::Ok | Return::Value(_) => false,
            })
    }

    fn is_exception(&self, r#type: &Type) -> bool {
        match r#type {
            Type::Named(name) => self
                .model
                .definition(name)
                .is_some_and(|it| matches!(it.kind, Kind::Exception(_))),
            _ => false,
        }
    }

    fn help(&self, function: &str) {
        self.helpers.borrow_mut().insert(function.to_string());
    }
}

/// Calls that the templates make of `Kernel`, which a NIF of the same name and arity would shadow.
const KERNEL_CALLS: &[(&str, usize)] = &[("raise", 1), ("raise", 2)];

fn shadowed_kernel_functions(nif: &Nif) -> Vec<String> {
    KERNEL_CALLS
        .iter()
        .filter(|(name, arity)| *name == nif.name && *arity == nif.params.len())
        .map(|(name, arity)| format!("{name}: {arity}"))
        .collect()
}

fn parameter_variables(nif: &Nif) -> Vec<String> {
    names::distinct(
        nif.params
            .iter()
            .map(|param| names::elixir_variable(&param.name, &["errors"])),
    )
}

/// Documentation as the lines of a heredoc, or nothing.
fn doc(text: Option<&str>) -> Value {
    match text {
        Some(text) if !text.trim().is_empty() => {
            json!(
                names::elixir_heredoc(text.trim_end())
                    .lines()
                    .collect::<Vec<_>>()
            )
        }
        _ => Value::Null,
    }
}

impl Kind {
    /// The template that prints the kind.
    fn template(&self) -> &'static str {
        match self {
            Kind::UnitEnum(_) => "unit_enum.ex",
            Kind::TaggedEnum(_) => "tagged_enum.ex",
            Kind::UntaggedEnum(_) => "untagged_enum.ex",
            Kind::Struct(_) => "struct.ex",
            Kind::Map(_) => "map.ex",
            Kind::Tuple(_) => "tuple.ex",
            Kind::Record(..) => "record.ex",
            Kind::Exception(_) => "exception.ex",
            Kind::Options(_) => "options.ex",
            Kind::Newtype(..) => "newtype.ex",
            Kind::Custom(_) => "custom.ex",
        }
    }
}

impl Page<'_> {
    fn definition_context(&self, definition: &Definition) -> Value {
        let model = self.side.model;
        let name = definition.name.as_str();
        let checked = model.is_checked(name);
        let casts: Vec<Casting> = [
            (Casting::Everywhere, model.is_cast(name)),
            (Casting::WithinOnly, model.is_cast_within(name)),
        ]
        .into_iter()
        .filter(|(casting, wanted)| *wanted && self.cast_function(name, *casting).is_some())
        .map(|(casting, _)| casting)
        .collect();

        let fields = self.fields(definition.fields(), checked);
        let variants: Vec<Value> = definition
            .variants()
            .iter()
            .map(|variant| self.variant(variant, checked))
            .collect();
        let dumped = checked && model.is_dumped(name);
        let mut context = json!({
            "name": name,
            "doc": doc(definition.doc.as_deref()),
            "checked": checked,
            "recursive": checked && model.is_recursive(name),
            "dumped": dumped,
            "casts": casts.iter().map(|casting| json!({
                "function": casting.function(),
                "everywhere": *casting == Casting::Everywhere,
                "fields": self.cast_fields(definition.fields(), *casting),
                "field_list": self.cast_field_list(definition.fields(), *casting),
                "calls": definition.fields().iter().zip(field_variables(definition.fields()))
                    .map(|(field, variable)| {
                        self.cast_call(&field.r#type, &variable, *casting).unwrap_or(variable)
                    })
                    .collect::<Vec<_>>(),
                "variants": definition.variants().iter()
                    .map(|variant| self.cast_variant(variant, *casting))
                    .collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "fields": fields,
            "has_field_docs": definition.fields().iter().any(|field| field.doc.is_some()),
            "variants": variants,
            "members": members(definition.fields()),
            "checks": fields.iter().filter(|it| !it["check"].is_null()).count(),
            "has_variant_docs": definition.variants().iter().any(|it| it.doc.is_some()),
            "dumps": fields.iter().filter(|it| !it["dump"].is_null()).collect::<Vec<_>>(),
            "size": definition.fields().len(),
            "redacted": definition.fields().iter()
                .filter(|field| field.redact)
                .map(|field| names::elixir_atom(&field.name))
                .collect::<Vec<_>>(),
            "required": definition.fields().iter()
                .filter(|field| !field.may_be_absent())
                .map(|field| names::elixir_atom(&field.name))
                .collect::<Vec<_>>(),
            "optional": definition.fields().iter()
                .filter(|field| field.may_be_absent())
                .map(|field| names::elixir_atom(&field.name))
                .collect::<Vec<_>>(),
        });
        if context["recursive"] == json!(true) {
            self.help_with("too_deep");
        }
        self.of_kind(definition, &casts, &mut context);
        context
    }

    /// What only one kind's template needs, and the helpers that only this kind calls.
    fn of_kind(&self, definition: &Definition, casts: &[Casting], context: &mut Value) {
        let checked = self.side.model.is_checked(&definition.name);
        let casts_everywhere = casts.contains(&Casting::Everywhere);
        match &definition.kind {
            Kind::UnitEnum(_) => {
                if checked {
                    self.help_with("not_a_variant");
                }
            }
            Kind::TaggedEnum(variants) => {
                if checked {
                    self.help_with("not_a_variant");
                    for variant in variants {
                        if let Shape::Fields(_) = variant.shape {
                            self.help_with("key");
                            self.help_with("keys");
                        }
                    }
                }
                if casts_everywhere
                    && variants
                        .iter()
                        .any(|it| matches!(it.shape, Shape::Fields(_)))
                {
                    self.cast_help("map");
                }
            }
            Kind::UntaggedEnum(variants) => {
                let described: Vec<String> = variants
                    .iter()
                    .map(|it| {
                        let types = it.shape.types();
                        crate::notation::comma_separated(types)
                    })
                    .collect();
                context["expected"] = json!(names::elixir_string(&format!(
                    "one of {}",
                    described.join(", ")
                )));
                if checked {
                    self.help_with("any");
                }
                if casts_everywhere {
                    self.cast_help("first");
                }
            }
            Kind::Struct(_) | Kind::Exception(_) => {
                if checked {
                    self.help_with("not_a_struct");
                }
                if casts_everywhere {
                    self.cast_help("struct");
                }
                if let Kind::Exception(fields) = &definition.kind {
                    context["has_message"] =
                        json!(fields.iter().any(|field| field.name == "message"));
                }
            }
            Kind::Map(_) => {
                if checked {
                    self.help_with("key");
                    self.help_with("keys");
                }
                if casts_everywhere {
                    self.cast_help("map");
                }
            }
            Kind::Options(_) => {
                if checked {
                    self.help_with("options");
                }
                if casts_everywhere {
                    self.cast_help("options");
                }
            }
            Kind::Tuple(fields) => {
                let types = fields.iter().map(|field| &field.r#type);
                let expected = format!("{{{}}}", crate::notation::comma_separated(types));
                context["expected"] = json!(names::elixir_string(&format!("a tuple {expected}")));
                if checked {
                    self.help_with("mismatch");
                }
            }
            Kind::Record(tag, fields) => {
                let types = fields.iter().map(|field| &field.r#type);
                let tag = names::elixir_atom(tag);
                let expected = format!("{{{tag}, {}}}", crate::notation::comma_separated(types));
                context["tag"] = json!(tag);
                context["expected"] = json!(names::elixir_string(&format!("a record {expected}")));
                if checked {
                    self.help_with("mismatch");
                }
            }
            Kind::Newtype(inner, constraints) => {
                context["type"] = json!(self.typespec(inner));
                context["notation"] = json!(inner.to_string());
                context["check"] = json!(
                    checked
                        .then(|| self.check_call(inner, "value", "path"))
                        .flatten()
                );
                context["direct_check"] = json!(context["check"].as_str().map(direct));
                context["trim"] = json!(constraints.contains(&Constraint::Trim));
                context["inner_dump"] = json!(self.dump(inner, "value"));
                for (index, casting) in casts.iter().enumerate() {
                    let call = self.cast_call(inner, "value", *casting);
                    context["casts"][index]["call"] = json!(call.unwrap_or("value".into()));
                }
                context["constraints"] = json!(
                    constraints
                        .iter()
                        .filter_map(|it| self.constraint_call(it, inner))
                        .collect::<Vec<_>>()
                );
                context["direct_constraint"] =
                    json!(context["constraints"][0].as_str().map(direct));
                context["constraint_docs"] =
                    json!(constraints.iter().map(constraint_doc).collect::<Vec<_>>());
                if checked {
                    for constraint in constraints {
                        if let Some(helper) = constraint_helper(constraint) {
                            self.help_with(helper);
                        }
                    }
                }
            }
            Kind::Custom(custom) => {
                context["typespec"] = json!(custom.typespec);
                context["validator"] = json!(custom.validator);
                if checked && custom.validator.is_some() {
                    self.help_with("refused");
                }
            }
        }
    }

    /// The call that holds a value against a constraint, without the errors piped into it.
    fn constraint_call(&self, constraint: &Constraint, inner: &Type) -> Option<String> {
        let helper = constraint_helper(constraint)?;
        let argument = match constraint {
            Constraint::Trim => return None,
            Constraint::Min(limit) | Constraint::Max(limit) => literal(limit),
            Constraint::MinLength(length) | Constraint::MaxLength(length) => {
                let size = match self.side.model.base(inner) {
                    Type::Scalar(Scalar::Binary) => "byte_size",
                    Type::List(_) => "length",
                    Type::Map(..) => "map_size",
                    _ => "String.length",
                };
                format!("{size}(value), {}", scalar::grouped(&length.to_string()))
            }
            Constraint::Format(format) => regex(format),
            Constraint::In(values) => {
                let values: Vec<String> = values.iter().map(literal).collect();
                format!("[{}]", values.join(", "))
            }
        };
        Some(format!("Validation.{helper}(value, path, {argument})"))
    }

    fn fields(&self, fields: &[Field], checked: bool) -> Vec<Value> {
        let variables = field_variables(fields);
        fields
            .iter()
            .zip(&variables)
            .enumerate()
            .map(|(index, (field, variable))| {
                let atom = names::elixir_atom(&field.name);
                let element = format!("[{{:elem, {index}}} | path]");
                let record_element = format!("[{{:elem, {}}} | path]", index + 1);
                let at_key = format!("[{atom} | path]");
                let checks = |path: &str| {
                    checked.then(|| self.field_check_call(field, variable, path)).flatten()
                };
                json!({
                    "key": names::elixir_key(&field.name),
                    "atom": atom,
                    "var": variable,
                    "type": self.typespec(&field.r#type),
                    "notation": field.r#type.to_string(),
                    "doc": field.doc.as_ref().map(|text| names::elixir_heredoc(text.trim()).lines().collect::<Vec<_>>().join(" ")),
                    "optional": field.is_optional(),
                    "absent_ok": field.may_be_absent(),
                    "has_default": field.default.is_some() || field.is_optional(),
                    "default": field.default.as_ref().map_or("nil", |it| &it.source),
                    "check": checks(&at_key),
                    "element_check": checks(&element),
                    "record_check": checks(&record_element),
                    "check_fun": checked.then(|| self.field_check_fun(field)).flatten(),
                    "dump": self.dump(&field.r#type, variable),
                })
            })
            .collect()
    }

    fn variant(&self, variant: &Variant, checked: bool) -> Value {
        let types = variant.shape.types();
        let values: Vec<Value> = match &variant.shape {
            Shape::Values(types) => types
                .iter()
                .zip(value_variables(types))
                .enumerate()
                .map(|(index, (r#type, variable))| {
                    let path = format!("[{{:elem, {}}} | path]", index + 1);
                    json!({
                        "var": variable,
                        "type": self.typespec(r#type),
                        "check": checked.then(|| self.check_call(r#type, &variable, &path)).flatten(),
                        "check_fun": checked.then(|| self.check_fun(r#type)),
                        "root_check": checked.then(|| self.check_call(r#type, &variable, "[]").unwrap_or("Validation.term(value, [])".into())),
                        "dump": self.dump(r#type, &variable),
                    })
                })
                .collect(),
            Shape::Unit | Shape::Fields(_) => Vec::new(),
        };
        let fields = self.fields(variant.shape.fields(), checked);
        let dumped = variant.shape.fields().iter().any(Field::may_be_absent)
            || types.iter().any(|it| self.dump(it, "value").is_some());
        json!({
            "atom": names::elixir_atom(&variant.name),
            "string": names::elixir_string(&variant.name),
            "key": names::elixir_key(&variant.name),
            "shape": match variant.shape {
                Shape::Unit => "unit",
                Shape::Values(_) => "values",
                Shape::Fields(_) => "fields",
            },
            "function": names::elixir_variable(&variant.name, &[]),
            "term": names::elixir_string(&variant.term()),
            "doc": variant.doc.as_ref().map(|text| names::elixir_heredoc(text.trim()).lines().collect::<Vec<_>>().join(" ")),
            "values": values,
            "fields": fields,
            "checks": values.iter().filter_map(|it| it["check"].as_str()).collect::<Vec<_>>(),
            "direct_checks": values.iter().filter_map(|it| it["check"].as_str()).map(direct).collect::<Vec<_>>(),
            "dumped": dumped,
            "required": variant.shape.fields().iter().filter(|it| !it.may_be_absent())
                .map(|it| names::elixir_atom(&it.name)).collect::<Vec<_>>(),
            "optional": variant.shape.fields().iter().filter(|it| it.may_be_absent())
                .map(|it| names::elixir_atom(&it.name)).collect::<Vec<_>>(),
        })
    }

    fn cast_fields(&self, fields: &[Field], casting: Casting) -> Vec<Value> {
        fields
            .iter()
            .zip(field_variables(fields))
            .filter_map(|(field, variable)| {
                let function = self.cast_fun(&field.r#type, casting);
                if casting == Casting::WithinOnly && function.is_none() {
                    return None;
                }
                Some(json!({
                    "atom": names::elixir_atom(&field.name),
                    "key": names::elixir_key(&field.name),
                    "var": variable,
                    "fun": self.or_same(function),
                    "call": self.cast_call(&field.r#type, &variable, casting).unwrap_or(variable),
                }))
            })
            .collect()
    }

    /// The known keys as `Cast` takes them: bare, or with the function that casts what is there.
    fn cast_field_list(&self, fields: &[Field], casting: Casting) -> Vec<String> {
        let casts: Vec<(&Field, Conversion)> = fields
            .iter()
            .map(|field| (field, self.cast_fun(&field.r#type, casting)))
            .collect();
        let bare = casts
            .iter()
            .filter(|(_, cast)| cast.is_none())
            .map(|(field, _)| names::elixir_atom(&field.name));
        let cast = casts.iter().filter_map(|(field, cast)| {
            let cast = cast.as_ref()?;
            Some(format!("{} {cast}", names::elixir_key(&field.name)))
        });
        bare.chain(cast).collect()
    }

    fn cast_variant(&self, variant: &Variant, casting: Casting) -> Value {
        let types = variant.shape.types();
        let variables = value_variables(&types);
        let calls: Vec<Conversion> = types
            .iter()
            .zip(&variables)
            .map(|(it, variable)| self.cast_call(it, variable, casting))
            .collect();
        json!({
            "changes": calls.iter().any(Option::is_some),
            "vars": variables,
            "calls": calls.into_iter().zip(&variables)
                .map(|(call, variable)| call.unwrap_or_else(|| variable.clone()))
                .collect::<Vec<_>>(),
            "funs": types.iter().map(|it| self.or_same(self.cast_fun(it, casting))).collect::<Vec<_>>(),
            "fields": self.cast_fields(variant.shape.fields(), casting),
            "field_list": self.cast_field_list(variant.shape.fields(), casting),
        })
    }

    fn facade_function(&self, nif: &Nif) -> Value {
        let model = self.side.model;
        self.alias("Native");
        let variables = parameter_variables(nif);
        let options_last = nif.params.last().is_some_and(|param| match &param.r#type {
            Type::Named(name) => model.definition(name).is_some_and(|it| {
                matches!(it.kind, Kind::Options(_)) && it.fields().iter().all(Field::may_be_absent)
            }),
            _ => false,
        });
        let casting = if nif.cast {
            Casting::Everywhere
        } else {
            Casting::WithinOnly
        };
        let last = nif.params.len().saturating_sub(1);
        let params: Vec<Value> = nif
            .params
            .iter()
            .zip(&variables)
            .enumerate()
            .map(|(index, (param, variable))| {
                let path = format!("[{}]", names::elixir_atom(&param.name));
                let cast = self.cast_call(&param.r#type, variable, casting);
                json!({
                    "var": variable,
                    "default": (options_last && index == last).then_some("[]"),
                    "type": if cast.is_some() { "term()".to_string() } else { self.typespec(&param.r#type) },
                    "cast": cast,
                    "check": self.check_call(&param.r#type, variable, &path),
                    "dump": self.dump(&param.r#type, variable).unwrap_or(variable.clone()),
                })
            })
            .collect();
        let checks: Vec<&str> = params
            .iter()
            .filter_map(|param| param["check"].as_str())
            .collect();
        let checked = !checks.is_empty();
        let single_check = match checks[..] {
            [check] => Some(check.replacen('(', "([], ", 1)),
            _ => None,
        };
        if checked {
            self.alias("ValidationError");
        }
        let (value, error) = match &nif.returns {
            Return::Ok => (None, None),
            Return::Value(value) => (Some(self.typespec(value)), None),
            Return::Result(value, error) => (
                value.as_ref().map(|it| self.typespec(it)),
                Some(self.typespec(error)),
            ),
        };
        let raises_reason = match &nif.returns {
            Return::Result(_, error) => !self.side.is_exception(error),
            _ => false,
        };
        if raises_reason {
            self.alias("CallError");
        }
        let bang = format!("{}!", nif.name);
        json!({
            "doc": doc(nif.doc.as_deref()),
            "definition": names::elixir_definition(&nif.name),
            "bang": bang,
            "call": nif.name,
            "label": nif.label(),
            "params": params,
            "checked": checked,
            "single_check": single_check,
            "value": value,
            "error": error,
            "returns": match &nif.returns {
                Return::Ok => "ok",
                Return::Value(_) => "value",
                Return::Result(..) => "result",
            },
            "raises_reason": raises_reason,
            "schedule": match nif.schedule {
                Schedule::Normal => "a normal scheduler",
                Schedule::DirtyCpu => "a dirty CPU scheduler",
                Schedule::DirtyIo => "a dirty I/O scheduler",
            },
        })
    }

    /// The typespec of a type expression.
    fn typespec(&self, r#type: &Type) -> String {
        match r#type {
            Type::Scalar(scalar) => scalar.typespec(),
            Type::Named(name) if self.own == Some(name.as_str()) => "t()".to_string(),
            Type::Named(name) => format!("{}.t()", self.module(name)),
            Type::List(item) => format!("[{}]", self.typespec(item)),
            Type::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|it| self.typespec(it)).collect();
                format!("{{{}}}", items.join(", "))
            }
            Type::Map(key, value) => format!(
                "%{{optional({}) => {}}}",
                self.typespec(key),
                self.typespec(value)
            ),
            Type::Optional(item) => format!("{} | nil", self.typespec(item)),
            Type::Invalid(_) => "term()".to_string(),
        }
    }

    fn field_check_call(&self, field: &Field, variable: &str, path: &str) -> Option<String> {
        if !field.redact {
            return self.check_call(&field.r#type, variable, path);
        }
        let check = self.check_fun_of(&field.r#type)?;
        self.help_with("redacted");
        Some(format!("Validation.redacted({variable}, {path}, {check})"))
    }

    fn field_check_fun(&self, field: &Field) -> Option<String> {
        if !field.redact {
            return Some(self.check_fun(&field.r#type));
        }
        let check = self.check_fun(&field.r#type);
        self.help_with("redacted");
        Some(format!(
            "fn errors, value, path -> Validation.redacted(errors, value, path, {check}) end"
        ))
    }

    /// The call that validates, without the errors that are piped into it; nothing for a type
    /// that every term belongs to.
    fn check_call(&self, r#type: &Type, value: &str, path: &str) -> Option<String> {
        let arguments = format!("{value}, {path}");
        match r#type {
            Type::Scalar(Scalar::Term) | Type::Invalid(_) => None,
            Type::Scalar(scalar) => {
                self.help_with(scalar.name());
                Some(format!("Validation.{}({arguments})", scalar.name()))
            }
            Type::Named(name) if self.is_redacted(name) => {
                self.help_with("redacted");
                let check = self.own_check_fun(name);
                Some(format!("Validation.redacted({arguments}, {check})"))
            }
            Type::Named(name) if self.own == Some(name.as_str()) => {
                Some(format!("check({arguments})"))
            }
            Type::Named(name) => Some(format!("{}.check({arguments})", self.module(name))),
            Type::List(item) => {
                self.help_with("list");
                let item = self.check_fun(item);
                Some(format!("Validation.list({arguments}, {item})"))
            }
            Type::Tuple(items) => {
                self.help_with("tuple");
                let items: Vec<String> = items.iter().map(|it| self.check_fun(it)).collect();
                Some(format!(
                    "Validation.tuple({arguments}, [{}])",
                    items.join(", ")
                ))
            }
            Type::Map(key, item) => {
                self.help_with("map");
                let (key, item) = (self.check_fun(key), self.check_fun(item));
                Some(format!("Validation.map({arguments}, {key}, {item})"))
            }
            Type::Optional(item) => {
                let check = self.check_fun_of(item)?;
                self.help_with("optional");
                Some(format!("Validation.optional({arguments}, {check})"))
            }
        }
    }

    /// The function that validates; for a type that every term belongs to one that accepts all.
    fn check_fun(&self, r#type: &Type) -> String {
        self.check_fun_of(r#type).unwrap_or_else(|| {
            self.help_with("term");
            "&Validation.term/3".to_string()
        })
    }

    fn check_fun_of(&self, r#type: &Type) -> Option<String> {
        match r#type {
            Type::Scalar(Scalar::Term) | Type::Invalid(_) => None,
            Type::Scalar(scalar) => {
                self.help_with(scalar.name());
                Some(format!("&Validation.{}/3", scalar.name()))
            }
            Type::Named(name) if !self.is_redacted(name) => Some(self.own_check_fun(name)),
            _ => {
                let call = self.check_call(r#type, "value", "path")?;
                let (function, arguments) = call.split_once('(')?;
                Some(format!(
                    "fn errors, value, path -> {function}(errors, {arguments} end"
                ))
            }
        }
    }

    /// The function of a type's own module that validates.
    fn own_check_fun(&self, name: &str) -> String {
        if self.own == Some(name) {
            "&check/3".to_string()
        } else {
            format!("&{}.check/3", self.module(name))
        }
    }

    fn is_redacted(&self, name: &str) -> bool {
        self.side.model.definition(name).is_some_and(|it| it.redact)
    }

    /// The call that brings a valid value into the shape that Rust decodes.
    fn dump(&self, r#type: &Type, value: &str) -> Conversion {
        match r#type {
            Type::Scalar(_) | Type::Invalid(_) => None,
            Type::Named(name) if !self.side.model.is_dumped(name) => None,
            Type::Named(name) if self.own == Some(name.as_str()) => Some(format!("dump({value})")),
            Type::Named(name) => Some(format!("{}.dump({value})", self.module(name))),
            Type::List(item) => {
                let item = function_of(self.dump(item, "value")?);
                Some(format!("Enum.map({value}, {item})"))
            }
            Type::Optional(item) => {
                let inner = self.dump(item, value)?;
                Some(format!("if({value} != nil, do: {inner})"))
            }
            Type::Tuple(items) => {
                let dumps: Vec<Conversion> = items
                    .iter()
                    .enumerate()
                    .map(|(index, it)| self.dump(it, &format!("value{}", index + 1)))
                    .collect();
                tuple_conversion(value, &dumps)
            }
            Type::Map(_, item) => {
                let inner = self.dump(item, "value")?;
                Some(format!(
                    "Map.new({value}, fn {{key, value}} -> {{key, {inner}}} end)"
                ))
            }
        }
    }

    /// The call that brings a value from JSON's shape into the schema's.
    fn cast_call(&self, r#type: &Type, value: &str, casting: Casting) -> Conversion {
        let everywhere = casting == Casting::Everywhere;
        match r#type {
            Type::Scalar(scalar) if everywhere && scalar.is_float() => {
                Some(format!("{}({value})", self.cast_helper("float")))
            }
            Type::Scalar(Scalar::Atom) if everywhere => {
                Some(format!("{}({value})", self.cast_helper("atom")))
            }
            Type::Scalar(_) | Type::Invalid(_) => None,
            Type::Named(name) => {
                let function = self.cast_function(name, casting)?;
                Some(format!("{function}({value})"))
            }
            Type::List(item) => {
                let item = self.cast_fun(item, casting)?;
                Some(format!("{}({value}, {item})", self.cast_helper("list")))
            }
            Type::Optional(item) => {
                let item = self.cast_fun(item, casting)?;
                Some(format!("{}({value}, {item})", self.cast_helper("optional")))
            }
            Type::Tuple(items) => {
                let casts: Vec<Conversion> =
                    items.iter().map(|it| self.cast_fun(it, casting)).collect();
                if !everywhere && casts.iter().all(Option::is_none) {
                    return None;
                }
                let casts: Vec<String> = casts.into_iter().map(|it| self.or_same(it)).collect();
                Some(format!(
                    "{}({value}, [{}])",
                    self.cast_helper("tuple"),
                    casts.join(", ")
                ))
            }
            Type::Map(key, item) => {
                let key_cast = self.cast_fun(key, casting);
                let item_cast = self.cast_fun(item, casting);
                if key_cast.is_none() && item_cast.is_none() {
                    return None;
                }
                let (key, item) = (self.or_same(key_cast), self.or_same(item_cast));
                Some(format!(
                    "{}({value}, {key}, {item})",
                    self.cast_helper("map_of")
                ))
            }
        }
    }

    fn cast_fun(&self, r#type: &Type, casting: Casting) -> Conversion {
        if let Type::Named(name) = r#type {
            let function = self.cast_function(name, casting)?;
            return Some(format!("&{function}/1"));
        }
        Some(function_of(self.cast_call(r#type, "value", casting)?))
    }

    fn or_same(&self, function: Conversion) -> String {
        function.unwrap_or_else(|| "&Function.identity/1".to_string())
    }

    /// The function that casts a type of the boundary, if there is something to cast in it.
    fn cast_function(&self, name: &str, casting: Casting) -> Option<String> {
        let model = self.side.model;
        let casting = if model.declares_cast(name) {
            Casting::Everywhere
        } else {
            casting
        };
        if !model.casts(
            &Type::Named(name.to_string()),
            casting == Casting::Everywhere,
        ) {
            return None;
        }
        let function = casting.function();
        Some(if self.own == Some(name) {
            function.to_string()
        } else {
            format!("{}.{function}", self.module(name))
        })
    }

    fn cast_helper(&self, function: &str) -> String {
        self.cast_help(function);
        format!("Cast.{function}")
    }

    fn cast_help(&self, function: &str) {
        self.alias("Cast");
        self.side
            .cast_helpers
            .borrow_mut()
            .insert(function.to_string());
    }

    /// The module of a type, and the alias that it needs.
    fn module(&self, name: &str) -> String {
        if names::is_aliased(name) {
            self.alias(name);
        }
        names::elixir_reference(&self.side.model.boundary.facade, name)
    }

    fn alias(&self, name: &str) {
        self.aliases.borrow_mut().insert(name.to_string());
    }

    fn help_with(&self, function: &str) {
        self.alias("Validation");
        self.side.help(function);
    }
}

/// The members of a struct as `defstruct/1` takes them: those with a default come last.
fn members(fields: &[Field]) -> Vec<String> {
    let (with, without): (Vec<&Field>, Vec<&Field>) =
        fields.iter().partition(|field| field.may_be_absent());
    let without = without.iter().map(|field| names::elixir_atom(&field.name));
    let with = with.iter().map(|field| {
        let default = field.default.as_ref().map_or("nil", |it| &it.source);
        format!("{} {default}", names::elixir_key(&field.name))
    });
    without.chain(with).collect()
}

/// The variables of fields, none of which meets one that a template uses.
fn field_variables(fields: &[Field]) -> Vec<String> {
    names::distinct(
        fields
            .iter()
            .map(|field| names::elixir_variable(&field.name, &["errors", "path", "value"])),
    )
}

/// The variables of a variant's values: `value`, or `value1`, `value2` and so on.
fn value_variables<T>(values: &[T]) -> Vec<String> {
    if values.len() == 1 {
        return vec!["value".to_string()];
    }
    (1..=values.len())
        .map(|index| format!("value{index}"))
        .collect()
}

/// A call that errors are piped into, as one that takes them.
fn direct(call: &str) -> String {
    call.replacen('(', "(errors, ", 1)
}

/// A call on `value` as a function.
fn function_of(call: String) -> String {
    match call.strip_suffix("(value)") {
        Some(function) => format!("&{function}/1"),
        None => format!("fn value -> {call} end"),
    }
}

fn tuple_conversion(value: &str, conversions: &[Conversion]) -> Conversion {
    if conversions.iter().all(Option::is_none) {
        return None;
    }
    let variables: Vec<String> = (1..=conversions.len())
        .map(|index| format!("value{index}"))
        .collect();
    let converted: Vec<&str> = variables
        .iter()
        .zip(conversions)
        .map(|(variable, conversion)| conversion.as_deref().unwrap_or(variable))
        .collect();
    Some(format!(
        "then({value}, fn {{{}}} -> {{{}}} end)",
        variables.join(", "),
        converted.join(", ")
    ))
}

fn constraint_helper(constraint: &Constraint) -> Option<&'static str> {
    Some(match constraint {
        Constraint::Trim => return None,
        Constraint::Min(_) => "min",
        Constraint::Max(_) => "max",
        Constraint::MinLength(_) => "min_length",
        Constraint::MaxLength(_) => "max_length",
        Constraint::Format(_) => "format",
        Constraint::In(_) => "one_of",
    })
}

fn constraint_doc(constraint: &Constraint) -> String {
    let text = match constraint {
        Constraint::Trim => "trimmed".to_string(),
        Constraint::Min(limit) => format!("at least {}", literal(limit)),
        Constraint::Max(limit) => format!("at most {}", literal(limit)),
        Constraint::MinLength(length) => format!("of a length of at least {length}"),
        Constraint::MaxLength(length) => format!("of a length of at most {length}"),
        Constraint::Format(format) => format!("matching `{format}`"),
        Constraint::In(values) => {
            let values: Vec<String> = values.iter().map(literal).collect();
            format!("one of {}", values.join(", "))
        }
    };
    names::elixir_heredoc(&text.replace('\n', " "))
}

fn regex(source: &str) -> String {
    format!("~r/{}/u", source.replace('/', "\\/").replace("#{", "\\#{"))
}

/// An Elixir term as its source.
pub fn literal(term: &Literal) -> String {
    match term {
        Literal::None => "nil".to_string(),
        Literal::Bool(truth) => truth.to_string(),
        Literal::Integer(digits) => scalar::grouped(digits),
        Literal::Float(float) => format!("{float:?}"),
        Literal::String(text) => names::elixir_string(text),
        Literal::Binary(bytes) => {
            let bytes: Vec<String> = bytes.0.iter().map(u8::to_string).collect();
            format!("<<{}>>", bytes.join(", "))
        }
        Literal::Atom(name) => names::elixir_atom(name),
        Literal::List(items) => format!("[{}]", literals(items)),
        Literal::Tuple(items) => format!("{{{}}}", literals(items)),
        Literal::Map(pairs) => {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(key, value)| format!("{} => {}", literal(key), literal(value)))
                .collect();
            format!("%{{{}}}", pairs.join(", "))
        }
        Literal::Other(source) => source.clone(),
    }
}

fn literals(items: &[Literal]) -> String {
    items.iter().map(literal).collect::<Vec<_>>().join(", ")
}
