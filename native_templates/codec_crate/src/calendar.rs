//! Elixir's structs for dates and times, of the ISO calendar.

use crate::atoms::Keys;
use crate::decode::Decode;
use crate::encode::Encode;
use crate::raw::{Atom, RawEnv, RawTerm};

const CALENDAR: (&str, &str) = ("calendar", "Elixir.Calendar.ISO");

static DATE: Keys<2, 3, 5> = Keys::new(
    [("__struct__", "Elixir.Date"), CALENDAR],
    ["year", "month", "day"],
);
static TIME: Keys<2, 4, 6> = Keys::new(
    [("__struct__", "Elixir.Time"), CALENDAR],
    ["hour", "minute", "second", "microsecond"],
);
static NAIVE: Keys<2, 7, 9> = Keys::new(
    [("__struct__", "Elixir.NaiveDateTime"), CALENDAR],
    [
        "year",
        "month",
        "day",
        "hour",
        "minute",
        "second",
        "microsecond",
    ],
);
static UTC: Keys<2, 11, 13> = Keys::new(
    [("__struct__", "Elixir.DateTime"), CALENDAR],
    [
        "year",
        "month",
        "day",
        "hour",
        "minute",
        "second",
        "microsecond",
        "time_zone",
        "zone_abbr",
        "utc_offset",
        "std_offset",
    ],
);

/// The year, month and day of a `Date`. Whether there is such a day is for the crate to say that makes a value of them.
pub(crate) struct Date {
    pub(crate) year: i16,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

/// The hour, minute, second and microsecond of a `Time`.
pub(crate) struct Time {
    pub(crate) hour: u8,
    pub(crate) minute: u8,
    pub(crate) second: u8,
    pub(crate) microsecond: u32,
}

/// A `NaiveDateTime`.
pub(crate) struct Naive(pub(crate) Date, pub(crate) Time);

/// A `DateTime` in UTC.
pub(crate) struct Utc(pub(crate) Date, pub(crate) Time);

/// Whether Elixir has dates of a year.
pub(crate) fn is_year(year: i32) -> bool {
    (-9999..=9999).contains(&year)
}

impl Date {
    fn of_fields(map: RawTerm<'_>, [year, month, day]: [Atom; 3]) -> Option<Self> {
        let year = i16::decode(map.get(year)?)?;
        let date = Self {
            year,
            month: Decode::decode(map.get(month)?)?,
            day: Decode::decode(map.get(day)?)?,
        };
        is_year(year.into()).then_some(date)
    }

    fn fields<'a>(&self, env: RawEnv<'a>) -> [RawTerm<'a>; 3] {
        [
            self.year.encode_key(env),
            self.month.encode_key(env),
            self.day.encode_key(env),
        ]
    }
}

impl Time {
    fn of_fields(map: RawTerm<'_>, [hour, minute, second, microsecond]: [Atom; 4]) -> Option<Self> {
        let (microsecond, precision) = <(u32, u8)>::decode(map.get(microsecond)?)?;
        let time = Self {
            hour: Decode::decode(map.get(hour)?)?,
            minute: Decode::decode(map.get(minute)?)?,
            second: Decode::decode(map.get(second)?)?,
            microsecond,
        };
        let is_within = time.hour < 24 && time.minute < 60 && time.second < 60;
        (is_within && microsecond < 1_000_000 && precision <= 6).then_some(time)
    }

    /// The precision is always that of microseconds, so that it does not depend on the value.
    fn fields<'a>(&self, env: RawEnv<'a>) -> [RawTerm<'a>; 4] {
        let microsecond = (self.microsecond, 6_u8);
        [
            self.hour.encode_key(env),
            self.minute.encode_key(env),
            self.second.encode_key(env),
            microsecond.encode_key(env),
        ]
    }
}

impl Decode<'_> for Date {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        Self::of_fields(term, *DATE.open(term)?)
    }
}

impl Encode for Date {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        DATE.map(env, self.fields(env))
    }
}

impl Decode<'_> for Time {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        Self::of_fields(term, *TIME.open(term)?)
    }
}

impl Encode for Time {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        TIME.map(env, self.fields(env))
    }
}

impl Decode<'_> for Naive {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        let [year, month, day, hour, minute, second, microsecond] = *NAIVE.open(term)?;
        Some(Self(
            Date::of_fields(term, [year, month, day])?,
            Time::of_fields(term, [hour, minute, second, microsecond])?,
        ))
    }
}

impl Encode for Naive {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        let [year, month, day] = self.0.fields(env);
        let [hour, minute, second, microsecond] = self.1.fields(env);
        NAIVE.map(env, [year, month, day, hour, minute, second, microsecond])
    }
}

impl Decode<'_> for Utc {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        let [
            year,
            month,
            day,
            hour,
            minute,
            second,
            microsecond,
            zone,
            name,
            offset,
            summer,
        ] = *UTC.open(term)?;
        let is_utc = <&str>::decode(term.get(zone)?)? == "Etc/UTC"
            && <&str>::decode(term.get(name)?)? == "UTC"
            && i64::decode(term.get(offset)?)? == 0
            && i64::decode(term.get(summer)?)? == 0;
        if !is_utc {
            return None;
        }
        Some(Self(
            Date::of_fields(term, [year, month, day])?,
            Time::of_fields(term, [hour, minute, second, microsecond])?,
        ))
    }
}

impl Encode for Utc {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        let [year, month, day] = self.0.fields(env);
        let [hour, minute, second, microsecond] = self.1.fields(env);
        let [zone, name] = ["Etc/UTC", "UTC"].map(|it| env.binary(it.as_bytes()));
        let none = env.u64(0);
        UTC.map(
            env,
            [
                year,
                month,
                day,
                hour,
                minute,
                second,
                microsecond,
                zone,
                name,
                none,
                none,
            ],
        )
    }
}

static DURATION: Keys<1, 8, 9> = Keys::new(
    [("__struct__", "Elixir.Duration")],
    [
        "year",
        "month",
        "week",
        "day",
        "hour",
        "minute",
        "second",
        "microsecond",
    ],
);

/// The seconds and microseconds of a `Duration`, of one sign.
pub(crate) struct Duration {
    pub(crate) seconds: i64,
    pub(crate) microseconds: i32,
}

/// The microseconds of a `Duration` without years and months, which have no fixed length.
pub(crate) fn microseconds(duration: RawTerm<'_>) -> Option<i64> {
    let [year, month, week, day, hour, minute, second, microsecond] = *DURATION.open(duration)?;
    let count = |unit: Atom| i64::decode(duration.get(unit)?);
    if count(year)? != 0 || count(month)? != 0 {
        return None;
    }
    let (part, precision) = <(i64, u8)>::decode(duration.get(microsecond)?)?;
    if precision > 6 {
        return None;
    }
    let units = [
        (week, 604_800),
        (day, 86_400),
        (hour, 3600),
        (minute, 60),
        (second, 1),
    ];
    let mut total = i128::from(part);
    for (unit, seconds) in units {
        total += i128::from(count(unit)?) * seconds * 1_000_000;
    }
    total.try_into().ok()
}

impl Encode for Duration {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        let none = env.u64(0);
        let microsecond = (self.microseconds, 6_u8).encode(env);
        let seconds = self.seconds.encode(env);
        DURATION.map(
            env,
            [none, none, none, none, none, none, seconds, microsecond],
        )
    }
}
