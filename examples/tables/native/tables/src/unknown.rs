//! What to say about a column that is not there.

use crate::boundary::UnknownColumn;

/// The most names that a message lists.
const LISTED: usize = 12;

/// Says that there is no such column, and which one was meant or which there are.
pub fn unknown_column<'a>(
    complaint: &str,
    column: &str,
    names: impl Iterator<Item = &'a str>,
) -> UnknownColumn {
    let names: Vec<&str> = names.collect();
    let nearest = names
        .iter()
        .map(|name| (distance(column, name), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= (column.chars().count() / 3).max(1));

    let way_out = match (nearest, &*names) {
        (Some((_, name)), _) => format!("did you mean {name:?}?"),
        (None, []) => "there is none".to_string(),
        (None, [name]) => format!("there is {name:?}"),
        (None, names) => format!("there are {}", listed(names)),
    };
    UnknownColumn {
        message: format!("{complaint} {column:?}; {way_out}"),
        column: column.to_string(),
    }
}

fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(LISTED)
        .map(|name| format!("{name:?}"))
        .collect();
    let more = match names.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    shown.join(", ") + &more
}

/// How many characters have to be put in, taken out or replaced to make one text of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    // The distances of what was seen of `one` to each beginning of `other`.
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, char) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, &other_char) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(char != other_char);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_counts_characters() {
        for (one, other, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("country", "contry", 1),
            ("price", "prize", 1),
            ("kitten", "sitting", 3),
            ("größe", "grosse", 3),
        ] {
            assert_eq!(distance(one, other), expected, "{one}, {other}");
            assert_eq!(distance(other, one), expected, "{other}, {one}");
        }
    }

    #[test]
    fn the_way_out_depends_on_what_there_is() {
        let names: Vec<String> = (1..=14).map(|number| format!("column {number}")).collect();
        let names: Vec<&str> = names.iter().map(|name| &**name).collect();
        for (names, expected) in [
            (&["id", "price"][..], r#"did you mean "price"?"#),
            (&["a", "b"], r#"there are "a", "b""#),
            (&["a"], r#"there is "a""#),
            (&[], "there is none"),
            (
                &names,
                r#"there are "column 1", "column 2", "column 3", "column 4", "column 5", "column 6", "column 7", "column 8", "column 9", "column 10", "column 11", "column 12" and 2 more"#,
            ),
        ] {
            let error = unknown_column("the table has no column", "Price", names.iter().copied());
            assert_eq!(error.column, "Price");
            assert_eq!(
                error.message,
                format!(r#"the table has no column "Price"; {expected}"#)
            );
        }
    }
}
