//! The unified diff that `mix rust_in_elixir.sync --check` shows for a file that has drifted.

use std::fmt::Write;

use similar::udiff::UnifiedHunkHeader;
use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices, group_diff_ops};

const CONTEXT_LINES: usize = 3;

/// The search recurses, and a dirty scheduler has a stack of 320 KiB. So beyond this many lines
/// nothing is searched.
const MOST_SEARCHED_LINES: usize = 10_000;

/// A unified diff from `old` to `new` with three lines of context, as `git apply` and `patch`
/// read it; an empty string for equal texts.
///
/// Only `\n` ends a line, so a change of line ends alone is a change.
///
/// The work is bounded without a clock: Myers' search settles for a longer script than the
/// shortest one where it grows expensive, and does so in the same way on every run. In texts of
/// more than 10,000 lines all that lies between the first and the last change is shown as
/// changed.
pub fn unified_diff(path: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();

    let mut text = format!("--- a/{path}\n+++ b/{path}\n");
    for hunk in group_diff_ops(changes(&old, &new), CONTEXT_LINES) {
        writeln!(text, "{}", UnifiedHunkHeader::new(&hunk)).expect("a string takes any text");
        for change in hunk.iter().flat_map(|op| op.iter_changes(&old, &new)) {
            text.push(match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            });
            text.push_str(change.value());
            if !change.value().ends_with('\n') {
                text.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    text
}

fn changes(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    if old.len().max(new.len()) <= MOST_SEARCHED_LINES {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    let same = |(a, b): &(&&str, &&str)| a == b;
    let before = old.iter().zip(new).take_while(same).count();
    let (old_rest, new_rest) = (&old[before..], &new[before..]);
    let after = (old_rest.iter().rev())
        .zip(new_rest.iter().rev())
        .take_while(same)
        .count();
    vec![
        DiffOp::Equal {
            old_index: 0,
            new_index: 0,
            len: before,
        },
        DiffOp::Replace {
            old_index: before,
            old_len: old_rest.len() - after,
            new_index: before,
            new_len: new_rest.len() - after,
        },
        DiffOp::Equal {
            old_index: old.len() - after,
            new_index: new.len() - after,
            len: after,
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::unified_diff;

    #[test]
    fn shows_what_changed_with_three_lines_of_context() {
        let cases = [
            ("equal", "a\n", "a\n", ""),
            ("both empty", "", "", ""),
            ("a new file", "", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n"),
            ("a file that goes", "a\n", "", "@@ -1 +0,0 @@\n-a\n"),
            (
                "context",
                "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
                "1\n2\n3\n4\nfive\n6\n7\n8\n9\n",
                "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
            ),
            (
                "two hunks",
                "a\n1\n2\n3\n4\n5\n6\n7\nb\n",
                "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
                "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n",
            ),
            (
                "the old text does not end its last line",
                "a\nb",
                "a\nb\n",
                "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n",
            ),
            (
                "the new text does not end its last line",
                "a\nb\n",
                "a\nb",
                "@@ -1,2 +1,2 @@\n a\n-b\n+b\n\\ No newline at end of file\n",
            ),
            (
                "neither ends its last line",
                "a\nb",
                "A\nb",
                "@@ -1,2 +1,2 @@\n-a\n+A\n b\n\\ No newline at end of file\n",
            ),
            (
                "a lone carriage return ends no line",
                "a\rb\r",
                "a\rc\r",
                "@@ -1 +1 @@\n-a\rb\r\n\\ No newline at end of file\n\
                 +a\rc\r\n\\ No newline at end of file\n",
            ),
            ("line ends", "a\r\n", "a\n", "@@ -1 +1 @@\n-a\r\n+a\n"),
            ("beyond ASCII", "å\n", "ø\n", "@@ -1 +1 @@\n-å\n+ø\n"),
        ];
        for (what, old, new, hunks) in cases {
            let expected = match hunks {
                "" => String::new(),
                hunks => format!("--- a/lib/my_app.ex\n+++ b/lib/my_app.ex\n{hunks}"),
            };
            assert_eq!(unified_diff("lib/my_app.ex", old, new), expected, "{what}");
        }
    }

    #[test]
    fn beyond_ten_thousand_lines_nothing_is_searched() {
        let lines = |changed: &[u32]| -> String {
            (0..10_001)
                .map(|line| match changed.contains(&line) {
                    true => format!("changed {line}\n"),
                    false => format!("{line}\n"),
                })
                .collect()
        };
        let cases: [(&[u32], &str); 3] = [
            (
                &[5000, 5002],
                "@@ -4998,9 +4998,9 @@\n 4997\n 4998\n 4999\n-5000\n-5001\n-5002\n\
                 +changed 5000\n+5001\n+changed 5002\n 5003\n 5004\n 5005\n",
            ),
            (&[0], "@@ -1,4 +1,4 @@\n-0\n+changed 0\n 1\n 2\n 3\n"),
            (
                &[10_000],
                "@@ -9998,4 +9998,4 @@\n 9997\n 9998\n 9999\n-10000\n+changed 10000\n",
            ),
        ];
        for (changed, expected) in cases {
            let diff = unified_diff("big", &lines(&[]), &lines(changed));
            assert_eq!(diff, format!("--- a/big\n+++ b/big\n{expected}"));
        }
    }

    #[test]
    fn texts_without_order_in_common_fit_in_the_stack_of_a_dirty_scheduler() {
        let shuffled = |step: u32, lines: u32| -> String {
            (0..lines)
                .map(|line| format!("{}\n", line * step % 601))
                .collect()
        };
        for lines in [5_000, 10_000, 10_001, 40_000] {
            let (old, new) = (shuffled(7919, lines), shuffled(104_729, lines));
            let diff = std::thread::Builder::new()
                .stack_size(320 * 1024)
                .spawn(move || unified_diff("big", &old, &new))
                .expect("a thread starts")
                .join()
                .expect("the diff ends");
            assert!(diff.starts_with("--- a/big\n+++ b/big\n@@ -1,"));
        }
    }
}
