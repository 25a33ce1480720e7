//! CSV files.

use std::fs::File;
use std::path::Path;

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};

use crate::boundary::LoadError;
use crate::draft::Draft;
use crate::table::Table;

/// The cells of a line, or why it has none.
pub type Line = Result<Vec<String>, LoadError>;

/// Reads all of a file into a table; its first line is the header.
pub fn load(path: &Path) -> Result<Table, LoadError> {
    let mut reader = open(path)?;
    let mut record = StringRecord::new();

    read(&mut reader, &mut record, path)?;
    let names = record.iter().map(str::to_string).collect();
    let mut draft = Draft::new(names).map_err(|error| misfit(path, &record, &error.message))?;

    while read(&mut reader, &mut record, path)? {
        draft
            .append(&record)
            .map_err(|error| misfit(path, &record, &error.message))?;
    }
    Ok(draft.finish())
}

/// The lines of a file, the header among them, each read when it is asked for.
pub fn lines(path: &Path) -> Result<impl Iterator<Item = Line> + use<>, LoadError> {
    let reader = open(path)?;
    let path = path.to_path_buf();
    Ok(reader.into_records().map(move |record| {
        let record = record.map_err(|error| unreadable(&path, &error))?;
        Ok(record.iter().map(str::to_string).collect())
    }))
}

/// A reader of lines that may have any number of cells; the header is one of them.
fn open(path: &Path) -> Result<Reader<File>, LoadError> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(path)
        .map_err(|error| unreadable(path, &error))
}

/// Whether there was another line, which then is in `record`.
fn read(
    reader: &mut Reader<File>,
    record: &mut StringRecord,
    path: &Path,
) -> Result<bool, LoadError> {
    reader
        .read_record(record)
        .map_err(|error| unreadable(path, &error))
}

/// A line that was read and does not fit.
fn misfit(path: &Path, record: &StringRecord, message: &str) -> LoadError {
    let line = record.position().map_or(1, |position| position.line());
    at_line(path, line, message)
}

fn unreadable(path: &Path, error: &csv::Error) -> LoadError {
    match (error.kind(), error.position()) {
        (ErrorKind::Utf8 { err, .. }, Some(position)) => {
            let message = format!("cell {} is not valid UTF-8", err.field() + 1);
            at_line(path, position.line(), &message)
        }
        _ => LoadError {
            message: format!("{} cannot be read: {error}", path.display()),
            line: None,
        },
    }
}

fn at_line(path: &Path, line: u64, message: &str) -> LoadError {
    LoadError {
        message: format!("{}, line {line}: {message}", path.display()),
        line: Some(line),
    }
}

#[cfg(test)]
mod tests {
    use std::env::temp_dir;
    use std::fs;

    use super::*;

    /// Writes a file, and removes it behind the test.
    fn with_file<T>(name: &str, content: &[u8], test: impl FnOnce(&Path) -> T) -> T {
        let path = temp_dir().join(format!("tables_{}_{name}.csv", std::process::id()));
        fs::write(&path, content).unwrap();
        let result = test(&path);
        fs::remove_file(&path).unwrap();
        result
    }

    #[test]
    fn a_file_has_a_header_and_rows() {
        let content = b"\xEF\xBB\xBFid,name\r\n1,\"Gr\xC3\xBCn, \"\"KG\"\"\"\n\n2,\n";
        let table = with_file("whole", content, load).unwrap();
        assert_eq!(table.names(), ["id", "name"]);
        assert_eq!(table.rows(), 2);
        assert_eq!(table.summarize().numbers["id"].count, 2);
    }

    #[test]
    fn what_does_not_fit_is_named_with_its_line() {
        for (name, content, line, message) in [
            ("empty", &b""[..], 1, "a table must have a column"),
            ("twice", b"a,a\n", 1, r#"the column "a" is there twice"#),
            (
                "long",
                b"a,b\n1,\"x\ny\"\n2,3,4\n",
                4,
                "a row must have as many cells as there are columns (2), got: 3",
            ),
            (
                "bytes",
                b"a,b\n1,2\n1,\xFF\n",
                3,
                "cell 2 is not valid UTF-8",
            ),
        ] {
            let (error, path) = with_file(name, content, |path| {
                (load(path).unwrap_err(), path.display().to_string())
            });
            assert_eq!(error.line, Some(line), "{name}");
            assert_eq!(error.message, format!("{path}, line {line}: {message}"));
        }
    }

    #[test]
    fn a_file_that_is_missing_has_no_lines() {
        let path = Path::new("no/such/file.csv");
        let expected = LoadError {
            message: "no/such/file.csv cannot be read: No such file or directory (os error 2)"
                .into(),
            line: None,
        };
        assert_eq!(load(path).unwrap_err(), expected);
        assert_eq!(lines(path).err(), Some(expected));
    }

    #[test]
    fn lines_go_on_behind_one_that_cannot_be_read() {
        let read: Vec<Line> = with_file("lines", b"a,b\n\xFF,1\n2\n", |path| {
            lines(path).unwrap().collect()
        });
        assert_eq!(read.len(), 3);
        assert_eq!(read[0], Ok(vec!["a".to_string(), "b".to_string()]));
        assert!(matches!(&read[1], Err(error) if error.line == Some(2)));
        assert_eq!(read[2], Ok(vec!["2".to_string()]));
    }
}
