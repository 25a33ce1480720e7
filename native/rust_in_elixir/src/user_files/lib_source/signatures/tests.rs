use super::*;
use crate::user_files::lib_source::findings as all_findings;
use crate::user_files::lib_source::fix_signatures;
use crate::user_files::lib_source::tests;
use crate::user_files::lib_source::tokens::Tokens;

fn stub(signature: &str) -> Stub {
    let name = &signature[3..signature.find('(').expect("a function has parentheses")];
    tests::stub(&format!("{name}/1"), signature)
}

fn names() -> Vec<String> {
    ["Point", "Row", "Table", "TableHandle"]
        .map(String::from)
        .to_vec()
}

fn in_block(function: &str) -> String {
    format!(
        "impl Nifs for Text {{\n    {function}\n}}\nuse lines::Line;\ntype Answer = Result<u8, String>;\nstruct Own;\n"
    )
}

fn mismatches(function: &str, asked: &str) -> Vec<Mismatch> {
    let stubs = [stub(asked)];
    let text = in_block(function);
    let tokens = Tokens::read(&text, "Text").expect("the text falls into tokens");
    all_findings(&text, &tokens, asked_for(&stubs, &names()))
        .into_iter()
        .map(|it| it.mismatch)
        .collect()
}

fn asked_for<'a>(stubs: &'a [Stub], names: &'a [String]) -> Asked<'a> {
    Asked {
        stubs,
        renamed: &[],
        names,
        own: &[],
    }
}

#[test]
fn types_are_compared_and_not_their_text() {
    for (written, asked) in [
        (
            "fn f(text: &str) -> String { todo!() }",
            "fn f(text: &str) -> String",
        ),
        (
            "fn f(_: &str) -> std::string::String { todo!() }",
            "fn f(text: &str) -> String",
        ),
        (
            "fn f<'a>(mut text: &'a str) -> String { todo!() }",
            "fn f(text: &str) -> String",
        ),
        (
            "fn f(\n        path: &std::path::Path,\n    ) -> (u8,) { todo!() }",
            "fn f(path: &Path) -> (u8,)",
        ),
        ("fn f(Point { x, y }: Point) {}", "fn f(point: Point)"),
        ("fn f() -> () {}", "fn f()"),
        (
            "fn f() -> Result<(), crate::Error> { todo!() }",
            "fn f() -> Result<(), Error>",
        ),
        // A name that is imported, or declared as one, may be an alias.
        (
            "fn f(line: Line) -> Answer { todo!() }",
            "fn f(line: Vec<String>) -> Result<u8, String>",
        ),
        (
            "fn f() -> io::Result<u8> { todo!() }",
            "fn f() -> Result<u8, Error>",
        ),
        ("fn f() -> Self::Row { todo!() }", "fn f() -> Row"),
        // Written as rustfmt breaks lines, and with a constant.
        (
            "fn f(corners: [(f64, f64,); 4]) -> [[u8; SIDE]; 0x2] { todo!() }",
            "fn f(corners: [(f64, f64); 4]) -> [[u8; 2]; 2]",
        ),
        (
            "fn f() -> impl Send + Iterator<Item = Row> + 'static { todo!() }",
            "fn f() -> impl Iterator<Item = Row> + Send + 'static",
        ),
        (
            "fn f() -> std::vec::IntoIter<Row> { todo!() }",
            "fn f() -> impl Iterator<Item = Row> + Send + 'static",
        ),
        (
            "fn f() -> Result<Box<dyn Iterator<Item = Row> + Send>, u8> { todo!() }",
            "fn f() -> Result<impl Iterator<Item = Row> + Send + 'static, u8>",
        ),
        (
            "#[cfg(a)] fn f(x: u8) {}\n#[cfg(not(a))] fn f(x: u16) {}",
            "fn f(x: u8)",
        ),
        ("fn f(x: type_of!(u8)) {}", "fn f(x: u8)"),
        ("include!(\"f.rs\");", "fn f(x: u8)"),
    ] {
        assert_eq!(mismatches(written, asked), [], "{written}");
    }
}

