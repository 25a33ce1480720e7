//! The Rust side: the types, the trait that the user implements, and the NIFs that call it.

mod call;
mod condition;
mod declarations;
mod definition;
mod docs;
mod helpers;
mod nifs;
mod nodes;
mod paths;
mod resources;
mod signature;
mod source;
mod types;

use std::collections::HashSet;

use serde::Serialize;

use crate::boundary::*;
use crate::model::{Model, scalar};
use crate::render::Templates;
use crate::text::names;
use docs::docs;
pub use docs::first_paragraph;
pub use nodes::{Returned, Signature};
use paths::Paths;
pub use signature::{Stub, implementation, own_names, resource_types, stubs, type_names};
use source::Item;

/// The templates of what there is most of. They print the layout of prettyplease, as long as no line is too long.
const LAID_OUT: &[&str] = &[
    "fields.rs",
    "enum.rs",
    "newtype.rs",
    "nif.rs",
    "nifs_trait.rs",
];

/// Renders `boundary.rs`.
pub fn render(
    model: &Model,
    project: &Project,
    templates: &Templates,
) -> Result<SourceFile, String> {
    let side = RustSide::new(model, project, templates);
    Ok(SourceFile {
        path: format!("{}/src/boundary.rs", project.crate_dir),
        language: Language::Rust,
        text: side.file(project)?,
    })
}

pub(super) struct RustSide<'a> {
    model: &'a Model<'a>,
    /// The Elixir module under which the exceptions are that Rust raises.
    namespace: String,
    templates: &'a Templates,
    paths: Paths,
}

/// Items that stand beside the types, and those that belong beside the NIFs.
#[derive(Default)]
struct Items {
    types: Vec<Item>,
    codecs: Vec<Item>,
}

impl<'a> RustSide<'a> {
    pub(super) fn new(model: &'a Model, project: &Project, templates: &'a Templates) -> Self {
        Self {
            model,
            namespace: names::namespace(&project.otp_app),
            templates,
            paths: Paths::new(model),
        }
    }
}

