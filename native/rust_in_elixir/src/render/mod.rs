//! From a checked boundary to the text of both sides.
//!
//! The data of templates is computed here, so that templates only print.

pub mod codec;
mod declarations;
pub mod elixir;
pub mod rust;

use std::collections::HashMap;

use serde::Serialize;
use tera::{Context, Tera};

pub use declarations::declarations;

/// The built-in templates, by the names that a project's own may take. The build lists them.
pub const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The templates of a project: the built-in ones, or its own of the same names.
pub struct Templates {
    tera: Tera,
    are_built_in: bool,
}

impl Templates {
    /// The error names the template that does not parse, and the place in it.
    pub fn new(own: &HashMap<String, String>) -> Result<Self, String> {
        let mut tera = Tera::new();
        tera.autoescape_on(Vec::<String>::new());
        let built_in = BUILT_IN
            .iter()
            .filter(|(name, _)| !own.contains_key(*name))
            .map(|(name, text)| (*name, *text));
        let are_built_in = own.is_empty();
        let own = own
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        tera.add_raw_templates(built_in.chain(own))
            .map_err(|error| format!("cannot parse a template: {error}"))?;
        Ok(Self { tera, are_built_in })
    }

    /// Whether a project replaces none.
    pub fn are_built_in(&self) -> bool {
        self.are_built_in
    }

    /// Renders a template with the fields of a node.
    pub fn render(&self, name: &str, context: impl Serialize) -> Result<String, String> {
        let failed = |error| format!("cannot render the template {name}: {error}");
        let context = Context::from_serialize(&context).map_err(failed)?;
        self.tera.render(name, &context).map_err(failed)
    }
}
