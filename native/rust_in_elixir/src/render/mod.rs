//! From a checked boundary to the text of both sides.
//!
//! What a template needs is worked out here, so that templates only print.

pub mod elixir;
pub mod rust;

use std::collections::HashMap;

use serde_json::Value;
use tera::{Context, Tera};

/// A template by its name, and its text.
macro_rules! template {
    ($path:literal) => {
        (
            crate::render::file_name($path),
            include_str!(concat!("../../../../", $path)),
        )
    };
}
/// The built-in templates, by the names that a project's own may take.
pub const BUILT_IN: &[(&str, &str)] = &[
    template!("templates/aliases.ex"),
    template!("templates/arguments.ex"),
    template!("templates/assert_reaches_rust.exs"),
    template!("templates/behaviour.ex"),
    template!("templates/call_error.ex"),
    template!("templates/cast.ex"),
    template!("templates/custom.ex"),
    template!("templates/describe.exs"),
    template!("templates/double.ex"),
    template!("templates/exception.ex"),
    template!("templates/facade.ex"),
    template!("templates/facade_test.exs"),
    template!("templates/function_body.ex"),
    template!("templates/function_raising.ex"),
    template!("templates/field_docs.ex"),
    template!("templates/judged_defaults.ex"),
    template!("templates/map.ex"),
    template!("templates/native.ex"),
    template!("templates/newtype.ex"),
    template!("templates/options.ex"),
    template!("templates/panic_error.ex"),
    template!("templates/record.ex"),
    template!("templates/resource.ex"),
    template!("templates/resource_error.ex"),
    template!("templates/stream.ex"),
    template!("templates/stubs.ex"),
    template!("templates/struct.ex"),
    template!("templates/struct_functions.ex"),
    template!("templates/tagged_enum.ex"),
    template!("templates/tuple.ex"),
    template!("templates/tuple_functions.ex"),
    template!("templates/type_head.ex"),
    template!("templates/unit_enum.ex"),
    template!("templates/untagged_enum.ex"),
    template!("templates/validation.ex"),
    template!("templates/validation_error.ex"),
    template!("templates/variant_docs.ex"),
    template!("native_templates/atom.rs"),
    template!("native_templates/atom_codec.rs"),
    template!("native_templates/bytes.rs"),
    template!("native_templates/bytes_codec.rs"),
    template!("native_templates/file_path.rs"),
    template!("native_templates/path.rs"),
    template!("native_templates/argument.rs"),
    template!("native_templates/call.rs"),
    template!("native_templates/contained.rs"),
    template!("native_templates/done.rs"),
    template!("native_templates/enum.rs"),
    template!("native_templates/enum_codec.rs"),
    template!("native_templates/fields.rs"),
    template!("native_templates/floats.rs"),
    template!("native_templates/fields_codec.rs"),
    template!("native_templates/load.rs"),
    template!("native_templates/locks.rs"),
    template!("native_templates/make_atom.rs"),
    template!("native_templates/make_map.rs"),
    template!("native_templates/newtype.rs"),
    template!("native_templates/newtype_codec.rs"),
    template!("native_templates/nif.rs"),
    template!("native_templates/opaque.rs"),
    template!("native_templates/opaque_codec.rs"),
    template!("native_templates/resource.rs"),
    template!("native_templates/resource_error.rs"),
    template!("native_templates/resource_nif.rs"),
    template!("native_templates/resource_of.rs"),
    template!("native_templates/stack.rs"),
    template!("native_templates/stream.rs"),
    template!("native_templates/tuple_codec.rs"),
    template!("native_templates/unavailable.rs"),
    template!("native_templates/untagged_codec.rs"),
    template!("native_templates/wanted.rs"),
    template!("native_templates/watch.rs"),
    template!("native_templates/wide.rs"),
];

/// The last part of a path with slashes.
const fn file_name(path: &'static str) -> &'static str {
    let (_, mut name) = path.as_bytes().split_at(0);
    let mut index = 0;
    while index < path.len() {
        if path.as_bytes()[index] == b'/' {
            (_, name) = path.as_bytes().split_at(index + 1);
        }
        index += 1;
    }
    match std::str::from_utf8(name) {
        Ok(name) => name,
        Err(_) => path,
    }
}

/// The templates of a project: the built-in ones, or its own of the same names.
pub struct Templates(Tera);

impl Templates {
    /// Gives a message that names the template and the place in it, should one not parse.
    pub fn new(own: &HashMap<String, String>) -> Result<Self, String> {
        let mut tera = Tera::new();
        tera.autoescape_on(Vec::<String>::new());
        let built_in = BUILT_IN
            .iter()
            .filter(|(name, _)| !own.contains_key(*name))
            .map(|(name, text)| (*name, *text));
        let own = own
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        tera.add_raw_templates(built_in.chain(own))
            .map_err(|error| format!("a template does not parse: {error}"))?;
        Ok(Self(tera))
    }

    pub fn render(&self, name: &str, context: Value) -> Result<String, String> {
        let failed = |error| format!("the template {name} does not render: {error}");
        let context = Context::from_serialize(&context).map_err(failed)?;
        self.0.render(name, &context).map_err(failed)
    }
}
