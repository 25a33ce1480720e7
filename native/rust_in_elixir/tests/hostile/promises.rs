//! Promises of the core for any input, however hostile. The property tests and the fuzz targets
//! call these functions, which panic where a promise is broken.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use rust_in_elixir::Core;
use rust_in_elixir::boundary::*;
use toml_edit::{DocumentMut, Item};

use crate::input::{Input, boundaries};

static BOUNDARIES: LazyLock<[Boundary; 3]> = LazyLock::new(boundaries);

/// The stack of a dirty scheduler, where the NIFs of the core run.
pub const DIRTY_SCHEDULER: usize = 320 * 1024;

/// Panics where the core does not keep it for some bytes.
pub type Promise = fn(&[u8]);

/// Holds the core to a promise on a stack of so many bytes.
pub fn hold(promise: Promise, bytes: &[u8], stack: usize) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(stack);
        let running = thread
            .spawn_scoped(scope, || promise(bytes))
            .expect("a thread starts");
        if let Err(panic) = running.join() {
            std::panic::resume_unwind(panic);
        }
    });
}

/// Every promise by its name, which is that of its fuzz target.
pub const ALL: &[(&str, Promise)] = &[
    ("lib_source", lib_source),
    ("manifest", manifest),
    ("workspace", workspace),
    ("lock", lock),
    ("diff", diff),
    ("compare", compare),
    ("generate", generate),
];

pub fn project() -> Project {
    Project {
        otp_app: "demo".to_string(),
        loader: Loader::RustInElixir,
        lib_dir: "lib".to_string(),
        crate_dir: "native/demo_text".to_string(),
        rustler: "0.39".to_string(),
        templates: HashMap::new(),
    }
}

/// A `lib.rs` is completed without the loss of a byte, once and for all.
pub fn lib_source(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for boundary in &*BOUNDARIES {
        let complete = |text: &str, fix| Core::lib_source(Some(text), boundary.clone(), fix);
        if let Ok(found) = complete(text, false) {
            assert!(
                holds_all(&found.text, text),
                "a byte is lost: {}",
                found.text
            );
            let again = complete(&found.text, false).expect("a completed text can be read");
            assert_eq!((again.text, again.missing), (found.text, vec![]));
        }
        if let Ok(fixed) = complete(text, true) {
            let again = complete(&fixed.text, true).expect("a fixed text can be read");
            assert_eq!((again.text, again.missing), (fixed.text, vec![]));
        }
    }
}

/// Whether a text holds every byte of another one, in order.
fn holds_all(text: &str, other: &str) -> bool {
    let mut bytes = text.bytes();
    other.bytes().all(|byte| bytes.any(|it| it == byte))
}

/// A `Cargo.toml` stays one, with every key that is the user's as it was, and needs nothing more.
pub fn manifest(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let boundary = &BOUNDARIES[0];
    let set = |text: &str| Core::manifest(Some(text), boundary.clone(), project());
    if let Ok(new) = set(text) {
        let own = [
            "lib.crate-type",
            "features.nif",
            "dependencies.rustler",
            "dependencies.nif_codec",
            "package.name",
            "lib.name",
            "lib.path",
        ];
        assert_eq!(keys(&new, &own), keys(text, &own), "{new}");
        assert_eq!(set(&new), Ok(new));
    }
}

/// So does that of a workspace.
pub fn workspace(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let (member, manifest, foreign) = (input.text(), input.text(), input.text());
    let text = input.rest();
    let edit = |text: &str| {
        let crates = vec![(&*member, Some(&*manifest))];
        Core::workspace(Some(text), crates, vec![&foreign])
    };
    if let Ok(new) = edit(&text) {
        let own = [
            "workspace.members",
            "workspace.exclude",
            "workspace.resolver",
        ];
        assert_eq!(keys(&new, &own), keys(&text, &own), "{new}");
        assert_eq!(edit(&new), Ok(new));
    }
}

/// The values of a TOML text by their paths, without those below some paths.
fn keys(text: &str, without: &[&str]) -> BTreeMap<String, String> {
    let document: DocumentMut = text.parse().expect("the text is TOML");
    let mut keys = BTreeMap::new();
    flatten(document.as_item(), "", &mut keys);
    keys.retain(|path, _| {
        !without.iter().any(|own| {
            path.strip_prefix(own)
                .is_some_and(|it| it.is_empty() || it.starts_with('.'))
        })
    });
    keys
}

fn flatten(item: &Item, path: &str, keys: &mut BTreeMap<String, String>) {
    if let Some(table) = item.as_table_like() {
        for (key, item) in table.iter() {
            let path = match path {
                "" => key.to_string(),
                _ => format!("{path}.{key}"),
            };
            flatten(item, &path, keys);
        }
    } else if let Some(value) = item.as_value() {
        keys.insert(
            path.to_string(),
            value.clone().decorated("", "").to_string(),
        );
    } else {
        keys.insert(path.to_string(), item.to_string());
    }
}

/// Any text is read or refused, and what was written is read back.
pub fn lock(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(lock) = Core::read_lock(&text) {
        assert_eq!(Core::read_lock(&Core::write_lock(lock.clone())), Ok(lock));
    }
    let mut input = Input::new(bytes);
    let lock = Lock {
        files: (0..3).map(|_| (input.text(), input.text())).collect(),
        support: vec![input.text()],
        contract: input.rest(),
    };
    assert_eq!(Core::read_lock(&Core::write_lock(lock.clone())), Ok(lock));
}

