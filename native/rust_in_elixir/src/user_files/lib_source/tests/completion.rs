//! Stubs for a `lib.rs` that is there.

use super::*;

/// Checks what comes for the `▮`s of a text whose functions are missing, with line ends of either
/// kind and a byte order mark, and that nothing is missing then.
fn check_inserted(what: &str, marked: &str, inserted: &str, missing: &[&str]) {
    type Shaped = fn(&str) -> String;
    let forms: [(&str, Shaped); 3] = [
        ("plain", |text| text.to_string()),
        ("with CRLF", |text| text.replace('\n', "\r\n")),
        ("with a byte order mark", |text| format!("\u{feff}{text}")),
    ];
    for (form, shaped) in forms {
        let before = shaped(&marked.replace('▮', ""));
        let after = shaped(&marked.replace('▮', inserted));
        let completed = complete(&before, "Markdown", &stubs()).expect(what);
        assert_eq!(completed.text, after, "{what}, {form}");
        assert_eq!(completed.missing, missing, "{what}, {form}");
        let again = complete(&after, "Markdown", &stubs()).expect(what);
        assert_eq!(again.text, after, "{what}, {form}, again");
        assert!(again.missing.is_empty(), "{what}, {form}, again");
    }
}

#[test]
fn inserts_what_is_missing_and_leaves_every_other_byte() {
    let all_labels = ["ping/0", "match/1", "add/2"];
    let cases = [
        (
            "nothing",
            "impl Nifs for Markdown { fn ping() {} fn r#match() {} fn add() {} }".to_string(),
            String::new(),
            vec![],
        ),
        (
            "the last function",
            format!("impl Nifs for Markdown {{\n{PING}\n{MATCH}▮}}\n"),
            format!("\n{ADD}"),
            vec!["add/2"],
        ),
        (
            "two functions, after a comment and code that rustfmt did not see",
            "#![allow(dead_code)]\n// Å: \u{1F600} impl Nifs for Markdown {}\nuse boundary ::* ;\n\
             \nimpl boundary::Nifs for crate::Markdown{\n    fn r#match( text:&str )->bool{ \"}\"==text }\n\
             \x20   // no more, yet\t \n▮}\n// the end"
                .to_string(),
            format!("\n{PING}\n{ADD}"),
            vec!["ping/0", "add/2"],
        ),
        (
            "an empty block",
            "impl Nifs for Markdown {▮}\n".to_string(),
            format!("\n{}", all()),
            all_labels.to_vec(),
        ),
        (
            "an empty block over two lines",
            "impl Nifs for Markdown {\n▮}\n".to_string(),
            all(),
            all_labels.to_vec(),
        ),
        (
            "a block with a comment alone",
            "impl Nifs for Markdown {\n    // to come\n▮}\n".to_string(),
            format!("\n{}", all()),
            all_labels.to_vec(),
        ),
        (
            "a block that ends in a blank line",
            format!("impl Nifs for Markdown {{\n{PING}\n{ADD}\n▮}}\n"),
            MATCH.to_string(),
            vec!["match/1"],
        ),
        (
            "a block on one line",
            "impl Nifs for Markdown { fn ping() {} fn add() {} ▮}\n".to_string(),
            format!("\n\n{MATCH}"),
            vec!["match/1"],
        ),
        (
            "a body that does not parse",
            format!("impl Nifs for Markdown {{\n    fn ping() {{ let = ; 1 + }}\n\n{ADD}▮}}\n"),
            format!("\n{MATCH}"),
            vec!["match/1"],
        ),
        (
            "functions elsewhere",
            format!(
                "fn add() {{}}\nimpl Markdown {{ fn add() {{}} }}\nimpl Nifs for Other {{ fn add() {{}} }}\n\
                 impl Nifs for Markdown {{\n    fn ping() {{ fn add() {{}} }}\n\n{MATCH}▮}}\n"
            ),
            format!("\n{ADD}"),
            vec!["add/2"],
        ),
        (
            "a macro that names its functions",
            "impl Nifs for Markdown {\n    delegate! { to Other { fn ping(); fn r#match(a: &str) -> bool; } }\n▮}\n"
                .to_string(),
            format!("\n{ADD}"),
            vec!["add/2"],
        ),
        (
            "a shebang",
            format!("#!/usr/bin/env -S cargo +nightly -Zscript }}\nimpl Nifs for Markdown {{\n{PING}\n{ADD}▮}}\n"),
            format!("\n{MATCH}"),
            vec!["match/1"],
        ),
        (
            "an odd path",
            format!(
                "unsafe impl<T: for<'a> Fn(&'a T)> super :: boundary::Nifs for self::inner::Markdown<T> where T: Copy {{\n{PING}\n{ADD}▮}}\n"
            ),
            format!("\n{MATCH}"),
            vec!["match/1"],
        ),
        (
            "a block after a signature that is not finished",
            "fn a() -> impl Debug\nimpl Nifs for Markdown {\n▮}\n".to_string(),
            all(),
            all_labels.to_vec(),
        ),
        (
            "a block written twice, with its braces not yet in order",
            format!("impl Nifs for Markdown {{\n    impl Nifs for Markdown {{\n    }}\n\n{PING}▮}}\n"),
            format!("\n{MATCH}\n{ADD}"),
            vec!["match/1", "add/2"],
        ),
        (
            "a block in a function of a block",
            format!(
                "impl Nifs for Markdown {{\n    fn ping() {{\n        impl Nifs for Markdown {{}}\n    }}\n\n{MATCH}▮}}\n"
            ),
            format!("\n{ADD}"),
            vec!["add/2"],
        ),
    ];
    for (what, marked, inserted, missing) in cases {
        check_inserted(what, &marked, &inserted, &missing);
    }
}

