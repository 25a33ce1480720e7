//! One type of each kind.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// Implements the functions of the boundary.
pub struct Kinds;

impl Nifs for Kinds {
    fn align(alignment: Alignment, level: Level) -> Alignment {
        let _ = (&alignment, &level);
        panic!("align/2 is not implemented yet")
    }

    fn replay(events: Vec<Event>, keys: HashMap<&str, Key>) -> Result<Event, Event> {
        let _ = (&events, &keys);
        panic!("replay/2 is not implemented yet")
    }

    fn r#move(point: Point, delta: Delta) -> Point {
        let _ = (&point, &delta);
        panic!("move/2 is not implemented yet")
    }

    fn measure(size: Size, reading: Reading) -> (Size, Reading) {
        let _ = (&size, &reading);
        panic!("measure/2 is not implemented yet")
    }

    fn render(text: &str, options: RenderOptions) -> Result<String, RenderError> {
        let _ = (&text, &options);
        panic!("render/2 is not implemented yet")
    }

    fn insert(tree: Tree, value: i64) -> Tree {
        let _ = (&tree, &value);
        panic!("insert/2 is not implemented yet")
    }

    fn empty(tree: Tree) -> bool {
        let _ = tree;
        panic!("empty?/1 is not implemented yet")
    }

    fn send_parcel(parcel: Parcel, even: Even) -> Result<(), String> {
        let _ = (&parcel, &even);
        panic!("send_parcel/2 is not implemented yet")
    }

    fn read(delta: Delta, keys: Vec<Key>) -> Key {
        let _ = (&delta, &keys);
        panic!("read/2 is not implemented yet")
    }
}
