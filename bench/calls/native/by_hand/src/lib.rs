//! The functions of `calls` on plain Rustler, as one would write them by hand: derives, and no validation.

use std::sync::RwLock;

use rustler::{Binary, Env, NewBinary, NifStruct, NifUnitEnum, Resource, ResourceArc};

#[derive(NifStruct)]
#[module = "Calls.Point"]
struct Point {
    x: i64,
    y: i64,
}

#[derive(NifUnitEnum)]
enum Status {
    Draft,
    Placed,
    Paid,
    Shipped,
}

#[derive(NifStruct)]
#[module = "Calls.Address"]
struct Address {
    street: String,
    city: String,
    country: Option<String>,
}

#[derive(NifStruct)]
#[module = "Calls.Customer"]
struct Customer {
    id: u64,
    name: String,
    email: Option<String>,
    company: bool,
    address: Address,
}

#[derive(NifStruct)]
#[module = "Calls.Line"]
struct Line {
    sku: String,
    quantity: u32,
    price: f64,
}

#[derive(NifStruct)]
#[module = "Calls.Order"]
struct Order {
    id: u64,
    number: String,
    status: Status,
    customer: Customer,
    lines: Vec<Line>,
    total: f64,
    note: Option<String>,
    placed_at: i64,
    shipped_at: Option<i64>,
}

struct Number(u64);

#[rustler::resource_impl]
impl Resource for Number {}

#[derive(NifStruct)]
#[module = "Calls.Number"]
struct NumberHandle {
    reference: ResourceArc<Number>,
}

struct Counter(RwLock<u64>);

#[rustler::resource_impl]
impl Resource for Counter {}

#[derive(NifStruct)]
#[module = "Calls.Counter"]
struct CounterHandle {
    reference: ResourceArc<Counter>,
}

#[rustler::nif(schedule = "DirtyCpu")]
fn echo_point(point: Point) -> Point {
    point
}

#[rustler::nif]
fn echo_point_normally(point: Point) -> Point {
    point
}

#[rustler::nif(schedule = "DirtyCpu")]
fn echo_order(order: Order) -> Order {
    order
}

#[rustler::nif]
fn echo_order_normally(order: Order) -> Order {
    order
}

#[rustler::nif(schedule = "DirtyCpu")]
fn echo_points(points: Vec<Point>) -> Vec<Point> {
    points
}

#[rustler::nif]
fn echo_points_normally(points: Vec<Point>) -> Vec<Point> {
    points
}

#[rustler::nif(schedule = "DirtyCpu")]
fn count_points(points: Vec<Point>) -> u64 {
    points.len() as u64
}

#[rustler::nif]
fn count_points_normally(points: Vec<Point>) -> u64 {
    points.len() as u64
}

#[rustler::nif]
fn count_integers(integers: Vec<i64>) -> u64 {
    integers.len() as u64
}

#[rustler::nif]
fn count_floats(floats: Vec<f64>) -> u64 {
    floats.len() as u64
}

#[rustler::nif]
fn count_strings(strings: Vec<String>) -> u64 {
    strings.len() as u64
}

#[rustler::nif]
fn length_of_text(text: &str) -> u64 {
    text.len() as u64
}

/// A binary that is not aligned would have to be copied; this one leaves that out.
#[rustler::nif]
fn sum_packed(numbers: Binary<'_>) -> rustler::NifResult<f64> {
    // SAFETY: all bytes make some float.
    match unsafe { numbers.as_slice().align_to::<f64>() } {
        ([], numbers, []) => Ok(numbers.iter().sum()),
        _ => Err(rustler::Error::BadArg),
    }
}

#[rustler::nif]
fn make_bytes(env: Env<'_>, size: u32) -> Binary<'_> {
    let bytes = vec![7; size as usize];
    let mut binary = NewBinary::new(env, bytes.len());
    binary.as_mut_slice().copy_from_slice(&bytes);
    binary.into()
}

#[rustler::nif]
fn words(text: &str) -> Vec<&str> {
    text.split_ascii_whitespace().collect()
}

#[rustler::nif]
fn new_number(value: u64) -> NumberHandle {
    NumberHandle {
        reference: ResourceArc::new(Number(value)),
    }
}

#[rustler::nif(schedule = "DirtyCpu")]
fn value(number: NumberHandle) -> u64 {
    number.reference.0
}

#[rustler::nif]
fn value_normally(number: NumberHandle) -> u64 {
    number.reference.0
}

#[rustler::nif]
fn new_counter() -> CounterHandle {
    CounterHandle {
        reference: ResourceArc::new(Counter(RwLock::new(0))),
    }
}

#[rustler::nif(schedule = "DirtyCpu")]
fn add(counter: CounterHandle, by: u64) -> u64 {
    let mut value = counter.reference.0.write().unwrap();
    *value += by;
    *value
}

rustler::init!("Elixir.ByHand");