#[test]
fn indents_like_the_block() {
    let indented = |text: &str, item: &str, unit: &str| -> String {
        text.lines()
            .map(|line| {
                let code = line.trim_start();
                let levels = (line.len() - code.len()).saturating_sub(4) / 4;
                match code {
                    "" => "\n".to_string(),
                    _ => format!("{item}{}{code}\n", unit.repeat(levels)),
                }
            })
            .collect()
    };
    let cases = [
        (
            "in a module",
            "mod inner {\n    impl crate::boundary::Nifs for super::Markdown {\n        fn ping() {}\n        fn add() {}\n▮    }\n}\n",
            "        ",
            "    ",
        ),
        (
            "by tabs",
            "impl Nifs for Markdown {\n\tfn ping() {}\n\tfn add() {}\n▮}\n",
            "\t",
            "\t",
        ),
        (
            "by two spaces, after a doc",
            "impl Nifs for Markdown {\n  /// Pings.\n  fn ping() {}\n  fn add() {}\n▮}\n",
            "  ",
            "  ",
        ),
        (
            "not at all",
            "impl Nifs for Markdown {\nfn ping() {}\nfn add() {}\n▮}\n",
            "",
            "    ",
        ),
        (
            "in a macro call",
            "cfg_if! {\n  if #[cfg(unix)] {\n\timpl Nifs for Markdown {\n\t\tfn ping() {}\n\t\tfn add() {}\n▮\t}\n  }\n}\n",
            "\t\t",
            "\t",
        ),
    ];
    for (what, marked, item, unit) in cases {
        let inserted = format!("\n{}", indented(MATCH, item, unit));
        check_inserted(what, marked, &inserted, &["match/1"]);
    }
}