/// A diff makes the new text out of the old one, and is empty only where they are equal.
pub fn diff(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (old, new) = text.split_once('\u{1}').unwrap_or((&text, ""));
    let diff = Core::unified_diff("lib/demo.ex", old, new);
    assert_eq!(diff.is_empty(), old == new);
    assert_eq!(patched(old, &diff), new, "{diff}");
    // Many lines, some of them alike, as in a large file.
    let many = |text: &str| {
        text.split_inclusive(' ')
            .map(|it| format!("{it}\n"))
            .collect::<String>()
            .repeat(20)
    };
    let (old, new) = (many(old), many(new));
    let diff = Core::unified_diff("lib/demo.ex", &old, &new);
    assert_eq!(patched(&old, &diff), new, "{diff}");
}

/// Applies a unified diff, as `patch` does.
fn patched(old: &str, diff: &str) -> String {
    const NO_END: &str = "\\ No newline at end of file\n";
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let mut new = String::new();
    let mut taken = 0;
    let mut lines = diff.split_inclusive('\n').skip(2).peekable();
    while let Some(line) = lines.next() {
        let ends = lines.peek() != Some(&NO_END);
        let text = |line: &str| match ends {
            true => line[1..].to_string(),
            false => line[1..line.len() - 1].to_string(),
        };
        match line.as_bytes()[0] {
            b'@' => {
                let range = line.split(' ').nth(1).expect("a hunk has ranges");
                let (start, length) = range[1..].split_once(',').unwrap_or((&range[1..], "1"));
                let start: usize = start.parse().expect("a range starts with a number");
                let start = if length == "0" { start } else { start - 1 };
                new.extend(old[taken..start].iter().copied());
                taken = start;
            }
            b'\\' => {}
            b'+' => new.push_str(&text(line)),
            sign => {
                let there = text(line);
                assert_eq!(old[taken], there);
                taken += 1;
                if sign == b' ' {
                    new.push_str(&there);
                }
            }
        }
    }
    new.extend(old[taken..].iter().copied());
    new
}

/// A contract is read or refused.
pub fn compare(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let today = input.text();
    let boundary = match input.boundary() {
        it if it.definitions.is_empty() => BOUNDARIES[bytes.len() % 3].clone(),
        it => it,
    };
    let compare = |contract: String| {
        let before = HashMap::from([("demo_text", &*contract)]);
        let now = HashMap::from([("demo_text", boundary.clone())]);
        Core::compare(before, now, &today)
    };
    if let (Ok(contract), false) = (Core::contract(boundary.clone()), input.has_any_names) {
        let comparison = compare(contract).expect("a contract can be read");
        let found: Vec<_> = (comparison.findings.iter())
            .filter(|it| it.category != Category::Waivers)
            .collect();
        assert!(found.is_empty(), "{found:?}");
    }
    let rest = input.rest();
    if let Ok(comparison) = compare(rest.clone()) {
        let _ = Core::comparison_as_json(comparison, &today);
    }
    // The text as what stands at one place of a contract that is otherwise right.
    for place in ["returns", "params", "type", "variant", "constraint"] {
        let _ = compare(contract_with(place, &rest));
    }
}

fn contract_with(place: &str, text: &str) -> String {
    let text = serde_json::Value::from(text);
    let at = |asked: &str, other: &str| match asked == place {
        true => text.clone(),
        false => other.into(),
    };
    serde_json::json!({
        "facade": "Demo.Text",
        "crate": "demo_text",
        "types": {
            "Point": {"kind": "newtype", "type": at("type", "u8"), "constraints": [["min", at("constraint", "1")]]},
            "Event": {"kind": "tagged_enum", "variants": [at("variant", ":loading")], "fields": []},
        },
        "nifs": {
            "upcase/1": {"params": [["text", at("params", "string")]], "returns": at("returns", "string")},
        },
    })
    .to_string()
}

/// A boundary is refused, or rendered the same each time.
pub fn generate(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let boundary = input.boundary();
    let project = input.project();
    let rendered = Core::generate(boundary.clone(), project.clone());
    assert_eq!(rendered, Core::generate(boundary.clone(), project.clone()));
    if let (Err(problems), Ok(_)) = (&rendered, Core::contract(boundary.clone())) {
        let may_fail = input.has_any_names || !project.templates.is_empty();
        assert!(may_fail, "{problems:?}");
    }
    if let Ok(rendered) = rendered {
        assert_eq!(Ok(rendered.contract), Core::contract(boundary.clone()));
        let first = Core::lib_source(None, boundary.clone(), false).expect("a first text is made");
        let again = Core::lib_source(Some(&first.text), boundary.clone(), true);
        if let (Ok(again), false) = (again, input.has_any_names) {
            assert_eq!((again.text, again.mismatches), (first.text, vec![]));
        }
    }
    let tested = Core::user_test(boundary.clone(), project.clone());
    assert_eq!(tested, Core::user_test(boundary.clone(), project.clone()));
    let _ = Core::lib_source(Some("impl Nifs for Text {}"), boundary.clone(), true);
    let _ = Core::manifest(None, boundary, project);
}
