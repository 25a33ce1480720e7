//! The stubs, and the options of what loads the library.

use super::variables::parameter_variables;
use super::{ElixirSide, nodes};
use crate::boundary::*;
use crate::contract;
use crate::text::names;

impl ElixirSide<'_> {
    pub(super) fn native(&self) -> Result<SourceFile, String> {
        let module = self.new_module();
        let stubs = self.model.boundary.nifs.iter().map(|nif| nodes::Stub {
            definition: names::elixir_definition(&nif.name),
            is_keyword: names::is_elixir_keyword(&nif.name),
            params: parameter_variables(nif),
        });
        let node = nodes::Native {
            loader: match self.loader() {
                Loader::Rustler => "Rustler",
                Loader::Precompiled => "RustlerPrecompiled",
                Loader::RustInElixir => "RustInElixir.Loader",
            },
            precompiled: (self.loader() == Loader::Precompiled).then(|| self.precompiled()),
            otp_app: names::elixir_atom(&self.project.otp_app),
            crate_name: names::elixir_string(&self.model.boundary.crate_name),
            crate_path: self.unusual_crate_path(),
            crate_dir: names::elixir_string(&self.project.crate_dir),
            // The check of this package's own schema is built from the generated code itself.
            held_against_schema: self.project.otp_app != env!("CARGO_PKG_NAME"),
            contract: contract::digest_lines(self.model.boundary),
            has_sets: self.model.has_sets(),
            stubs: stubs.chain(self.own_stubs()).collect(),
        };
        self.file("Native", "native.ex", node, &module)
    }

    /// The stubs of what reads and feeds streams, and tells resources apart.
    fn own_stubs(&self) -> Vec<nodes::Stub> {
        let nifs = &self.model.boundary.nifs;
        let reads = |next: &str| {
            nifs.iter()
                .any(|nif| self.model.next_chunk(nif) == Some(next))
        };
        let (reads_cpu, reads_io) = (reads("__next_chunk__"), reads("__next_chunk_io__"));
        let feeds = nifs.iter().any(|nif| nif.stream_parameter().is_some());
        let own: [(bool, &str, &[&str]); 9] = [
            (
                self.model.resources().next().is_some(),
                "__resource__",
                &["reference"],
            ),
            (reads_cpu || reads_io, "__open_stream__", &["stream"]),
            (reads_cpu, "__next_chunk__", &["stream", "size"]),
            (reads_io, "__next_chunk_io__", &["stream", "size"]),
            (reads_cpu || reads_io, "__close_stream__", &["stream"]),
            (feeds, "__feed_stream__", &["input", "items"]),
            (feeds, "__await_stream__", &["input", "message"]),
            (feeds, "__end_stream__", &["input", "whole"]),
            (feeds, "__stream_answer__", &["input"]),
        ];
        own.iter()
            .filter(|(is_used, _, _)| *is_used)
            .map(|(_, name, params)| nodes::Stub {
                definition: name.to_string(),
                is_keyword: false,
                params: params.iter().map(|it| it.to_string()).collect(),
            })
            .collect()
    }

    pub(super) fn loader(&self) -> Loader {
        self.model.boundary.loader.unwrap_or(self.project.loader)
    }

    fn precompiled(&self) -> nodes::Precompiled {
        let wanted = self.model.boundary.precompiled.as_ref();
        let strings = |of: fn(&Precompiled) -> &Vec<String>| -> Vec<String> {
            let texts = wanted.map(of).into_iter().flatten();
            texts.map(|text| names::elixir_string(text)).collect()
        };
        let base_url = wanted.and_then(|it| it.base_url.as_ref());
        let variable = names::environment_variable(&self.project.otp_app);
        nodes::Precompiled {
            base_url: base_url.map(|url| names::elixir_string(url)),
            targets: strings(|it| &it.targets),
            nif_versions: strings(|it| &it.nif_versions),
            build_variable: names::elixir_string(&format!("{variable}_BUILD")),
        }
    }

    /// The crate's folder, where the loader would not look for it.
    fn unusual_crate_path(&self) -> Option<String> {
        let usual = format!("native/{}", self.model.boundary.crate_name);
        (self.project.crate_dir != usual).then(|| names::elixir_string(&self.project.crate_dir))
    }
}
