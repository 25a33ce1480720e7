//! Dates, times and decimals by their source, as `inspect/1` shows them.
//!
//! `inspect/1` also shows structs whose day or time does not exist in that way.

use std::cmp::Ordering;

use crate::boundary::*;

/// Whether it is the source of a value that the crates of the boundary have too.
pub(super) fn is_source(
    source: &str,
    scalar: Scalar,
    times: TimeCrate,
    decimals: DecimalCrate,
) -> bool {
    let within = |opening, closing| {
        let inner: Option<&str> = source.strip_prefix(opening);
        inner?.strip_suffix(closing)
    };
    let is_source = match scalar {
        Scalar::Date => within("~D[", "]").map(|it| date(it).is_some()),
        Scalar::Time => within("~T[", "]").map(|it| time(it).is_some()),
        Scalar::NaiveDatetime => within("~N[", "]").map(|it| instant(it).is_some()),
        Scalar::Datetime => within("~U[", "Z]")
            .map(|it| instant(it).is_some_and(|it| times == TimeCrate::Chrono || is_of_jiff(&it))),
        Scalar::Range => Some(range(source).is_some()),
        Scalar::Duration => within("%Duration{", "}").map(|it| duration(it).is_some()),
        Scalar::Decimal => Decimal::of_source(source).map(|it| it.is_within_limits(decimals)),
        _ => None,
    };
    is_source.unwrap_or(false)
}

/// How a decimal compares with an integer, in decimal digits with an optional minus.
pub(super) fn compare_decimal(source: &str, integer: &str) -> Option<Ordering> {
    Decimal::of_source(source).map(|it| it.compare(integer))
}

type Date = (i32, u32, u32);
type Time = (u32, u32, u32);

fn date(text: &str) -> Option<Date> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let [year, month, day] = numbers(digits, '-', [4, 2, 2])?;
    let year = sign * i32::try_from(year).ok()?;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return None,
    };
    (1..=days).contains(&day).then_some((year, month, day))
}

fn time(text: &str) -> Option<Time> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let [hour, minute, second] = numbers(whole, ':', [2, 2, 2])?;
    let is_time = hour < 24 && minute < 60 && second < 60;
    let is_fraction = fraction.len() <= 6 && is_digits(fraction);
    (is_time && is_fraction).then_some((hour, minute, second))
}

fn instant(text: &str) -> Option<(Date, Time)> {
    let (day, clock) = text.split_once(' ')?;
    Some((date(day)?, time(clock)?))
}

/// The first and the last integer of a range with the step 1.
fn range(text: &str) -> Option<(i64, i64)> {
    let (first, last) = text.strip_suffix("//1").unwrap_or(text).split_once("..")?;
    let range: (i64, i64) = (first.parse().ok()?, last.parse().ok()?);
    // Without a step, one that goes down has the step -1.
    (range.0 <= range.1 || text.ends_with("//1")).then_some(range)
}

/// The microseconds of a duration without years and months.
fn duration(fields: &str) -> Option<i64> {
    let (units, microseconds) = match fields.split_once("microsecond: {") {
        Some((units, part)) => (units, part.split_once(',')?.0),
        None => (fields, "0"),
    };
    let mut total: i128 = microseconds.parse().ok()?;
    for unit in units.split(", ").filter(|it| !it.is_empty()) {
        let (name, count) = unit.split_once(": ")?;
        let seconds = match name {
            "second" => 1,
            "minute" => 60,
            "hour" => 3600,
            "day" => 86_400,
            "week" => 604_800,
            _ => return None,
        };
        total += i128::from(count.parse::<i64>().ok()?) * seconds * 1_000_000;
    }
    total.try_into().ok()
}

/// The instants of that crate are of the years that Elixir has in every time zone.
fn is_of_jiff(instant: &(Date, Time)) -> bool {
    let first = ((-9999, 1, 2), (1, 59, 59));
    let last = ((9999, 12, 30), (22, 0, 0));
    (first..=last).contains(instant)
}