impl RustSide<'_> {
    fn file(&self, project: &Project) -> Result<String, String> {
        let resources = self.resources();
        let context = self.helper_context();
        let mut items = Items::default();
        self.scalars(&mut items)?;
        self.definitions(&mut items)?;
        let handles = self.handles(&mut items, &resources)?;

        let mut nifs = self.nifs(&resources, &context)?;
        nifs.extend(items.codecs);
        let load = self.nif_item("load.rs", &context)?;
        let users: Vec<&Item> = nifs.iter().chain([&load]).collect();
        let nif_helpers = self.helpers(helpers::BESIDE_NIFS, &context, &users, |it, node| {
            self.nif_item(it, node)
        })?;
        nifs.extend(nif_helpers);
        nifs.push(load);

        let users: Vec<&Item> = handles.iter().chain(&nifs).collect();
        let helpers = self.helpers(helpers::BESIDE_TYPES, &context, &users, |it, node| {
            self.item(it, node)
        })?;
        items.types.extend(handles);
        items.types.extend(helpers);
        items.types.push(self.nifs_trait()?);
        let calls_implementation = nifs
            .iter()
            .any(|it| it.refers_to(&self.paths.implementation));
        let types = items.types.iter().map(|it| it.text.clone());
        let nif_texts = nifs.iter().map(|it| it.text.clone());
        let node = nodes::File {
            // The facade has all of it.
            docs: docs(self.model.boundary.doc.as_deref().map(docs::paragraph)),
            crate_dir: &project.crate_dir,
            reexports: self.reexports(),
            has_maps: self.model.has_type(&|it| matches!(it, Type::Map(..))),
            has_sets: self.model.has_sets(),
            has_ranges: self.model.uses(Scalar::Range),
            has_addresses: self.model.uses(Scalar::Ip),
            has_paths: self.model.uses(Scalar::Path),
            has_resources: !resources.is_empty(),
            uses_sizes: self.model.uses(Scalar::Isize) || self.model.uses(Scalar::Usize),
            allocator: match self.model.boundary.allocator {
                Allocator::System => None,
                Allocator::Vm => Some("nif_codec::VmMemory"),
                Allocator::Mimalloc => Some("mimalloc::MiMalloc"),
            },
            items: types.collect(),
            nif_items: nif_texts.collect(),
            implementation: calls_implementation.then_some(&self.paths.implementation),
            imports: self.paths.imports(&nifs),
        };
        self.templates.render("boundary.rs", node)
    }

    /// The user's own types, under their names in the schema.
    fn reexports(&self) -> Vec<nodes::Reexport<'_>> {
        let definitions = self.model.boundary.definitions.iter();
        let mut reexports: Vec<nodes::Reexport> =
            definitions.filter_map(|it| self.reexport(it)).collect();
        reexports.sort();
        reexports
    }

    fn reexport<'a>(&self, definition: &'a Definition) -> Option<nodes::Reexport<'a>> {
        let path: &str = match &definition.kind {
            Kind::Custom(custom) => &custom.rust,
            Kind::Resource(resource) => &resource.rust,
            _ => return None,
        };
        let name = names::rust_type(&definition.name);
        let last = path.rsplit("::").next().unwrap_or_default();
        let alias = (last != name).then_some(name);
        Some(nodes::Reexport { path, alias })
    }

    /// The types that represent built-in ones without a plain Rust type.
    fn scalars(&self, items: &mut Items) -> Result<(), String> {
        for (scalar, r#type, codec) in [
            (Scalar::Binary, "bytes.rs", "bytes_codec.rs"),
            (Scalar::Atom, "atom.rs", "atom_codec.rs"),
        ] {
            if self.model.uses(scalar) {
                items.types.push(self.item(r#type, &nodes::Nothing {})?);
                items.codecs.push(self.nif_item(codec, &nodes::Nothing {})?);
            }
        }
        if scalar::ALL
            .iter()
            .any(|it| it.packed().is_some() && self.model.uses(*it))
        {
            items
                .types
                .push(self.item("packed.rs", &nodes::Nothing {})?);
            (items.codecs).push(self.nif_item("packed_codec.rs", &nodes::Nothing {})?);
        }
        for (scalar, doc, is) in [
            (Scalar::Pid, "A pid", Some("is_pid")),
            (Scalar::Reference, "A reference", Some("is_ref")),
            (Scalar::Term, "Any Elixir term", None),
        ] {
            if self.model.uses(scalar) {
                let name = scalar.rust();
                let node = nodes::Opaque { name, doc, is };
                items.types.push(self.item("opaque.rs", &node)?);
                items.codecs.push(self.nif_item("opaque_codec.rs", &node)?);
            }
        }
        Ok(())
    }

    fn definitions(&self, items: &mut Items) -> Result<(), String> {
        let mut customs = HashSet::new();
        for definition in &self.model.boundary.definitions {
            let node = self.definition(definition);
            let codec = match &definition.kind {
                Kind::Resource(_) => continue,
                // Two may have one type in Rust.
                Kind::Custom(custom) if !customs.insert(&custom.rust) => continue,
                Kind::Custom(_) => "custom_codec.rs",
                Kind::Newtype(..) | Kind::Remote(..) => "newtype_codec.rs",
                Kind::UnitEnum(_) | Kind::TaggedEnum(_) => "enum_codec.rs",
                Kind::UntaggedEnum(_) => "untagged_codec.rs",
                Kind::Tuple(_) | Kind::Record(..) => "tuple_codec.rs",
                _ => "fields_codec.rs",
            };
            if !matches!(definition.kind, Kind::Custom(_)) {
                let template = type_template(&definition.kind);
                items.types.push(self.item(template, &node)?);
            }
            items.codecs.push(self.nif_item(codec, &node)?);
        }
        Ok(())
    }

    /// The handles to resources. Their registration with the VM belongs to the codecs.
    fn handles(
        &self,
        items: &mut Items,
        resources: &[nodes::Resource],
    ) -> Result<Vec<Item>, String> {
        let mut handles = Vec::new();
        for resource in resources {
            handles.push(self.item("handle.rs", resource)?);
            items
                .codecs
                .push(self.nif_item("handle_codec.rs", resource)?);
            items
                .codecs
                .push(self.nif_item("resource_nif.rs", resource)?);
        }
        Ok(handles)
    }

    fn item(&self, template: &str, node: &impl Serialize) -> Result<Item, String> {
        self.read(template, &self.templates.render(template, node)?)
    }

    /// An item in the module `nif`.
    fn nif_item(&self, template: &str, node: &impl Serialize) -> Result<Item, String> {
        let text = self.templates.render(template, node)?;
        self.read(template, &self.paths.shorten(&text))
    }

    fn read(&self, template: &str, text: &str) -> Result<Item, String> {
        // A project's own templates may print anything.
        match self.templates.are_built_in() && LAID_OUT.contains(&template) {
            true => Item::laid_out(text),
            false => Item::new(text),
        }
        .map_err(|error| format!("the template {template} does not print Rust: {error}\n{text}"))
    }
}

/// The template of a type that the boundary declares.
fn type_template(kind: &Kind) -> &'static str {
    match kind {
        Kind::Newtype(..) | Kind::Remote(..) => "newtype.rs",
        Kind::UnitEnum(_) | Kind::TaggedEnum(_) | Kind::UntaggedEnum(_) => "enum.rs",
        _ => "fields.rs",
    }
}
