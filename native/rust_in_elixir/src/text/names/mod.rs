//! Names on both sides of the boundary.
//!
//! A schema's names are Elixir's. Each function here makes the name that stands for one of them
//! at one kind of place, so that keywords, reserved names and odd spellings never reach a template.

mod elixir;
mod rust;

pub use elixir::*;
pub use rust::*;

/// Whether Elixir can call a function by the name as it is, and the VM finds it in a library. The VM
/// reads the names in a library as Latin-1, so that only ASCII means the same on both sides.
pub fn is_function_name(name: &str) -> bool {
    let stem = name.strip_suffix('?').unwrap_or(name);
    stem.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && stem.contains(|c: char| c.is_ascii_alphanumeric())
        && stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The nearest of some names, if one is near enough to be a slip of the keyboard.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro(name, candidate), candidate))
        .filter(|(score, _)| *score > 0.77)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_macro_underscore() {
        // Each right side was printed by `Macro.underscore/1`.
        for (module, path) in [
            ("MyApp.Markdown", "my_app/markdown"),
            ("HTTPServer2", "http_server2"),
            ("IPv6Addr", "i_pv6_addr"),
            ("SAPExample", "sap_example"),
            ("Foo_Bar", "foo_bar"),
            ("A1B", "a1_b"),
        ] {
            assert_eq!(elixir_path(module), path, "{module}");
        }
    }

    #[test]
    fn namespaces_are_those_of_macro_camelize() {
        // Each right side was printed by `Macro.camelize/1`, but for names that no application of Mix has.
        for (otp_app, namespace) in [
            ("my_app", "MyApp.Rust"),
            ("a", "A.Rust"),
            ("app_2b", "App2b.Rust"),
            ("__my__app_", "MyApp.Rust"),
            ("myApp", "MyApp.Rust"),
            ("my-app", "MyApp.Rust"),
            ("2", "App.Rust"),
        ] {
            assert_eq!(super::namespace(otp_app), namespace, "{otp_app}");
        }
    }

    #[test]
    fn rust_names_are_usable_where_the_schema_uses_a_keyword() {
        for (name, rust) in [
            ("type", "r#type"),
            ("match", "r#match"),
            ("self", "self_"),
            ("crate", "crate_"),
            ("valid?", "valid"),
            ("fooBar", "foo_bar"),
            ("x", "x"),
            ("_hidden", "_hidden"),
            ("2d", "_2d"),
            ("a__b", "a_b"),
            ("__info__", "__info__"),
            ("_", "unnamed"),
            ("__", "unnamed"),
            ("_1", "n1"),
            ("1.5", "n1_5"),
        ] {
            assert_eq!(rust_value(name), rust, "{name}");
        }
        for (name, rust) in [
            ("left", "Left"),
            ("foo_bar", "FooBar"),
            ("self", "Self_"),
            ("2d", "_2d"),
            ("not plain", "NotPlain"),
        ] {
            assert_eq!(rust_variant(name), rust, "{name}");
        }
    }

    #[test]
    fn types_are_in_camel_case_and_hide_nothing() {
        for (name, rust) in [
            ("Point", "Point"),
            ("HTTPServer", "HTTPServer"),
            ("Foo_1", "Foo1"),
            ("Foo__bar", "FooBar"),
            ("A_", "A_"),
            ("Vec", "Vec_"),
            ("V_ec", "VEc"),
        ] {
            assert_eq!(rust_type(name), rust, "{name}");
        }
        assert_eq!(rust_handle("Vec"), "VecHandle");
    }

    #[test]
    fn elixir_source_escapes_what_could_run_or_end_it() {
        for (text, source) in [
            ("plain", r#""plain""#),
            ("#{System.halt()}", r##""\#{System.halt()}""##),
            (r#"a"b"#, r#""a\"b""#),
            ("a\nb", r#""a\nb""#),
            ("\u{202E}", r#""\u{202E}""#),
            ("a\u{2028}b\u{B}", r#""a\u{2028}b\u{B}""#),
        ] {
            assert_eq!(elixir_string(text), source, "{text}");
        }
        assert_eq!(elixir_heredoc("a \"\"\" b"), r#"a \"\"\" b"#);
        assert_eq!(elixir_atom("not plain"), r#":"not plain""#);
        assert_eq!(elixir_atom("nil"), "nil");
        assert_eq!(elixir_key("valid?"), "valid?:");
        assert_eq!(elixir_key("a\"b\\"), r#""a\u0022b\u005C":"#);
    }

    #[test]
    fn variables_never_meet_a_keyword_or_one_of_ours() {
        for (name, variable) in [
            ("end", "end_"),
            ("path", "path_"),
            ("valid?", "valid"),
            ("X", "x"),
            ("_a", "a"),
        ] {
            assert_eq!(elixir_variable(name, &["path"]), variable, "{name}");
        }
    }

    #[test]
    fn only_a_near_name_is_proposed() {
        assert_eq!(nearest("strng", ["string", "u8"]), Some("string"));
        assert_eq!(nearest("Pont", ["Point", "Delta"]), Some("Point"));
        assert_eq!(nearest("zzz", ["string", "u8"]), None);
    }
}
