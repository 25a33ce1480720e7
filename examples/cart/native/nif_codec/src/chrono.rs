//! The dates and times of the crate `chrono`.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use crate::calendar::{self, is_year};
use crate::decode::Decode;
use crate::encode::{Encode, Unrepresentable};
use crate::raw::{RawEnv, RawTerm};

fn date(date: &calendar::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

fn time(time: &calendar::Time) -> Option<NaiveTime> {
    let [hour, minute, second] = [time.hour, time.minute, time.second].map(u32::from);
    NaiveTime::from_hms_micro_opt(hour, minute, second, time.microsecond)
}

fn from_date(date: NaiveDate) -> Option<calendar::Date> {
    Some(calendar::Date {
        year: i16::try_from(date.year()).ok()?,
        month: date.month().try_into().ok()?,
        day: date.day().try_into().ok()?,
    })
    .filter(|it| is_year(it.year.into()))
}

/// Digits beyond microseconds are cut off. In a leap second there are more nanoseconds than a second has.
fn from_time(time: NaiveTime) -> Option<calendar::Time> {
    Some(calendar::Time {
        hour: time.hour().try_into().ok()?,
        minute: time.minute().try_into().ok()?,
        second: time.second().try_into().ok()?,
        microsecond: time.nanosecond() / 1000,
    })
    .filter(|it| it.microsecond < 1_000_000)
}

fn from_naive(naive: NaiveDateTime) -> Option<(calendar::Date, calendar::Time)> {
    Some((from_date(naive.date())?, from_time(naive.time())?))
}

impl Decode<'_> for NaiveDate {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        date(&Decode::decode(term)?)
    }
}

impl Decode<'_> for NaiveTime {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        time(&Decode::decode(term)?)
    }
}

impl Decode<'_> for NaiveDateTime {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        let naive = calendar::Naive::decode(term)?;
        Some(Self::new(date(&naive.0)?, time(&naive.1)?))
    }
}

impl Decode<'_> for DateTime<Utc> {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        let utc = calendar::Utc::decode(term)?;
        Some(NaiveDateTime::new(date(&utc.0)?, time(&utc.1)?).and_utc())
    }
}

impl Decode<'_> for TimeDelta {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        calendar::microseconds(term).map(Self::microseconds)
    }
}

/// Digits beyond microseconds are cut off.
impl Encode for TimeDelta {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        let mut duration = calendar::Duration {
            seconds: self.num_seconds(),
            microseconds: self.subsec_nanos() / 1000,
        };
        duration.encode(env)
    }
}

macro_rules! encode {
    ($($type:ty: $from:expr),* $(,)?) => {$(
        impl Encode for $type {
            fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
                let value = $from(*self);
                value.expect("Elixir can represent it").encode(env)
            }

            fn unrepresentable(&self) -> Option<Unrepresentable> {
                $from(*self).is_none().then(|| Unrepresentable::new(self))
            }

            fn key(&self) -> String {
                self.to_string()
            }
        }
    )*};
}
encode! {
    NaiveDate: from_date,
    NaiveTime: from_time,
    NaiveDateTime: |it| from_naive(it).map(|(date, time)| calendar::Naive(date, time)),
    DateTime<Utc>: |it: Self| from_naive(it.naive_utc()).map(|(date, time)| calendar::Utc(date, time)),
}