#[test]
fn signatures_that_differ_are_named_and_mended() {
    for (written, asked, expected) in [
        (
            "fn f(text: String) -> u8 { g(1) }",
            "fn f(text: &str) -> u8",
            "fn f(text: &str) -> u8 { g(1) }",
        ),
        (
            "fn f( mut a : u8 ) { /* a */ }",
            "fn f(a: u16)",
            "fn f( mut a : u16 ) { /* a */ }",
        ),
        (
            "fn f(table: &Table) {}",
            "fn f(table: &mut Table)",
            "fn f(table: &mut Table) {}",
        ),
        (
            "fn f(table: &Table) {}",
            "fn f(table: Table)",
            "fn f(table: Table) {}",
        ),
        (
            "fn f(a: [u8; 3]) {}",
            "fn f(a: [u8; 4])",
            "fn f(a: [u8; 4]) {}",
        ),
        ("fn f() -> u8 { 1 }", "fn f()", "fn f() { 1 }"),
        ("fn f() { 1 }", "fn f() -> u8", "fn f() -> u8 { 1 }"),
        (
            "fn f()->Vec<u8>{ 1 }",
            "fn f() -> Vec<Row>",
            "fn f()-> Vec<Row>{ 1 }",
        ),
        (
            "fn f(a: u8, mut c: std::string::String) {}",
            "fn f(a: u8, b: Point, c: String)",
            "fn f(a: u8, b: Point, mut c: std::string::String) {}",
        ),
        ("fn f(a: u8, b: u8) {}", "fn f(b: u16)", "fn f(b: u16) {}"),
        ("fn f(a: u8) {}", "fn f()", "fn f() {}"),
        (
            "fn f(\n        a: u8,\n    ) -> u8 {\n        // here\n        1\n    }",
            "fn f(a: u8, b: u8) -> u8",
            "fn f(\n        a: u8,\n        b: u8,\n    ) -> u8 {\n        // here\n        1\n    }",
        ),
        (
            "async fn f(x: u8) -> u8 { x }",
            "fn f(x: u8) -> u8",
            "fn f(x: u8) -> u8 { x }",
        ),
        ("const fn f() {}", "fn f()", "fn f() {}"),
        ("unsafe fn f() {}", "fn f()", "fn f() {}"),
        ("extern \"C\" fn f() {}", "fn f()", "fn f() {}"),
        (
            "pub(crate) const unsafe extern fn f() -> u8 { 1 }",
            "fn f() -> u16",
            "fn f() -> u16 { 1 }",
        ),
        (
            "fn f<T: Into<String>>(x: T) {}",
            "fn f(x: &str)",
            "fn f(x: &str) {}",
        ),
        (
            "fn f<'a, const N: usize>(x: &'a str) {}",
            "fn f(x: &str)",
            "fn f<'a>(x: &'a str) {}",
        ),
        (
            "fn f<T>(x: Vec<T>)\n    where\n        T: Clone,\n    {\n    }",
            "fn f(x: Vec<u8>) -> u8",
            "fn f(x: Vec<u8>) -> u8\n    {\n    }",
        ),
        (
            "fn f<'a: 'a>(x: &'a str) {}",
            "fn f(x: &str)",
            "fn f<'a>(x: &'a str) {}",
        ),
        (
            "fn f(x: &'static str) {}",
            "fn f(x: &str)",
            "fn f(x: &str) {}",
        ),
        ("fn f(x: char) {}", "fn f(x: u32)", "fn f(x: u32) {}"),
        (
            "fn f(text: &str) -> Vec<String> { todo!() }",
            "fn f(text: String) -> impl Iterator<Item = String> + Send + 'static",
            "fn f(text: String) -> impl Iterator<Item = String> + Send + 'static { todo!() }",
        ),
        (
            "fn f() -> Result<Vec<u64>, u8> { todo!() }",
            "fn f() -> Result<impl Iterator<Item = u64> + Send + 'static, u8>",
            "fn f() -> Result<impl Iterator<Item = u64> + Send + 'static, u8> { todo!() }",
        ),
        (
            "fn f() -> (u8, u8) { todo!() }",
            "fn f() -> impl Iterator<Item = u8> + Send + 'static",
            "fn f() -> impl Iterator<Item = u8> + Send + 'static { todo!() }",
        ),
        // A name that nothing gives a meaning to, or only a type of its own.
        ("fn f(x: Pint) {}", "fn f(x: Point)", "fn f(x: Point) {}"),
        (
            "fn f() -> Vec<Own> { vec![] }",
            "fn f() -> Vec<Row>",
            "fn f() -> Vec<Row> { vec![] }",
        ),
        (
            "fn f() -> impl Iterator<Item = u8> { todo!() }",
            "fn f() -> impl Iterator<Item = Row> + Send + 'static",
            "fn f() -> impl Iterator<Item = Row> + Send + 'static { todo!() }",
        ),
    ] {
        let found = mismatches(written, asked);
        assert_eq!(found.len(), 1, "{written}");
        assert_eq!(found[0].expected.as_deref(), Some(asked), "{written}");
        let stubs = [stub(asked)];
        let text = in_block(written);
        let fixed = fix_signatures(&text, "Text", asked_for(&stubs, &names())).expect(written);
        assert_eq!(fixed, in_block(expected), "{written}");
        assert_eq!(mismatches(expected, asked), [], "{expected}");
    }
}

#[test]
fn what_is_left_over_or_commented_is_for_a_person() {
    let left = mismatches("fn gone(x: u8) -> u8 { 1 }", "fn f()");
    let expected = Mismatch {
        label: "gone".to_string(),
        line: 2,
        found: "fn gone(x: u8) -> u8".to_string(),
        expected: None,
        advice: None,
    };
    assert_eq!(left, [expected]);

    let text = in_block("fn f(a: u8, // why\n b: u8) {}");
    let stubs = [stub("fn f(a: u8)")];
    assert_eq!(
        fix_signatures(&text, "Text", asked_for(&stubs, &names())),
        Ok(text.clone())
    );
}

#[test]
fn types_of_any_depth_are_left_to_rustc_in_time() {
    let deep = format!(
        "fn f(x: {}u8{}) {{}}",
        "Vec<".repeat(50_000),
        ">".repeat(50_000)
    );
    assert_eq!(mismatches(&deep, "fn f(x: u8)"), []);
    let array = format!(
        "fn f(x: [u8; {}1{}]) {{}}",
        "{".repeat(5_000),
        "}".repeat(5_000)
    );
    assert_eq!(mismatches(&array, "fn f(x: u8)"), []);
}

#[test]
fn what_may_be_imported_by_a_star_may_be_an_alias() {
    let stubs = [stub("fn f(x: Point)")];
    let block = "impl Nifs for Text { fn f(x: Pint) {} }";
    let is_found = |text: &str| {
        let tokens = Tokens::read(text, "Text").expect("the text falls into tokens");
        let findings = all_findings(text, &tokens, asked_for(&stubs, &names()));
        !findings.is_empty()
    };
    for (around, expected) in [
        (block.to_string(), true),
        (format!("use boundary::*; {block}"), true),
        (format!("use shapes::*; {block}"), false),
        (format!("include!(\"shapes.rs\"); {block}"), false),
        (format!("shapes! {{ Pint }} {block}"), false),
        (format!("mod text {{ use super::*; {block} }}"), false),
    ] {
        assert_eq!(is_found(&around), expected, "{around}");
    }
}
