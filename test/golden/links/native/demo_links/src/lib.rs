//! Types of other libraries, in each kind that can hold one.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// The data behind a handle to a `Shelf`.
pub struct Shelf;

/// Implements the functions of the boundary.
pub struct Links;

impl Nifs for Links {
    fn open(page: Page) -> Result<Page, Gone> {
        let _ = page;
        panic!("open/1 is not implemented yet")
    }

    fn read(text: &str) -> Option<Link> {
        let _ = text;
        panic!("read/1 is not implemented yet")
    }

    fn visit(visit: Visit, rated: Rated) -> Vec<(Visit, Rated)> {
        let _ = (&visit, &rated);
        panic!("visit/2 is not implemented yet")
    }

    fn find(level: Option<Level>) -> Result<(), Option<Level>> {
        let _ = level;
        panic!("find/1 is not implemented yet")
    }

    fn route(route: Route) -> Route {
        let _ = route;
        panic!("route/1 is not implemented yet")
    }

    fn all(texts: Vec<String>) -> impl Iterator<Item = Link> + Send + 'static {
        let _ = texts;
        let message = "all/1 is not implemented yet";
        std::iter::from_fn(move || panic!("{message}"))
    }

    fn checked(
        texts: Vec<String>,
    ) -> Result<impl Iterator<Item = Result<Link, Gone>> + Send + 'static, Gone> {
        let _ = texts;
        let message = "checked/1 is not implemented yet";
        Ok(std::iter::from_fn(move || panic!("{message}")))
    }

    fn clear(shelf: Shelf) -> Result<u8, Link> {
        let _ = shelf;
        panic!("clear/1 is not implemented yet")
    }
}