#[test]
fn completes_each_block() {
    let before = "#[cfg(unix)]\nimpl Nifs for Markdown {\n    fn ping() {}\n}\n\
                  #[cfg(not(unix))]\nimpl Nifs for Markdown {\n    fn ping() {}\n    fn add() {}\n}\n";
    let after = format!(
        "#[cfg(unix)]\nimpl Nifs for Markdown {{\n    fn ping() {{}}\n\n{MATCH}\n{ADD}}}\n\
         #[cfg(not(unix))]\nimpl Nifs for Markdown {{\n    fn ping() {{}}\n    fn add() {{}}\n\n{MATCH}}}\n"
    );
    assert_eq!(
        complete(before, "Markdown", &stubs()),
        Ok(LibSource {
            text: after,
            missing: vec!["match/1".into(), "add/2".into()],
            mismatches: vec![],
        })
    );
}

#[test]
fn appends_a_block_where_there_is_none() {
    let module = "#[rustfmt::skip]\npub mod boundary;\n\n";
    let import = "use boundary::*;\n\n";
    let type_ = "/// Implements the functions of the boundary.\npub struct Markdown;\n\n";
    let block = format!("impl Nifs for Markdown {{\n{}}}\n", all());
    let cases = [
        ("", format!("{module}{import}{type_}{block}")),
        (
            "pub fn a() {}",
            format!("\n\n{module}{import}{type_}{block}"),
        ),
        (
            "mod boundary;\n// impl Nifs for Markdown {}\n",
            format!("\n{import}{type_}{block}"),
        ),
        (
            "mod boundary;\nuse crate::boundary::*;\nuse md::Markdown;\n",
            format!("\n{block}"),
        ),
        (
            "mod boundary;\nuse boundary::*;\nstruct Markdown;\nimpl Nifs for &Markdown {}\nfn a() -> impl Nifs {}",
            format!("\n\n{block}"),
        ),
    ];
    for (before, appendix) in cases {
        let completed = complete(before, "Markdown", &stubs()).expect(before);
        assert_eq!(completed.text, format!("{before}{appendix}"));
        assert_eq!(completed.missing, ["ping/0", "match/1", "add/2"]);
        let again = complete(&completed.text, "Markdown", &stubs()).expect(before);
        assert_eq!(again.text, completed.text);
    }
}

#[test]
fn refuses_a_block_for_the_type_of_another_facade() {
    let text = "mod boundary;\nuse boundary::*;\nstruct Text;\nimpl Nifs for Text {}\n";
    let error = SyntaxError {
        line: 4,
        column: 1,
        message:
            "this implements `Nifs` for `Text`, but the facade needs `Markdown`; rename the type here"
                .into(),
    };
    assert_eq!(complete(text, "Markdown", &stubs()), Err(error));
}

/// Puts stubs of many widths before rustfmt itself.
#[test]
fn formats_as_rustfmt_does() {
    let mut stubs = vec![stub("ping/0", "fn ping()")];
    for width in 1..70 {
        let name = "n".repeat(width);
        stubs.push(stub("a/0", &format!("fn {name}()")));
        stubs.push(stub(
            "a/1",
            &format!("fn a{name}(a: &str) -> Result<(), (i64, Vec<Error>)>"),
        ));
        stubs.push(stub(
            "b/1",
            &format!("fn b{width}({name}: HashMap<String, u8>)"),
        ));
        stubs.push(stub(
            "c/2",
            &format!("fn c{width}(a: Option<&[u8]>, {name}: (u8, Point)) -> Point"),
        ));
        stubs.push(stub(
            "d/3",
            &format!("fn d{width}(r#in: u8, {name}: u8, a: u8)"),
        ));
        stubs.push(stub(
            &format!("{name}/0"),
            &format!("fn e{width}() -> Vec<u8>"),
        ));
        stubs.push(stub(
            &format!("{name}/0"),
            &format!("fn f{width}({name}: u8) -> impl Iterator<Item = u8> + Send + 'static"),
        ));
        stubs.push(stub(
            &format!("{name}/0"),
            &format!("fn g{width}() -> Result<impl Iterator<Item = u8> + Send + 'static, String>"),
        ));
    }
    let text = create(Some("Widths."), "Markdown", &[], &stubs);
    assert_eq!(unified_diff("lib.rs", &text, &rustfmt(&text)), "");
}
