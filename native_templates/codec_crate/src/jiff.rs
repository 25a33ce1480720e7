//! The dates and times of the crate `jiff`, which has the years that Elixir has, and no leap seconds.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::calendar;
use crate::decode::Decode;
use crate::encode::Encode;
use crate::raw::{RawEnv, RawTerm};

fn date(date: &calendar::Date) -> Option<Date> {
    Date::new(
        date.year,
        date.month.try_into().ok()?,
        date.day.try_into().ok()?,
    )
    .ok()
}

fn time(time: &calendar::Time) -> Option<Time> {
    let [hour, minute, second] =
        [time.hour, time.minute, time.second].map(|it| i8::try_from(it).ok());
    let nanosecond = i32::try_from(time.microsecond * 1000).ok()?;
    Time::new(hour?, minute?, second?, nanosecond).ok()
}

fn from_date(date: Date) -> calendar::Date {
    calendar::Date {
        year: date.year(),
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    }
}

/// Digits beyond microseconds are cut off.
fn from_time(time: Time) -> calendar::Time {
    calendar::Time {
        hour: time.hour().unsigned_abs(),
        minute: time.minute().unsigned_abs(),
        second: time.second().unsigned_abs(),
        microsecond: time.subsec_nanosecond().unsigned_abs() / 1000,
    }
}

impl Decode<'_> for Date {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        date(&Decode::decode(term)?)
    }
}

impl Decode<'_> for Time {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        time(&Decode::decode(term)?)
    }
}

impl Decode<'_> for DateTime {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        let naive = calendar::Naive::decode(term)?;
        Some(Self::from_parts(date(&naive.0)?, time(&naive.1)?))
    }
}

impl Decode<'_> for Timestamp {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        let utc = calendar::Utc::decode(term)?;
        let utc = DateTime::from_parts(date(&utc.0)?, time(&utc.1)?);
        // What is just before the first one would be made too.
        let limits = Timestamp::MIN..=Timestamp::MAX;
        (Offset::UTC.to_timestamp(utc).ok()).filter(|it| limits.contains(it))
    }
}

impl Decode<'_> for SignedDuration {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        calendar::microseconds(term).map(Self::from_micros)
    }
}

/// Digits beyond microseconds are cut off.
impl Encode for SignedDuration {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        let mut duration = calendar::Duration {
            seconds: self.as_secs(),
            microseconds: self.subsec_nanos() / 1000,
        };
        duration.encode(env)
    }
}

macro_rules! encode {
    ($($type:ty: $from:expr),* $(,)?) => {$(
        impl Encode for $type {
            fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
                $from(*self).encode(env)
            }

            fn key(&self) -> String {
                self.to_string()
            }
        }
    )*};
}
encode! {
    Date: from_date,
    Time: from_time,
    DateTime: |it: Self| calendar::Naive(from_date(it.date()), from_time(it.time())),
    Timestamp: |it| {
        let utc = Offset::UTC.to_datetime(it);
        calendar::Utc(from_date(utc.date()), from_time(utc.time()))
    },
}
