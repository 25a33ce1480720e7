//! A facade with a double.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// The data behind a handle to a `Journal`.
pub struct Journal;

/// Implements the functions of the boundary.
pub struct JournalNifs;

impl Nifs for JournalNifs {
    fn open(path: &Path) -> Result<Journal, String> {
        let _ = path;
        panic!("open/1 is not implemented yet")
    }

    fn append(journal: &mut Journal, entry: Entry) {
        let _ = (&journal, &entry);
        panic!("append/2 is not implemented yet")
    }

    fn read(
        journal: JournalHandle,
        options: ReadOptions,
    ) -> impl Iterator<Item = Entry> + Send + 'static {
        let _ = (&journal, &options);
        let message = "read/2 is not implemented yet";
        std::iter::from_fn(move || panic!("{message}"))
    }

    fn parse(lines: Vec<String>) -> impl Iterator<Item = Result<Entry, String>> + Send + 'static {
        let _ = lines;
        let message = "parse/1 is not implemented yet";
        std::iter::from_fn(move || panic!("{message}"))
    }

    fn append_all(
        journal: JournalHandle,
        entries: impl Iterator<Item = Entry> + Send,
    ) -> Result<u64, String> {
        let _ = (&journal, &entries);
        panic!("append_all/2 is not implemented yet")
    }

    fn synced(journal: &Journal) -> bool {
        let _ = journal;
        panic!("synced?/1 is not implemented yet")
    }

    fn version() -> String {
        panic!("version/0 is not implemented yet")
    }
}
