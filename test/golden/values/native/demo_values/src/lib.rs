//! Each built-in type, and names that Rustler's derives do not take.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// Implements the functions of the boundary.
pub struct Values;

impl Nifs for Values {
    fn wide(wide: Wide) -> Wide {
        let _ = wide;
        panic!("wide/1 is not implemented yet")
    }

    fn word(word: Word, found: Found) -> HashMap<Atom, Word> {
        let _ = (&word, &found);
        panic!("word/2 is not implemented yet")
    }

    fn keys(keys: Keys, nested: Vec<(u8, Vec<&[u8]>)>) -> Keys {
        let _ = (&keys, &nested);
        panic!("keys/2 is not implemented yet")
    }

    fn owner(owner: Owner, pid: Pid, reference: Option<Reference>) -> Owner {
        let _ = (&owner, &pid, &reference);
        panic!("owner/3 is not implemented yet")
    }

    fn filter(samples: &[f64], taps: Option<&[i16]>) -> (Packed<f32>, bool) {
        let _ = (&samples, &taps);
        panic!("filter/2 is not implemented yet")
    }

    fn visitor(id: uuid::Uuid, from: IpAddr, initial: Option<char>) -> (uuid::Uuid, IpAddr, char) {
        let _ = (&id, &from, &initial);
        panic!("visitor/3 is not implemented yet")
    }

    fn split<'a>(text: &'a str, at: Option<&'a str>) -> Result<Vec<&'a str>, &'a str> {
        let _ = (&text, &at);
        panic!("split/2 is not implemented yet")
    }

    fn frames(bytes: &[u8]) -> Vec<(u8, &[u8])> {
        let _ = bytes;
        panic!("frames/1 is not implemented yet")
    }

    fn count(from: num_bigint::BigInt) -> num_bigint::BigInt {
        let _ = from;
        panic!("count/1 is not implemented yet")
    }

    fn area(corners: [(f64, f64); 4], tags: HashSet<&str>) -> (RangeInclusive<i64>, HashSet<Word>) {
        let _ = (&corners, &tags);
        panic!("area/2 is not implemented yet")
    }

    fn wait(
        time: chrono::TimeDelta,
        rows: RangeInclusive<i64>,
        names: Vec<(Atom, u8)>,
    ) -> chrono::TimeDelta {
        let _ = (&time, &rows, &names);
        panic!("wait/3 is not implemented yet")
    }

    fn book(booking: Booking) -> Booking {
        let _ = booking;
        panic!("book/1 is not implemented yet")
    }

    fn pair(pair: Pair, term: AnyTerm) -> (Pair, AnyTerm) {
        let _ = (&pair, &term);
        panic!("pair/2 is not implemented yet")
    }

    fn text(string: Option<&str>, bytes: Option<&[u8]>) -> Vec<u8> {
        let _ = (&string, &bytes);
        panic!("text/2 is not implemented yet")
    }

    fn file(path: &Path, others: Vec<&Path>) -> Option<PathBuf> {
        let _ = (&path, &others);
        panic!("file/2 is not implemented yet")
    }

    fn ports(ports: Vec<Port>) -> Result<Vec<Port>, Vec<u8>> {
        let _ = ports;
        panic!("ports/1 is not implemented yet")
    }

    fn ready() -> bool {
        panic!("ready?/0 is not implemented yet")
    }
}
