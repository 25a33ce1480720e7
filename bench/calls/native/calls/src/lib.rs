//! Functions that do nothing, so that a call costs what the boundary costs.

#[rustfmt::skip]
pub mod boundary;

use std::hash::Hasher as _;

use boundary::*;

/// What a handle on a `Number` leads to.
pub struct Number(u64);

/// What a handle on a `Counter` leads to.
pub struct Counter(u64);

/// What a handle on a `Hasher` leads to.
#[derive(Default)]
pub struct Hasher(std::hash::DefaultHasher);

/// Implements the functions of the boundary.
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

    fn echo_points(points: Vec<Point>) -> Vec<Point> {
        points
    }

    fn echo_points_normally(points: Vec<Point>) -> Vec<Point> {
        points
    }

    fn count_points(points: Vec<Point>) -> u64 {
        points.len() as u64
    }

    fn count_points_normally(points: Vec<Point>) -> u64 {
        points.len() as u64
    }

    fn count_integers(integers: Vec<i64>) -> u64 {
        integers.len() as u64
    }

    fn count_floats(floats: Vec<f64>) -> u64 {
        floats.len() as u64
    }

    fn count_strings(strings: Vec<&str>) -> u64 {
        strings.len() as u64
    }

    fn length_of_text(text: &str) -> u64 {
        text.len() as u64
    }

    fn sum_packed(numbers: &[f64]) -> f64 {
        numbers.iter().sum()
    }

    fn sum_list(numbers: Vec<f64>) -> f64 {
        numbers.iter().sum()
    }

    fn make_bytes(size: u32) -> Vec<u8> {
        vec![7; size as usize]
    }

    fn words(text: &str) -> Vec<&str> {
        text.split_ascii_whitespace().collect()
    }

    fn copied_words(text: &str) -> Vec<String> {
        text.split_ascii_whitespace().map(str::to_owned).collect()
    }

    fn new_number(value: u64) -> Number {
        Number(value)
    }

    fn value(number: &Number) -> u64 {
        number.0
    }

    fn value_normally(number: &Number) -> u64 {
        number.0
    }

    fn new_counter() -> Counter {
        Counter(0)
    }

    fn add(counter: &mut Counter, by: u64) -> u64 {
        counter.0 += by;
        counter.0
    }

    fn total(counters: &[&Counter]) -> u64 {
        counters.iter().map(|counter| counter.0).sum()
    }

    fn hash(chunks: impl Iterator<Item = Bytes> + Send) -> u64 {
        let mut hasher = Hasher::default();
        chunks.for_each(|chunk| hasher.0.write(&chunk.0));
        hasher.0.finish()
    }

    fn count_stream(strings: impl Iterator<Item = String> + Send) -> u64 {
        strings.count() as u64
    }

    fn new_hasher() -> Hasher {
        Hasher::default()
    }

    fn update(hasher: &mut Hasher, chunk: &[u8]) {
        hasher.0.write(chunk);
    }

    fn digest(hasher: &Hasher) -> u64 {
        hasher.0.finish()
    }
}
