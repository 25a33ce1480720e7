defmodule RustInElixir.Core.Schema do
  use RustInElixir.Schema,
    facade: RustInElixir.Core,
    crate: "rust_in_elixir",
    loader: :rust_in_elixir

  @moduledoc """
  The pure core of the generator, in Rust: it checks a boundary, renders both of its
  sides, and reads and edits the files that it shares with the user.

  Nothing here touches the disk. Text and data go in, text and data come out.

  The core also runs in the VM of whoever compiles a project in IEx. The native calls of that project take dirty CPU
  schedulers by default, and there are no more of these than cores, so that a compilation would wait for them. The core
  takes those for I/O.
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
    :term,
    :integer,
    :decimal,
    :date,
    :time,
    :naive_datetime,
    :datetime,
    :duration,
    :range,
    :char,
    :ip,
    :uuid,
    :packed_i8,
    :packed_i16,
    :packed_i32,
    :packed_i64,
    :packed_u16,
    :packed_u32,
    :packed_u64,
    :packed_f32,
    :packed_f64,
    :slice_string,
    :slice_binary
  ]

  @typedoc "Where the VM runs a NIF."
  unit_enum Schedule, [:normal, :dirty_cpu, :dirty_io]

  @typedoc "The package that builds and loads the library: Rustler, RustlerPrecompiled, or `RustInElixir.Loader`."
  unit_enum Loader, [:rustler, :precompiled, :rust_in_elixir]

  @typedoc "What a crate takes memory from: the system, the VM if there is much of it, or the crate of that name."
  unit_enum Allocator, [:system, :vm, :mimalloc]

  @typedoc "The crate with the Rust types of dates and times."
  unit_enum TimeCrate, [:chrono, :jiff]

  @typedoc "The crate with the Rust type of decimals."
  unit_enum DecimalCrate, [:rust_decimal, :bigdecimal]

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
    @doc "A list of that many elements."
    variant :array, Type, u32
    variant :set, Type
    variant :tuple, [Type]
    variant :map, Type, Type
    variant :optional, Type
    @doc "Source that is not a type, with the reason."
    variant :invalid, string
  end

  @typedoc "An Elixir term in a schema."
  tagged_enum Literal do
    variant :none
    variant :bool, bool
    @doc "As decimal digits, so that its size is not limited."
    variant :integer, string
    variant :float, f64
    variant :string, string
    @doc "A binary that is not UTF-8."
    variant :binary, binary
    variant :atom, string
    variant :list, [Literal]
    variant :tuple, [Literal]
    variant :map, [{Literal, Literal}]
    variant :set, [Literal]
    @doc "A term of any other kind, as `inspect/1` shows it."
    variant :other, string
  end

  @typedoc "The default of a field, as a term and as Elixir source."
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

  @typedoc "The data that a variant carries."
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

  @typedoc "A constraint on the value of a newtype."
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

  @typedoc "A type whose Rust side, decoder and encoder are the user's."
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

  @typedoc "What a type of another library is in Elixir, beside the type that represents it."
  struct Remote do
    @doc "The Elixir typespec, as source, such as `URI.t()`."
    field :typespec, string

    @doc "The module whose structs are its values; `nil` if a function says which values there are."
    field :module, string | nil
    @doc "The Elixir function that represents a value, such as `URI.to_string`."
    field :from, string
    @doc "The Elixir function that makes a value of its representation, such as `URI.parse`."
    field :to, string
    @doc "The Elixir function that validates a value, such as `MyApp.Link.validate`."
    field :validator, string | nil
  end

  @typedoc "The lock that prevents two calls from changing a resource at the same time."
  unit_enum Locking, [:rwlock, :mutex]

  @typedoc "A type whose values stay in Rust, behind handles."
  struct Resource do
    @doc "The path of the Rust type, such as `crate::Table`."
    field :rust, string

    @doc "The lock that the schema requests; without it the resource has one if a function changes it."
    field :lock, Locking | nil
    @doc "The function that receives the value when its last handle is gone."
    field :on_drop, string | nil
    @doc "Whether a function is called when the process that created the value ends."
    field :monitor, bool, default: false
  end

  @typedoc "The kind of a definition."
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
    @doc "The type that represents a value in Rust, and the type in Elixir."
    variant :remote, Type, Remote
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

  @typedoc """
  How a parameter is passed to Rust: by its type, as `mut`, `take` or `handle` of a resource, or as a `stream` of values
  of its type.
  """
  unit_enum Passing, [:plain, :mut, :take, :handle, :stream]

  @typedoc "A parameter of a NIF."
  struct Param do
    field :name, string
    field :type, Type
    field :passing, Passing, default: :plain
    field :line, u32
  end

  @typedoc "The return type of a NIF."
  tagged_enum Return do
    @doc "The atom `:ok`."
    variant :ok
    variant :value, Type
    @doc "`{:ok, value} | {:error, error}`, or `:ok | {:error, error}` without a value."
    variant :result, Type | nil, Type

    @doc """
    A stream of values, the error that each value may be instead, and the error of the call itself.
    """
    variant :stream, Type, Type | nil, Type | nil
  end

  @typedoc """
  How a function of the facade hands over its value: as `{:ok, value}`; `untagged`, as the value itself beside
  `{:error, error}`; or `bare`, as the value itself, with errors raised.
  """
  unit_enum ReturnStyle, [:tagged, :untagged, :bare]

  @typedoc "A function that Rust implements."
  struct Nif do
    field :name, string
    field :params, [Param]
    field :returns, Return
    field :return_style, ReturnStyle, default: :tagged
    field :schedule, Schedule, default: :dirty_cpu
    field :cast, bool, default: false

    @doc "Whether it returns a handle that exists already, rather than a value that gets its first one."
    field :returns_handle, bool, default: false
    @doc "How many values of a stream go at once."
    field :chunk, u32, default: 500
    field :doc, string | nil
    field :line, u32
  end

  @typedoc "Something wrong in a schema, and how to fix it."
  struct Problem do
    field :line, u32
    field :message, string
  end

  @typedoc "A breaking change that a schema allows until a date."
  struct Waiver do
    @doc "The rule, such as `nif_removed`."
    field :rule, string
    @doc "The place that the rule applies to, such as `resize/2`, with everything inside it."
    field :path, string
    field :reason, string
    @doc "The last date on which it is valid, in ISO 8601."
    field :until, string
    field :line, u32
  end

  @typedoc "A former name of a type, field, variant or NIF."
  struct Rename do
    @doc "Its current place, such as `Point`, `Point.x` or `resize/2`."
    field :path, string
    @doc "The old name alone, such as `scale`."
    field :from, string
    field :line, u32
  end

  @typedoc "A string in a default or constraint, as Elixir sees it."
  struct Text do
    field :trimmed, string
    @doc "The formats in the schema that it matches."
    field :formats, [string]
  end

  @typedoc "A schema, as `RustInElixir.Schema` reads it."
  struct Boundary do
    @doc "The module that callers use, such as `MyApp.Markdown`."
    field :facade, string
    field :crate_name, string
    @doc "The module of the stubs; `nil` is `Native` below the facade."
    field :native, string | nil
    @doc "The module that holds the schema."
    field :schema, string
    @doc "The loader that the schema requests; `nil` leaves the choice to the project."
    field :loader, Loader | nil
    @doc "Used if the loader is `:precompiled`."
    field :precompiled, Precompiled | nil
    @doc "Whether a behaviour and a double of the facade are generated as well."
    field :double, bool, default: false
    field :allocator, Allocator, default: :system
    field :time, TimeCrate, default: :chrono
    field :decimal, DecimalCrate, default: :rust_decimal
    field :doc, string | nil
    field :definitions, [Definition], default: []
    field :nifs, [Nif], default: []
    field :waivers, [Waiver], default: []
    field :renames, [Rename], default: []
    @doc "The strings in its defaults and constraints, and these strings trimmed."
    field :texts, %{string => Text}, default: %{}
    @doc "The problems found while the schema was read."
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
    @doc "Templates that replace the built-in ones of the same name."
    field :templates, %{string => string}, default: %{}
  end

  @typedoc "The language that a file is written in; `:text` is any other."
  unit_enum Language, [:elixir, :rust, :text]

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

    @doc "The paths of Elixir files that the formatter with its own settings would leave as they are."
    field :laid_out, [string]
  end

  @typedoc "A function or type as both sides declare it."
  struct Declaration do
    @doc "The function as `name/arity`, or the name of the type."
    field :name, string
    @doc "The specs of the function, or the types in the module of the type."
    field :elixir, string
    @doc "The method of the trait, or the type."
    field :rust, string
  end

  @typedoc "All functions and types of a boundary as both sides declare them, in the order of the schema."
  struct Declarations do
    field :functions, [Declaration]
    field :types, [Declaration]
  end

  @typedoc "The part of a starter test for one function."
  struct Describe do
    @doc "The function as `name/arity`."
    field :function, string
    @doc "The `describe` of the function."
    field :text, string
  end

  @typedoc "The starter test, which is created once and then belongs to the user."
  struct UserTest do
    field :path, string
    @doc "The whole file."
    field :text, string
    @doc "Its parts for each function, to add to an existing test."
    field :describes, [Describe]
    @doc "The private function that these parts call."
    field :helper, string
  end

  @typedoc "A function in `lib.rs` that does not match the boundary."
  struct Mismatch do
    @doc "The function as `name/arity`, or its name in Rust if the boundary has no such function."
    field :label, string
    field :line, u32
    @doc "Its current signature."
    field :found, string
    @doc "The signature that the boundary requires; `nil` if it has no such function."
    field :expected, string | nil
    @doc "How to fix it, if the signature is not the problem."
    field :advice, string | nil
  end

  @typedoc "A `lib.rs`, compared with its boundary."
  struct LibSource do
    @doc "The text with a stub for each function that was missing."
    field :text, string
    @doc "The functions that were missing, as `name/arity`, and the types of resources."
    field :missing, [string], default: []
    @doc "The functions in it that do not match the boundary, in the order of their lines."
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

  @typedoc "Who is affected by a change: what it breaks, or only a waiver."
  unit_enum Category, [:callers, :implementations, :terms, :behaviour, :waivers]

  @typedoc "The severity of a change."
  unit_enum Severity, [:breaking, :risky, :note]

  @typedoc "A rule for comparing two contracts."
  struct Rule do
    field :name, string
    field :category, Category
    field :severity, Severity
    @doc "The change that it finds."
    field :finds, string
    @doc "A related change that it allows."
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
    @doc "The line in the current schema; 1 for something removed."
    field :line, u32
    field :before, string | nil
    field :after, string | nil
    field :message, string
    @doc "The reason of the waiver that allows it."
    field :waived, string | nil
  end

  @typedoc "The part of the version that a change requires to be raised."
  unit_enum Bump, [:patch, :minor, :major]

  @typedoc "The changes between two states of a project's contracts."
  struct Comparison do
    field :findings, [Finding]
    field :bump, Bump
  end

  @typedoc "A text file of a project, by its path in it."
  struct TextFile do
    field :path, string
    field :text, string
  end

  @typedoc "A function of an Elixir module, and whether its body only raises that the library is not loaded."
  struct ElixirFunction do
    field :name, string
    field :arity, u32
    field :line, u32
    field :stub, bool
  end

  @typedoc "An Elixir module of a project that has stubs."
  struct StubModule do
    @doc "Such as `MyApp.Native`."
    field :name, string
    field :path, string
    field :line, u32
    field :functions, [ElixirFunction]
    @doc "Whether macros define some of its functions, whose names are not known."
    field :computed, bool
    @doc "The text of the file."
    field :source, string
  end

  @typedoc "A crate of a project, as text, for `examine`."
  struct CrateInput do
    @doc "The folder of the crate, such as `native/my_app_markdown`; empty if it is the project's own."
    field :dir, string
    @doc "The `.rs` files in it."
    field :sources, [TextFile]
    field :manifest, TextFile
    @doc "The `Cargo.toml` of its workspace, and Cargo's configuration, for each folder above it."
    field :settings, [TextFile]
    @doc "The `Cargo.lock` that holds for it."
    field :lock, TextFile | nil
    @doc "The manifests of the project's other crates."
    field :siblings, [TextFile]
    @doc "The modules of the project that may hold the stubs."
    field :stubs, [StubModule]
    @doc "The version of the package `rustler` in `mix.lock`."
    field :rustler_package, string | nil
  end

  @typedoc "How grave a diagnosis is: a `warning` fails the command, a `note` does not."
  unit_enum Gravity, [:warning, :note]

  @typedoc "A rule of `mix rust_in_elixir.doctor`."
  struct DoctorRule do
    field :name, string
    field :gravity, Gravity
    field :finds, string
    @doc "Why it matters."
    field :why, string
    @doc "What to do about it."
    field :advice, string
  end

  @typedoc "Something that a rule found in a crate."
  struct Diagnosis do
    @doc "The name of the rule."
    field :rule, string
    field :gravity, Gravity
    field :path, string
    field :line, u32
    field :message, string
    @doc "The reason of the comment that allows it."
    field :waived, string | nil
  end

  @typedoc "What was found in a crate."
  struct Examination do
    @doc "The name of the crate; `nil` if it does not use Rustler, and was not examined."
    field :crate_name, string | nil
    @doc "How many NIFs were read."
    field :nifs, u32
    field :diagnoses, [Diagnosis]
  end

  @typedoc "A package in a `Cargo.lock`."
  struct LockedPackage do
    field :name, string
    field :version, string
    @doc "Where Cargo has it from; `nil` for a crate of the workspace, or one by its path."
    field :source, string | nil
  end

  @typedoc "How often source uses `unsafe`: functions and methods, blocks, impls and traits."
  struct UnsafeCount do
    field :functions, u32
    field :blocks, u32
    field :impls, u32
    field :traits, u32
    @doc "How many files could not be parsed."
    field :unread, u32
  end

  @doc """
  Checks a boundary and renders both of its sides.

  Returns all problems of the schema, in the order of its lines.
  """
  nif generate(boundary :: Boundary, project :: Project) ::
        {:ok, Rendered} | {:error, [Problem]},
      schedule: :dirty_io

  @doc """
  Checks a boundary and returns what both of its sides declare, by the built-in templates. The functions of Rust are
  broken into lines of `width`.
  """
  nif declarations(boundary :: Boundary, project :: Project, width :: u32) ::
        {:ok, Declarations} | {:error, [Problem]},
      schedule: :dirty_io

  @doc """
  Renders what all boundaries of an application share: the modules, each with the helpers in `needs`, and the crate with
  the codecs. The names are those of `Rendered`; unknown ones are ignored. Without any there is nothing to share.
  """
  nif support(needs :: [string], project :: Project) :: {:ok, [SourceFile]} | {:error, string},
    schedule: :dirty_io

  @doc "Renders the starter test."
  nif user_test(boundary :: Boundary, project :: Project) ::
        {:ok, UserTest} | {:error, [Problem]},
      schedule: :dirty_io

  @doc "A digest of the templates and the code around them, which changes with every version that may render differently."
  nif fingerprint() :: string, schedule: :normal

  @doc """
  Compares the user's `lib.rs` with the boundary, or creates the first one if `text` is `nil`.

  `fix` updates the signatures in it as well, but no bodies.
  """
  nif lib_source(text :: string | nil, boundary :: Boundary, fix :: bool) ::
        {:ok, LibSource} | {:error, SyntaxError},
      schedule: :dirty_io

  @doc """
  Sets the keys of a crate's `Cargo.toml` that the boundary needs, or creates the first one if `text` is `nil`.

  Comments, order, style and all other keys stay as they are.
  """
  nif manifest(text :: string | nil, boundary :: Boundary, project :: Project) ::
        {:ok, string} | {:error, SyntaxError},
      schedule: :dirty_io

  @doc "The version that a `Cargo.toml` requires of a dependency; `nil` if it names none."
  nif required_version(manifest :: string, dependency :: string) :: string | nil,
    schedule: :dirty_io

  @doc """
  Adds crates as members to a workspace's `Cargo.toml`, or creates the first one if `text` is `nil`.

  Each crate is its folder and its manifest; one that has its own workspace is left out. The folders
  `foreign` hold crates of others, which the workspace must exclude.
  """
  nif workspace(text :: string | nil, crates :: [{string, string | nil}], foreign :: [string]) ::
        {:ok, string} | {:error, SyntaxError},
      schedule: :dirty_io

  @doc "A unified diff with three lines of context; an empty string for equal texts."
  nif unified_diff(path :: string, old :: string, new :: string) :: string, schedule: :dirty_io

  @doc "Writes a lock as text."
  nif write_lock(lock :: Lock) :: string, schedule: :dirty_io

  @doc "Reads a lock from its text."
  nif read_lock(text :: string) :: {:ok, Lock} | {:error, string}, schedule: :dirty_io

  @doc "Checks a boundary and returns its canonical contract, in JSON."
  nif contract(boundary :: Boundary) :: {:ok, string} | {:error, [Problem]}, schedule: :dirty_io

  @doc """
  Compares the former contracts of a project's boundaries with its current boundaries, each by the name of its
  folder. A contract whose folder is gone is compared with the boundary that has the same facade.

  `today` is the date for waivers, in ISO 8601. The error says which contract cannot be read.
  """
  nif compare(before :: %{string => string}, boundaries :: %{string => Boundary}, today :: string) ::
        {:ok, Comparison} | {:error, string},
      schedule: :dirty_io

  @doc "The rules of a comparison, in order."
  nif rules() :: [Rule], schedule: :normal

  @doc "A comparison as JSON; `against` names the base of the comparison."
  nif comparison_as_json(comparison :: Comparison, against :: string) :: string,
    schedule: :dirty_io

  @doc """
  Examines a crate by the rules of `mix rust_in_elixir.doctor`. The error has each file that cannot be parsed.
  """
  nif examine(input :: CrateInput) :: {:ok, Examination} | {:error, [{string, Problem}]},
    schedule: :dirty_io

  @doc "The rules of an examination, in order."
  nif doctor_rules() :: [DoctorRule], schedule: :normal

  @doc "The packages in a `Cargo.lock`."
  nif locked_packages(text :: string) :: {:ok, [LockedPackage]} | {:error, SyntaxError},
    schedule: :dirty_io

  @doc "Counts `unsafe` in the sources of a crate."
  nif unsafe_count(sources :: [string]) :: UnsafeCount, schedule: :dirty_io
end