/// Numbers of so many digits each.
fn numbers<const N: usize>(text: &str, separator: char, lengths: [usize; N]) -> Option<[u32; N]> {
    let parts: Vec<&str> = text.split(separator).collect();
    let parts: [&str; N] = parts.try_into().ok()?;
    let is_right = |(part, length): (&&str, usize)| part.len() == length && is_digits(part);
    if !parts.iter().zip(lengths).all(is_right) {
        return None;
    }
    Some(parts.map(|it| it.parse().unwrap_or_default()))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

struct Decimal {
    is_negative: bool,
    /// Without zeros in front, so that those of zero are none.
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn of_source(source: &str) -> Option<Self> {
        // Where a type of the schema has that name.
        let source = source.strip_prefix("Elixir.").unwrap_or(source);
        let inner = source.strip_prefix("Decimal.new(\"")?.strip_suffix("\")")?;
        let (is_negative, inner) = match inner.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, inner),
        };
        let (number, exponent) = inner.split_once('E').unwrap_or((inner, "0"));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = format!("{whole}{fraction}");
        if !is_digits(whole) || !is_digits(&digits) {
            return None;
        }
        let exponent: i64 = exponent.parse().ok()?;
        Some(Self {
            is_negative,
            digits: digits.trim_start_matches('0').to_string(),
            exponent: exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?,
        })
    }

    fn is_within_limits(&self, of: DecimalCrate) -> bool {
        match of {
            DecimalCrate::Bigdecimal => (-6144..=6144).contains(&self.exponent),
            DecimalCrate::RustDecimal if !(-28..=28).contains(&self.exponent) => false,
            // Digits that do not fit into 128 bits do not fit into 96.
            DecimalCrate::RustDecimal => match self.above_the_point().as_str() {
                "" => true,
                digits => digits.parse().is_ok_and(|it: u128| it < 1 << 96),
            },
        }
    }

    /// The digits, with the zeros of a positive exponent.
    fn above_the_point(&self) -> String {
        match self.digits.as_str() {
            "" => String::new(),
            digits => format!("{digits}{}", zeros(self.exponent)),
        }
    }

    /// Both are integers once they are multiplied by the same power of ten.
    fn compare(&self, integer: &str) -> Ordering {
        let (is_below_zero, digits) = match integer.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, integer),
        };
        let right = match digits.trim_start_matches('0') {
            "" => String::new(),
            digits => format!("{digits}{}", zeros(-self.exponent)),
        };
        let left = self.above_the_point();
        let magnitudes = (left.len(), &left).cmp(&(right.len(), &right));
        match (self.is_negative, is_below_zero) {
            _ if left.is_empty() && right.is_empty() => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => magnitudes,
            (true, true) => magnitudes.reverse(),
        }
    }
}

