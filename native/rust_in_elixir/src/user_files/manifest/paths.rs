//! Paths in a `Cargo.toml`, and the globs that cover them.

/// The parts of a path, without those that mean nothing.
pub(super) fn segments(path: &str) -> Vec<&str> {
    path.split('/')
        .filter(|segment| !matches!(*segment, "" | "."))
        .collect()
}

/// Says whether a glob covers a path, both as segments.
pub(super) fn covers(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern, path) {
        ([], []) => true,
        (["**", rest @ ..], _) => (0..=path.len()).any(|taken| covers(rest, &path[taken..])),
        ([first, pattern @ ..], [segment, path @ ..]) => {
            covers_segment(first, segment) && covers(pattern, path)
        }
        _ => false,
    }
}

fn covers_segment(pattern: &str, segment: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let segment: Vec<char> = segment.chars().collect();
    let (mut asked, mut given) = (0, 0);
    // Where the last star stands, and up to where it reaches so far.
    let mut star = None;
    while given < segment.len() {
        match (pattern.get(asked), star) {
            (Some('*'), _) => {
                star = Some((asked, given));
                asked += 1;
            }
            (Some(char), _) if *char == '?' || *char == segment[given] => {
                asked += 1;
                given += 1;
            }
            (_, Some((at, reach))) => {
                star = Some((at, reach + 1));
                asked = at + 1;
                given = reach + 1;
            }
            (_, None) => return false,
        }
    }
    pattern[asked..].iter().all(|char| *char == '*')
}

/// Says whether a glob can cover a folder, or what lies below it.
pub(super) fn reaches(pattern: &[&str], folder: &[&str]) -> bool {
    match (pattern, folder) {
        (_, []) | (["**", ..], _) => true,
        ([first, pattern @ ..], [segment, folder @ ..]) => {
            covers_segment(first, segment) && reaches(pattern, folder)
        }
        ([], _) => false,
    }
}

/// Whether a path is in an excluded folder, or is one. Cargo does not support globs there.
pub(super) fn is_below(excluded: &str, path: &[&str]) -> bool {
    let excluded = segments(excluded);
    !excluded.is_empty() && path.starts_with(&excluded)
}
