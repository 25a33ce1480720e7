//! The patterns of the guide "Rust In Elixir", as plain Rust on plain types.

use std::fs;

use pulldown_cmark::{Event, HeadingLevel as Heading, Options, Parser, Tag, TagEnd, html};

#[rustfmt::skip]
pub mod boundary;
pub mod name;

use boundary::*;
use name::Name;

/// Implements the functions of the boundary.
pub struct Guide;

impl Nifs for Guide {
    fn rewrite_asset_url(asset_path: AssetPath) -> String {
        format!("{}{}", asset_path.root, asset_path.path)
    }

    fn rewrite_json_asset_url(asset_path: AssetPath) -> String {
        Self::rewrite_asset_url(asset_path)
    }

    fn align(alignment: Alignment) -> String {
        let class = match alignment {
            Alignment::Left => "text-left",
            Alignment::Center => "text-center",
            Alignment::Right => "text-right",
        };
        class.to_string()
    }

    fn render_event(event: UiEvent) -> String {
        match event {
            UiEvent::Loading => "loading".to_string(),
            UiEvent::Redirect(path) => format!("redirect to {path}"),
            UiEvent::Resize { width, height } => format!("resize to {width}x{height}"),
        }
    }

    fn describe_input(input: Input) -> String {
        match input {
            Input::Id(id) => format!("id={id}"),
            Input::Name(name) => format!("name={name}"),
        }
    }

    fn move_point(point: Point, delta: Delta) -> Point {
        // A release build would wrap around without a word.
        let add = |at: i64, by| at.checked_add(by).expect("the point leaves the grid");
        Point {
            x: add(point.x, delta.x),
            y: add(point.y, delta.y),
        }
    }

    fn normalize_name(name: NonEmptyString) -> NonEmptyString {
        name
    }

    fn normalize_custom_name(name: Name) -> Name {
        name
    }

    fn to_html(markdown: &str, opts: HtmlOptions) -> String {
        let mut extensions = Options::empty();
        extensions.set(Options::ENABLE_TABLES, opts.tables);

        let events = Parser::new_ext(markdown, extensions)
            .map(|event| shift_heading(event, opts.top_heading.0))
            .map(|event| match event {
                Event::Html(html) | Event::InlineHtml(html) if !opts.raw_html => Event::Text(html),
                other => other,
            });

        let mut rendered = String::new();
        html::push_html(&mut rendered, events);
        rendered
    }

    fn read_markdown(path: &Path) -> Result<String, ReadError> {
        fs::read_to_string(path).map_err(|error| ReadError {
            message: format!("{} cannot be read: {error}", path.display()),
            path: path.to_path_buf(),
        })
    }
}

/// Moves a heading down, so that the outermost ones are at the level `top`.
fn shift_heading(event: Event, top: u8) -> Event {
    // There is no level below the sixth.
    let shift = |level: Heading| {
        Heading::try_from(level as usize + usize::from(top) - 1).unwrap_or(Heading::H6)
    };

    match event {
        Event::Start(Tag::Heading {
            level,
            id,
            classes,
            attrs,
        }) => Event::Start(Tag::Heading {
            level: shift(level),
            id,
            classes,
            attrs,
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(shift(level))),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULTS: HtmlOptions = HtmlOptions {
        tables: true,
        raw_html: false,
        top_heading: HeadingLevel(1),
    };

    #[test]
    fn an_asset_url_is_the_root_and_the_path() {
        let asset_path = AssetPath {
            root: "https://cdn.example.com/".to_string(),
            path: "app.css".to_string(),
        };
        let url = "https://cdn.example.com/app.css";
        assert_eq!(Guide::rewrite_asset_url(asset_path.clone()), url);
        assert_eq!(Guide::rewrite_json_asset_url(asset_path), url);
    }

    #[test]
    fn every_alignment_has_its_class() {
        for (alignment, class) in [
            (Alignment::Left, "text-left"),
            (Alignment::Center, "text-center"),
            (Alignment::Right, "text-right"),
        ] {
            assert_eq!(Guide::align(alignment), class);
        }
    }

    #[test]
    fn every_event_has_its_words() {
        for (event, words) in [
            (UiEvent::Loading, "loading"),
            (UiEvent::Redirect("/docs".to_string()), "redirect to /docs"),
            (
                UiEvent::Resize {
                    width: 800,
                    height: 600,
                },
                "resize to 800x600",
            ),
        ] {
            assert_eq!(Guide::render_event(event), words);
        }
    }

    #[test]
    fn an_input_says_its_kind() {
        assert_eq!(Guide::describe_input(Input::Id(123)), "id=123");
        assert_eq!(
            Guide::describe_input(Input::Name("hello".to_string())),
            "name=hello"
        );
    }

    #[test]
    fn a_point_moves() {
        let moved = Guide::move_point(Point { x: 2, y: 3 }, Delta { x: 10, y: 20 });
        assert_eq!(moved, Point { x: 12, y: 23 });
    }

    #[test]
    #[should_panic(expected = "the point leaves the grid")]
    fn a_point_beyond_the_grid_is_a_panic() {
        Guide::move_point(Point { x: i64::MAX, y: 0 }, Delta { x: 1, y: 0 });
    }

    #[test]
    fn options_shape_the_html() {
        let table = "| a |\n| - |\n";
        for (markdown, options, html) in [
            ("# Hello", DEFAULTS, "<h1>Hello</h1>\n"),
            (
                "# One\n\n###### Six",
                HtmlOptions {
                    top_heading: HeadingLevel(3),
                    ..DEFAULTS
                },
                "<h3>One</h3>\n<h6>Six</h6>\n",
            ),
            (
                table,
                DEFAULTS,
                "<table><thead><tr><th>a</th></tr></thead><tbody>\n</tbody></table>\n",
            ),
            (
                table,
                HtmlOptions {
                    tables: false,
                    ..DEFAULTS
                },
                "<p>| a |\n| - |</p>\n",
            ),
            ("a <b>b</b>", DEFAULTS, "<p>a &lt;b&gt;b&lt;/b&gt;</p>\n"),
            (
                "a <b>b</b>",
                HtmlOptions {
                    raw_html: true,
                    ..DEFAULTS
                },
                "<p>a <b>b</b></p>\n",
            ),
        ] {
            assert_eq!(Guide::to_html(markdown, options), html);
        }
    }

    #[test]
    fn a_file_that_is_missing_is_an_error_with_its_path() {
        let path = Path::new("no/such/file.md");
        let error = Guide::read_markdown(path).unwrap_err();
        assert_eq!(error.path, path);
        assert!(
            error
                .message
                .starts_with("no/such/file.md cannot be read: ")
        );
    }
}
