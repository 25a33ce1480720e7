//! Orders, in types of another boundary: each kind that can be shared.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// Implements the functions of the boundary.
pub struct Orders;

impl Nifs for Orders {
    fn change(order: Order, change: Change, key: Key) -> Order {
        let _ = (&order, &change, &key);
        panic!("change/3 is not implemented yet")
    }

    fn pay(range: Range, rounding: Rounding) -> Result<Receipt, PriceError> {
        let _ = (&range, &rounding);
        panic!("pay/2 is not implemented yet")
    }

    fn explain(error: PriceError) -> String {
        let _ = error;
        panic!("explain/1 is not implemented yet")
    }

    fn link(text: &str) -> Link {
        let _ = text;
        panic!("link/1 is not implemented yet")
    }

    fn follow(link: Link) -> bool {
        let _ = link;
        panic!("follow/1 is not implemented yet")
    }

    fn parse(order: Order) -> Price {
        let _ = order;
        panic!("parse/1 is not implemented yet")
    }
}