fn zeros(count: i64) -> String {
    "0".repeat(usize::try_from(count).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structs_are_known_by_their_source() {
        let is_valid =
            |source, scalar| is_source(source, scalar, TimeCrate::Jiff, DecimalCrate::RustDecimal);
        for (source, scalar) in [
            ("~D[2024-02-29]", Scalar::Date),
            ("~T[12:30:00.5]", Scalar::Time),
            ("~N[-0001-02-28 12:30:00]", Scalar::NaiveDatetime),
            ("~U[2024-02-29 12:30:00.123Z]", Scalar::Datetime),
            ("Decimal.new(\"-1.5E+3\")", Scalar::Decimal),
            ("1..3", Scalar::Range),
            ("3..1//1", Scalar::Range),
            (
                "%Duration{week: 1, hour: -2, microsecond: {5, 6}}",
                Scalar::Duration,
            ),
            ("%Duration{}", Scalar::Duration),
        ] {
            assert!(is_valid(source, scalar), "{source}");
            assert!(!is_valid(source, Scalar::String), "{source}");
        }
        for (source, scalar) in [
            ("~D[2024-02-29 Other.Calendar]", Scalar::Date),
            ("~N[2024-02-29 12:30:00]", Scalar::Date),
            ("~U[9999-12-31 00:00:00Z]", Scalar::Datetime),
            ("Decimal.new(\"NaN\")", Scalar::Decimal),
            ("Decimal.new(\"1E-29\")", Scalar::Decimal),
            ("#Decimal<1.5>", Scalar::Decimal),
            ("3..1", Scalar::Range),
            ("1..9//2", Scalar::Range),
            ("1..9223372036854775808", Scalar::Range),
            ("%Duration{month: 1}", Scalar::Duration),
            ("%Duration{week: 15250285}", Scalar::Duration),
        ] {
            assert!(!is_valid(source, scalar), "{source}");
        }
    }

    #[test]
    fn days_and_times_exist() {
        for text in ["2024-02-29", "2000-02-29", "-0004-02-29", "9999-12-31"] {
            assert!(date(text).is_some(), "{text}");
        }
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2024-02-30",
            "2024-13-01",
            "2024-00-01",
            "2024-01-00",
            "10000-01-01",
            "2024-1-1",
            "2024-01-01-01",
            "",
        ] {
            assert!(date(text).is_none(), "{text}");
        }
        for text in ["00:00:00", "23:59:59.999999", "12:30:00.5"] {
            assert!(time(text).is_some(), "{text}");
        }
        for text in [
            "24:00:00",
            "12:60:00",
            "12:30:60",
            "12:30:00.1000000",
            "12:30:00.",
            "12:30",
        ] {
            assert!(time(text).is_none(), "{text}");
        }
    }

    #[test]
    fn jiff_has_fewer_instants() {
        for (text, is_known) in [
            ("-9999-01-02 01:59:58.999999", false),
            ("-9999-01-02 01:59:59", true),
            ("9999-12-30 22:00:00.999999", true),
            ("9999-12-30 22:00:01", false),
        ] {
            let instant = instant(text).expect("it exists");
            assert_eq!(is_of_jiff(&instant), is_known, "{text}");
        }
    }

    fn decimal(text: &str) -> Option<Decimal> {
        Decimal::of_source(&format!("Decimal.new(\"{text}\")"))
    }

    #[test]
    fn decimals_are_what_their_crate_has() {
        for (text, narrow, wide) in [
            ("0", true, true),
            ("-0.00", true, true),
            ("79228162514264337593543950335", true, true),
            ("79228162514264337593543950336", false, true),
            ("1E+28", true, true),
            ("8E+28", false, true),
            ("0E+28", true, true),
            ("0E+29", false, true),
            ("1E-28", true, true),
            ("1.0E-28", false, true),
            ("1E+6144", false, true),
            ("1E+6145", false, false),
            ("1E-6144", false, true),
            ("1E-6145", false, false),
        ] {
            let decimal = decimal(text).expect("it is one");
            assert_eq!(
                decimal.is_within_limits(DecimalCrate::RustDecimal),
                narrow,
                "{text}"
            );
            assert_eq!(
                decimal.is_within_limits(DecimalCrate::Bigdecimal),
                wide,
                "{text}"
            );
        }
        for text in ["NaN", "Infinity", "", ".5", "1E", "1E+99999999999999999999"] {
            assert!(decimal(text).is_none(), "{text}");
        }
    }

    #[test]
    fn decimals_compare_with_integers() {
        use Ordering::*;
        for (text, integer, ordering) in [
            ("1.25", "1", Greater),
            ("1.25", "2", Less),
            ("1.00", "1", Equal),
            ("1E+3", "1000", Equal),
            ("1E+3", "999", Greater),
            ("-0.5", "0", Less),
            ("-0", "0", Equal),
            ("0.00", "-1", Greater),
            ("-1.5", "-1", Less),
            ("-1.5", "-2", Greater),
            ("0.001", "0", Greater),
            ("7", "100000000000000000000000000000", Less),
        ] {
            let decimal = decimal(text).expect("it is one");
            assert_eq!(decimal.compare(integer), ordering, "{text} {integer}");
        }
    }
}
