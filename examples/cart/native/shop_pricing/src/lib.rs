//! Prices shopping carts, to the cent.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;
use chrono::{Datelike, Days, TimeDelta};
use rust_decimal::Decimal;

/// Implements the functions of the boundary.
pub struct Pricing;

impl Nifs for Pricing {
    fn price(cart: Cart) -> Result<Invoice, Refusal> {
        if cart.items.is_empty() {
            return Err(Refusal::Empty);
        }
        let lines = cart.items.into_iter().map(line);
        let lines: Vec<Line> = lines.collect::<Result<_, _>>()?;
        let subtotal = sum(lines.iter().map(|line| line.total))?;
        let today = cart.placed_at.date_naive();
        let valid_until = cart.placed_at.checked_add_signed(TimeDelta::hours(1));
        let due = today.checked_add_days(Days::new(30));
        let due = due
            .filter(|due| due.year() <= 9999)
            .ok_or(Refusal::TooLate)?;
        let discounts = cart.discounts.into_iter();
        let discounts = discounts.map(|discount| match discount {
            Discount::Percent(percent) => part(subtotal, &percent),
            Discount::Voucher {
                code, valid_until, ..
            } if valid_until < today => Err(Refusal::Expired(code, valid_until)),
            Discount::Voucher { amount, .. } => Ok(amount.0),
        });
        let discount = sum(discounts.collect::<Result<Vec<_>, _>>()?)?.min(subtotal);
        let net = subtotal - discount;
        let tax = part(net, &cart.tax)?;
        Ok(Invoice {
            currency: cart.currency,
            lines,
            subtotal,
            discount,
            tax,
            total: sum([net, tax])?,
            valid_until: valid_until.ok_or(Refusal::TooLate)?,
            due,
        })
    }
}

fn line(item: Item) -> Result<Line, Refusal> {
    let total = item.price.0.checked_mul(item.quantity.0.into());
    Ok(Line {
        sku: item.sku,
        quantity: item.quantity,
        total: cents(total.ok_or(Refusal::Overflow)?),
    })
}

fn part(of: Decimal, percent: &Percent) -> Result<Decimal, Refusal> {
    let part = of.checked_mul(percent.0 / Decimal::ONE_HUNDRED);
    part.map(cents).ok_or(Refusal::Overflow)
}

fn sum(amounts: impl IntoIterator<Item = Decimal>) -> Result<Decimal, Refusal> {
    let mut amounts = amounts.into_iter();
    let sum = amounts.try_fold(Decimal::new(0, 2), Decimal::checked_add);
    sum.ok_or(Refusal::Overflow)
}

/// Rounded to two places; half a cent goes to the even one.
fn cents(amount: Decimal) -> Decimal {
    let mut amount = amount.round_dp(2);
    amount.rescale(2);
    amount
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, NaiveDate, Utc};

    fn cart(prices: &[&str], discounts: Vec<Discount>) -> Cart {
        let item = |price: &&str| Item {
            sku: Sku("ABC-0001".into()),
            price: Price(price.parse().expect("it is a decimal")),
            quantity: Quantity(3),
            starts_on: None,
        };
        Cart {
            currency: Currency::Eur,
            items: prices.iter().map(item).collect(),
            discounts,
            tax: Percent(20.into()),
            placed_at: "2024-02-29T23:30:00Z"
                .parse::<DateTime<Utc>>()
                .expect("it is an instant"),
            note: None,
        }
    }

    #[test]
    fn a_price_is_exact() {
        let invoice = Pricing::price(cart(&["0.10", "19.99"], vec![])).expect("it has a price");
        assert_eq!(invoice.subtotal.to_string(), "60.27");
        assert_eq!(invoice.tax.to_string(), "12.05");
        assert_eq!(invoice.total.to_string(), "72.32");
        assert_eq!(invoice.due.to_string(), "2024-03-30");
        assert_eq!(invoice.valid_until.to_string(), "2024-03-01 00:30:00 UTC");
    }

    #[test]
    fn a_voucher_takes_off_no_more_than_there_is() {
        let voucher = |day: u32| Discount::Voucher {
            code: "LEAP".into(),
            amount: Price(500.into()),
            valid_until: NaiveDate::from_ymd_opt(2024, 2, day).expect("it is a day"),
        };
        let invoice = Pricing::price(cart(&["1"], vec![voucher(29)])).expect("it has a price");
        assert_eq!(invoice.total.to_string(), "0.00");
        let refused = Pricing::price(cart(&["1"], vec![voucher(28)]));
        assert!(matches!(refused, Err(Refusal::Expired(code, _)) if code == "LEAP"));
    }

    #[test]
    fn what_is_too_much_is_refused() {
        let refused = Pricing::price(cart(&["79228162514264337593543950335"], vec![]));
        assert!(matches!(refused, Err(Refusal::Overflow)));
    }
}
