//! Resources in each way in which they cross, and streams.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// The data behind a handle to a `Shelf`.
pub struct Shelf;

/// The data behind a handle to a `Session`.
pub struct Session;

/// Implements the functions of the boundary.
pub struct ShelfNifs;

impl Nifs for ShelfNifs {
    fn new_shelf(items: Vec<Item>) -> Shelf {
        let _ = items;
        panic!("new_shelf/1 is not implemented yet")
    }

    fn load_shelf(path: &Path) -> Result<Shelf, ShelfError> {
        let _ = path;
        panic!("load_shelf/1 is not implemented yet")
    }

    fn stocked(shelf: &Shelf) -> bool {
        let _ = shelf;
        panic!("stocked?/1 is not implemented yet")
    }

    fn put(shelf: &mut Shelf, item: Item) -> Result<(), ShelfError> {
        let _ = (&shelf, &item);
        panic!("put/2 is not implemented yet")
    }

    fn close(shelf: Shelf) -> Result<Vec<Item>, String> {
        let _ = shelf;
        panic!("close/1 is not implemented yet")
    }

    fn move_all(into: &mut Shelf, from: Shelf, others: &[&Shelf]) -> u64 {
        let _ = (&into, &from, &others);
        panic!("move_all/3 is not implemented yet")
    }

    fn pair(left: ShelfHandle, catalog: CatalogHandle) -> Pair {
        let _ = (&left, &catalog);
        panic!("pair/2 is not implemented yet")
    }

    fn names(pair: Pair, shelf: Option<&Shelf>) -> Vec<String> {
        let _ = (&pair, &shelf);
        panic!("names/2 is not implemented yet")
    }

    fn new_catalog(items: Vec<Item>) -> Catalog {
        let _ = items;
        panic!("new_catalog/1 is not implemented yet")
    }

    fn size(catalog: &Catalog) -> u64 {
        let _ = catalog;
        panic!("size/1 is not implemented yet")
    }

    fn new_session(name: &str) -> Session {
        let _ = name;
        panic!("new_session/1 is not implemented yet")
    }

    fn rename(session: &mut Session, name: &str) {
        let _ = (&session, &name);
        panic!("rename/2 is not implemented yet")
    }

    fn items(
        catalog: CatalogHandle,
        prefix: String,
    ) -> impl Iterator<Item = Item> + Send + 'static {
        let _ = (&catalog, &prefix);
        let message = "items/2 is not implemented yet";
        std::iter::from_fn(move || panic!("{message}"))
    }

    fn lines(path: PathBuf) -> Result<impl Iterator<Item = Bytes> + Send + 'static, Vec<u8>> {
        let _ = path;
        let message = "lines/1 is not implemented yet";
        Ok(std::iter::from_fn(move || panic!("{message}")))
    }

    fn numbers(
        texts: Vec<String>,
    ) -> impl Iterator<Item = Result<f64, ShelfError>> + Send + 'static {
        let _ = texts;
        let message = "numbers/1 is not implemented yet";
        std::iter::from_fn(move || panic!("{message}"))
    }

    fn taken(shelf: Shelf) -> impl Iterator<Item = Item> + Send + 'static {
        let _ = shelf;
        let message = "taken/1 is not implemented yet";
        std::iter::from_fn(move || panic!("{message}"))
    }

    fn weigh(chunks: impl Iterator<Item = Bytes> + Send) -> u64 {
        let _ = chunks;
        panic!("weigh/1 is not implemented yet")
    }

    fn stock(
        shelf: ShelfHandle,
        items: impl Iterator<Item = Item> + Send,
        limit: Option<u32>,
    ) -> Result<u64, ShelfError> {
        let _ = (&shelf, &items, &limit);
        panic!("stock/3 is not implemented yet")
    }

    fn any(numbers: impl Iterator<Item = Packed<f64>> + Send) -> bool {
        let _ = numbers;
        panic!("any?/1 is not implemented yet")
    }

    fn session_dropped(session: Session) {
        let _ = session;
        panic!("session_dropped/1 is not implemented yet")
    }

    fn session_down(session: &mut Session) {
        let _ = session;
        panic!("session_down/1 is not implemented yet")
    }
}
