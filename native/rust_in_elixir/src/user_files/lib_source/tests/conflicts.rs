//! Conflicts with a boundary.

use super::*;

#[test]
fn what_cannot_stand_beside_a_boundary_is_named_with_its_line() {
    let functions = "    fn resize(x0: u8) {}\n    fn resize_2(x0: u8, x1: u8) {}";
    let nif = "`#[rustler::nif]` cannot be used in the crate of a boundary, which generates the NIFs itself; \
               move the body into `impl Nifs for Text`, and delete the rest";
    let init = "boundary.rs already calls `rustler::init!`; delete this call";
    for (text, conflicts) in [
        (lib("struct Grid;", functions), vec![]),
        (
            lib(
                "struct Grid;\n#[rustler::nif]\nfn add(a: i64) -> i64 { a }\nmod more {\n    use rustler::nif;\n    #[nif(schedule = \"DirtyCpu\")]\n    pub fn sub() {}\n}\nrustler::init!(\"Elixir.A\", load = load);",
                functions,
            ),
            vec![(5, "add", nif), (9, "sub", nif), (12, "init!", init)],
        ),
        (
            lib(
                "struct Grid;\n#[cfg_attr(feature = \"nif\", doc = \"a\", ::rustler::nif(name = \"b\"))]\nasync fn c() {}\nuse rustler::init;\ninit!(\"Elixir.A\");\nother::init!(1);\ninit!();\n// #[rustler::nif]\n#[other::nif]\nfn d() {}",
                functions,
            ),
            vec![(5, "c", nif), (8, "init!", init)],
        ),
        (
            lib("struct Grid;", functions).replace(
                "#[rustfmt::skip]",
                "#[cfg_attr(all(), path = \"other.rs\")]",
            ),
            vec![(
                2,
                "boundary",
                "this attribute replaces src/boundary.rs with another file; write `#[rustfmt::skip] pub mod boundary;`",
            )],
        ),
        (
            lib("struct Grid;", functions).replace("boundary;\n", "boundary {}\n"),
            vec![(
                2,
                "boundary",
                "this module replaces src/boundary.rs; write `#[rustfmt::skip] pub mod boundary;`",
            )],
        ),
        (
            lib("struct Grid;", functions).replace("pub mod boundary;", "mod other;"),
            vec![(
                1,
                "boundary",
                "src/boundary.rs is not part of this crate; write `#[rustfmt::skip] pub mod boundary;`",
            )],
        ),
    ] {
        let found = lib_source(Some(&text), &boundary(&[]), true).expect(&text);
        assert_eq!(found.text, text);
        let found: Vec<(u32, &str, &str)> = (found.mismatches.iter())
            .map(|it| {
                (
                    it.line,
                    it.label.as_str(),
                    it.advice.as_deref().unwrap_or_default(),
                )
            })
            .collect();
        assert_eq!(found, conflicts, "{text}");
    }
}
