defmodule RustInElixir.Core.Schema do
  use RustInElixir.Schema,
    facade: RustInElixir.Core,
    crate: "rust_in_elixir",
    loader: :rust_in_elixir

  @moduledoc """
  The pure core of the generator, done in Rust: it checks a boundary, renders both of its
  sides, and reads and edits the files that it shares with the user.

  Nothing here touches the disk. Text and data go in, text and data come out.

  The core also runs in the VM of whoever compiles a project in IEx. The native calls of that project take dirty CPU
  schedulers by default, and there are no more of these than cores; a compilation that waited for one could never say what
  it waits for. So the core takes those for I/O.
  """

  @typedoc "The built-in types of the notation."
  unit_enum Scalar, [
    :i8,
    :i16,
    :i32,
    :i64,
    :i128,
    :isize,
    :u8,
    :u16,
    :u32,
    :u64,
    :u128,
    :usize,
    :f32,
    :f64,
    :bool,
    :string,
    :binary,
    :atom,
    :pid,
    :reference,
    :path,
    :term
  ]

  @typedoc "Where the VM runs a NIF."
  unit_enum Schedule, [:normal, :dirty_cpu, :dirty_io]

  @typedoc "What builds and loads the library: Rustler, RustlerPrecompiled, or `RustInElixir.Loader`."
  unit_enum Loader, [:rustler, :precompiled, :rust_in_elixir]

  @typedoc "Where RustlerPrecompiled gets the libraries of a release, and for which systems."
  struct Precompiled do
    @doc "With `{version}` for the application's version; `nil` is the releases of its `source_url`."
    field :base_url, string | nil
    field :targets, [string]
    field :nif_versions, [string]
  end

  @typedoc "A type expression."
  tagged_enum Type do
    variant :scalar, Scalar
    @doc "A type of the same boundary, by its name."
    variant :named, string
    variant :list, Type
    variant :tuple, [Type]
    variant :map, Type, Type
    variant :optional, Type
    @doc "Source that is no type, with what is wrong about it."
    variant :invalid, string
  end

  @typedoc "An Elixir term that stands in a schema."
  tagged_enum Literal do
    variant :none
    variant :bool, bool
    @doc "In decimal digits, so that no width limits it."
    variant :integer, string
    variant :float, f64
    variant :string, string
    @doc "A binary that is not UTF-8."
    variant :binary, binary
    variant :atom, string
    variant :list, [Literal]
    variant :tuple, [Literal]
    variant :map, [{Literal, Literal}]
    @doc "A term of any other kind, as `inspect/1` shows it."
    variant :other, string
  end

  @typedoc "The default of a field, as a term and as the Elixir source that makes it."
  struct Default do
    field :value, Literal
    field :source, string
  end

  @typedoc "A field of a struct, map, tuple, record, exception, options or variant."
  struct Field do
    field :name, string
    field :type, Type
    field :default, Default | nil
    field :doc, string | nil
    field :redact, bool, default: false
    field :line, u32
  end

  @typedoc "What a variant carries."
  tagged_enum Shape do
    variant :unit
    variant :values, [Type]
    variant :fields, [Field]
  end

  @typedoc "A variant of an enum."
  struct Variant do
    field :name, string
    field :shape, Shape
    field :doc, string | nil
    field :line, u32
  end

  @typedoc "What a newtype asks of its value."
  tagged_enum Constraint do
    variant :trim
    variant :min, Literal
    variant :max, Literal
    variant :min_length, u64
    variant :max_length, u64
    variant :max_bytes, u64
    variant :format, string
    variant :in, [Literal]
  end

  @typedoc "A type whose Rust side, with its decoder and encoder, is the user's."
  struct Custom do
    @doc "The Elixir typespec, as source."
    field :typespec, string
    @doc "The path of the Rust type, such as `crate::money::Money`."
    field :rust, string
    @doc "The Elixir function that validates a value, such as `MyApp.Money.validate`."
    field :validator, string | nil
    @doc "The Elixir function that casts a value, such as `MyApp.Money.cast`."
    field :caster, string | nil
  end

  @typedoc "What keeps a resource from being changed by two calls at once."
  unit_enum Locking, [:rwlock, :mutex]

  @typedoc "A type of the user's whose values stay in Rust, behind handles."
  struct Resource do
    @doc "The path of the Rust type, such as `crate::Table`."
    field :rust, string

    @doc "The lock that the schema asks for; without it the resource has one if a function changes it."
    field :lock, Locking | nil
    @doc "The function that gets the value when its last handle is gone."
    field :on_drop, string | nil
    @doc "Whether a function is called when the process that made it ends."
    field :monitor, bool, default: false
  end

  @typedoc "What a definition is."
  tagged_enum Kind do
    variant :unit_enum, [Variant]
    variant :tagged_enum, [Variant]
    variant :untagged_enum, [Variant]
    variant :struct, [Field]
    variant :map, [Field]
    variant :tuple, [Field]
    @doc "The tag, then the fields."
    variant :record, string, [Field]
    variant :exception, [Field]
    variant :options, [Field]
    variant :newtype, Type, [Constraint]
    variant :custom, Custom
    variant :resource, Resource
  end

  @typedoc "A named type of the boundary."
  struct Definition do
    field :name, string
    @doc "The facade of the boundary that declares it; `nil` for a type of this one."
    field :owner, string | nil
    field :kind, Kind
    field :doc, string | nil
    field :cast, bool, default: false
    field :redact, bool, default: false
    field :line, u32
  end

  @typedoc "How a parameter reaches Rust: as its type says, or as what `mut`, `take` or `handle` of a resource asks for."
  unit_enum Passing, [:plain, :mut, :take, :handle]

  @typedoc "A parameter of a NIF."
  struct Param do
    field :name, string
    field :type, Type
    field :passing, Passing, default: :plain
    field :line, u32
  end

  @typedoc "What a NIF gives back."
  tagged_enum Return do
    @doc "The atom `:ok`."
    variant :ok
    variant :value, Type
    @doc "`{:ok, value} | {:error, error}`, or `:ok | {:error, error}` without a value."
    variant :result, Type | nil, Type

    @doc """
    A stream of values, each of which may be an error of its own, and the error of the call itself.
    """
    variant :stream, Type, Type | nil, Type | nil
  end

  @typedoc "A function that Rust implements."
  struct Nif do
    field :name, string
    field :params, [Param]
    field :returns, Return
    field :schedule, Schedule, default: :dirty_cpu
    field :cast, bool, default: false
    @doc "Whether the value that it gives back is a handle, rather than what gets its first one."
    field :returns_handle, bool, default: false
    @doc "How many values of a stream are fetched at once."
    field :chunk, u32, default: 500
    field :doc, string | nil
    field :line, u32
  end

  @typedoc "Something wrong in a schema, and how to fix it."
  struct Problem do
    field :line, u32
    field :message, string
  end

  @typedoc "A breaking change that a schema lets pass for a while."
  struct Waiver do
    @doc "The rule, such as `nif_removed`."
    field :rule, string
    @doc "The place that the rule speaks of, such as `resize/2`; it covers all that is inside."
    field :path, string
    field :reason, string
    @doc "The last date on which it counts, as ISO 8601 writes it."
    field :until, string
    field :line, u32
  end

  @typedoc "What a type, field, variant or NIF was called before."
  struct Rename do
    @doc "Where it is now, such as `Point`, `Point.x` or `resize/2`."
    field :path, string
    @doc "The old name alone, such as `scale`."
    field :from, string
    field :line, u32
  end

  @typedoc "What Elixir makes of a string that stands in a default or constraint."
  struct Text do
    field :trimmed, string
    @doc "The formats of the schema that it matches."
    field :formats, [string]
  end

  @typedoc "A schema, as `RustInElixir.Schema` reads it."
  struct Boundary do
    @doc "The module that callers use, such as `MyApp.Markdown`."
    field :facade, string
    field :crate_name, string
    @doc "The module that holds the schema."
    field :schema, string
    @doc "The loader that the schema asks for; `nil` leaves the choice to the project."
    field :loader, Loader | nil
    @doc "Taken where the loader is `:precompiled`."
    field :precompiled, Precompiled | nil
    @doc "Whether a behaviour and a double of the facade are generated as well."
    field :double, bool, default: false
    field :doc, string | nil
    field :definitions, [Definition], default: []
    field :nifs, [Nif], default: []
    field :waivers, [Waiver], default: []
    field :renames, [Rename], default: []
    @doc "The strings in its defaults and constraints, and these strings trimmed."
    field :texts, %{string => Text}, default: %{}
    @doc "What was already found wrong while the schema was read."
    field :problems, [Problem], default: []
  end

  @typedoc "The project that a boundary is generated into."
  struct Project do
    field :otp_app, string
    field :loader, Loader
    @doc "The folder of the facade's source, such as `lib`."
    field :lib_dir, string, default: "lib"
    @doc "The folder of the crate, such as `native/my_app_markdown`."
    field :crate_dir, string
    @doc "The requirement for the crate `rustler`, such as `0.39`."
    field :rustler, string
    @doc "Templates that stand for the built-in ones of the same name."
    field :templates, %{string => string}, default: %{}
  end

  @typedoc "The language that a file is written in."
  unit_enum Language, [:elixir, :rust]

  @typedoc "A file that belongs to the generator."
  struct SourceFile do
    field :path, string
    field :language, Language
    field :text, string
  end

  @typedoc "Both sides of a boundary, rendered."
  struct Rendered do
    field :files, [SourceFile]
    @doc "The canonical contract, in JSON."
    field :contract, string

    @doc "The shared modules and helpers that the files call, such as `PanicError` and `Validation.string`; sorted."
    field :support, [string]
  end

  @typedoc "What a test has on one function."
  struct Describe do
    @doc "The function as `name/arity`."
    field :function, string
    @doc "The `describe` of the function."
    field :text, string
  end

  @typedoc "The test that is created once, and is the user's from then on."
  struct UserTest do
    field :path, string
    @doc "All of it."
    field :text, string
    @doc "What it has on each function, to be added to a test that is there already."
    field :describes, [Describe]
    @doc "The private function that each of them calls."
    field :helper, string
  end

  @typedoc "A function of a `lib.rs` that is not as the boundary asks for."
  struct Mismatch do
    @doc "The function as `name/arity`, or its name in Rust if the boundary has no such function."
    field :label, string
    field :line, u32
    @doc "Its signature as it is."
    field :found, string
    @doc "The signature that the boundary asks for; `nil` if it has no such function."
    field :expected, string | nil
    @doc "What to do about it, where a signature is not what is wrong."
    field :advice, string | nil
  end

  @typedoc "A `lib.rs` held against its boundary."
  struct LibSource do
    @doc "The text with a stub for each function that was missing."
    field :text, string
    @doc "The functions that were missing, as `name/arity`, and the types of resources."
    field :missing, [string], default: []
    @doc "The functions in it that are not as the boundary asks for, in the order of their lines."
    field :mismatches, [Mismatch], default: []
  end

  @typedoc "A user's file that cannot be read, and where."
  struct SyntaxError do
    field :line, u32
    field :column, u32
    field :message, string
  end

  @typedoc "The lock of a boundary."
  struct Lock do
    @doc "The canonical contract, in JSON."
    field :contract, string
    @doc "The digest of each file that the generator owns, by its path."
    field :files, %{string => string}, default: %{}
    @doc "The shared modules and helpers that the files call."
    field :support, [string], default: []
  end

  @typedoc "Whom a change concerns: what it breaks, or whether only a waiver is meant."
  unit_enum Category, [:callers, :implementations, :terms, :behaviour, :waivers]

  @typedoc "How bad a change is."
  unit_enum Severity, [:breaking, :risky, :note]

  @typedoc "A rule by which two contracts are compared."
  struct Rule do
    field :name, string
    field :category, Category
    field :severity, Severity
    @doc "What it finds."
    field :finds, string
    @doc "The change beside it that it lets pass."
    field :harmless, string
  end

  @typedoc "A change between two contracts."
  struct Finding do
    @doc "The name of the rule."
    field :rule, string
    field :category, Category
    field :severity, Severity
    @doc "The name of the boundary's folder."
    field :boundary, string
    @doc "The place, such as `resize/2`, `resize/2.width`, `Point.x` or `Event.moved`."
    field :path, string
    @doc "The line in the schema as it is now; 1 for what is no longer in it."
    field :line, u32
    field :before, string | nil
    field :after, string | nil
    field :message, string
    @doc "The reason of the waiver that lets it pass."
    field :waived, string | nil
  end

  @typedoc "The part of a version that a change asks to be raised."
  unit_enum Bump, [:patch, :minor, :major]

  @typedoc "What changed between two states of a project's contracts."
  struct Comparison do
    field :findings, [Finding]
    field :bump, Bump
  end

  @doc """
  Checks a boundary and renders both of its sides.

  Gives every problem of the schema at once, in the order of its lines.
  """
  nif generate(boundary :: Boundary, project :: Project) ::
        {:ok, Rendered} | {:error, [Problem]},
      schedule: :dirty_io

  @doc """
  Renders the modules that all boundaries of an application share, each with those helpers that are asked
  for. The names are those of `Rendered`; one that is not known is passed over.
  """
  nif support(needs :: [string], project :: Project) :: {:ok, [SourceFile]} | {:error, string},
    schedule: :dirty_io

  @doc "Renders the test that a user starts from."
  nif user_test(boundary :: Boundary, project :: Project) ::
        {:ok, UserTest} | {:error, [Problem]},
      schedule: :dirty_io

  @doc "A digest of the templates and the code around them, which changes with every version that may render otherwise."
  nif fingerprint() :: string, schedule: :normal

  @doc """
  Holds the user's `lib.rs` against the boundary, or makes the first one out of `nil`.

  With `fix` the signatures in it are brought up to date as well, their bodies left alone.
  """
  nif lib_source(text :: string | nil, boundary :: Boundary, fix :: bool) ::
        {:ok, LibSource} | {:error, SyntaxError},
      schedule: :dirty_io

  @doc """
  Sets the keys of a crate's `Cargo.toml` that the boundary needs, or makes the first one out of `nil`.

  Comments, order, style and every other key stay as they are.
  """
  nif manifest(text :: string | nil, boundary :: Boundary, project :: Project) ::
        {:ok, string} | {:error, SyntaxError},
      schedule: :dirty_io

  @doc "The version that a `Cargo.toml` requires of a dependency; `nil` where it names none."
  nif required_version(manifest :: string, dependency :: string) :: string | nil,
    schedule: :dirty_io

  @doc """
  Makes crates members of a workspace's `Cargo.toml`, or makes the first one out of `nil`.

  Each crate is its folder and its manifest; one that is a workspace of its own is left out. The folders
  `foreign` hold crates of others, which the workspace must not take in.
  """
  nif workspace(text :: string | nil, crates :: [{string, string | nil}], foreign :: [string]) ::
        {:ok, string} | {:error, SyntaxError},
      schedule: :dirty_io

  @doc "A unified diff with three lines of context; an empty string for equal texts."
  nif unified_diff(path :: string, old :: string, new :: string) :: string, schedule: :dirty_io

  @doc "Writes a lock as text."
  nif write_lock(lock :: Lock) :: string, schedule: :dirty_io

  @doc "Reads a lock out of its text."
  nif read_lock(text :: string) :: {:ok, Lock} | {:error, string}, schedule: :dirty_io

  @doc "Checks a boundary and gives its canonical contract, in JSON."
  nif contract(boundary :: Boundary) :: {:ok, string} | {:error, [Problem]}, schedule: :dirty_io

  @doc """
  Compares the contracts of a project's boundaries as they were with the boundaries as they are, each by the
  name of its folder. A contract whose folder is gone is held against the boundary with its facade.

  `today` is a date as ISO 8601 writes it, by which waivers are judged. The error says which contract cannot
  be read.
  """
  nif compare(before :: %{string => string}, boundaries :: %{string => Boundary}, today :: string) ::
        {:ok, Comparison} | {:error, string},
      schedule: :dirty_io

  @doc "The rules of a comparison, in order."
  nif rules() :: [Rule], schedule: :normal

  @doc "A comparison as JSON; `against` says what was compared with."
  nif comparison_as_json(comparison :: Comparison, against :: string) :: string,
    schedule: :dirty_io
end
