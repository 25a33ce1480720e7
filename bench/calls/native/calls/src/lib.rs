//! Functions that do nothing, so that a call costs what the boundary costs.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// The functions of the boundary, done in Rust.
pub struct Calls;

impl Nifs for Calls {
    fn echo_point(point: Point) -> Point {
        point
    }

    fn echo_point_normally(point: Point) -> Point {
        point
    }

    fn echo_order(order: Order) -> Order {
        order
    }

    fn echo_order_normally(order: Order) -> Order {
        order
    }

    fn count_points(points: Vec<Point>) -> u64 {
        points.len() as u64
    }

    fn count_points_normally(points: Vec<Point>) -> u64 {
        points.len() as u64
    }
}
