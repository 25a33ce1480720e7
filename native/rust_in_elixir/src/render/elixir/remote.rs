//! Nodes for the template of a type of another library, and the loading of results that hold one.

use super::conversions::Way;
use super::module::Module;
use super::nodes;
use crate::boundary::*;
use crate::text::names;

impl Module<'_> {
    pub(super) fn remote<'a>(
        &self,
        definition: &Definition,
        inner: &Type,
        remote: &'a Remote,
    ) -> Result<nodes::Remote<'a>, String> {
        let head = self.head(definition)?;
        self.need_if(
            head.checked && remote.module.is_none(),
            "Validation.refused",
        );
        if head.checked {
            self.side.need("ValidationError.from");
        }
        let to = plain(&remote.to);
        let module = remote.module.as_deref();
        let casts = self.casts(definition, |casting| {
            self.need("Representation.cast");
            let cast = self.cast_call(inner, "value", casting)?;
            let ways: &[Way] = match self.side.model.is_filled(&definition.name) {
                true => &[Way::IntoRust, Way::OutOfRust],
                false => &[],
            };
            let fills = ways.iter().map(|it| self.conversion_fun(inner, *it));
            Ok(nodes::RepresentationCast {
                call: cast.unwrap_or_else(|| "value".to_string()),
                fills: fills
                    .filter_map(Result::transpose)
                    .collect::<Result<_, _>>()?,
                expected: names::elixir_string(&format!("what {to}/1 takes")),
            })
        })?;
        Ok(nodes::Remote {
            typespec: &remote.typespec,
            notation: inner.to_string(),
            expected: names::elixir_string(&format!(
                "a %{}{{}} struct",
                plain(module.unwrap_or_default())
            )),
            in_json: names::elixir_string(&format!("a valid {}", definition.name)),
            struct_module: module,
            validator: remote.validator.as_deref(),
            from: &remote.from,
            to: &remote.to,
            step: names::elixir_string(plain(&remote.from)),
            check: match head.checked {
                true => Some(self.any_check_call(inner)?),
                false => None,
            },
            hint: names::elixir_string(&format!("see {to}/1")),
            check_fun: match casts.is_empty() {
                true => String::new(),
                false => self.check_fun(inner)?,
            },
            inner_dump: self.dump(inner, "value")?,
            inner_load: self.load(inner, "value")?,
            casts,
            head,
        })
    }

    /// How the result of a function becomes what Elixir has of it, if that is something else.
    pub(super) fn loads(&self, nif: &Nif) -> Result<Option<nodes::Loads>, String> {
        let load = |it: &Type| self.conversion_fun(it, Way::OutOfRust);
        let load_any = |it: &Option<Type>| it.as_ref().map_or(Ok(None), load);
        let mut loads = nodes::Loads::default();
        match &nif.returns {
            Return::Ok => {}
            Return::Value(value) => loads.value = load(value)?,
            Return::Result(value, error) => {
                loads.value = load_any(value)?;
                loads.error = load(error)?;
            }
            Return::Stream(item, item_error, error) => {
                loads.item = load(item)?;
                loads.item_error = load_any(item_error)?;
                loads.error = load_any(error)?;
                loads.has_results = item_error.is_some();
            }
        }
        let is_any = loads.value.is_some() || loads.error.is_some() || loads.is_of_items();
        if is_any {
            self.need("Representation.result");
            let (of_call, of_items) = (loads.error.is_some(), loads.item_error.is_some());
            let is_fed = nif.params.iter().any(Param::is_stream);
            let is_guarded = self.side.model.is_guarded(nif);
            self.need_if(of_call || of_items, "Representation.error");
            self.need_if(of_call && is_guarded, "Representation.guarded");
            self.need_if(of_call && is_fed, "Representation.fed");
        }
        Ok(is_any.then_some(loads))
    }
}

/// A module or function as it is called where there is no alias.
fn plain(name: &str) -> &str {
    name.trim_start_matches("Elixir.")
}
