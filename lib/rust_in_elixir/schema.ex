defmodule RustInElixir.Schema do
  @moduledoc ~S'''
  Describes a boundary between Elixir and Rust: its types and its NIFs.

  A schema is a module in a file of its own, `native/<crate>/schema.exs`:

      defmodule MyApp.Markdown.Schema do
        use RustInElixir.Schema, facade: MyApp.Markdown, crate: "my_app_markdown"

        @moduledoc "Markdown rendering, done in Rust."

        @typedoc "How a column is aligned."
        unit_enum Alignment, [:left, :center, :right]

        struct Point do
          @doc "To the right."
          field :x, i64, default: 0
          @doc "Downwards."
          field :y, i64, default: 0
        end

        @doc "Moves a point."
        nif move_point(point :: Point, x :: i64, y :: i64) :: Point
      end

  The options of `use` are

    * `:facade` - the module that callers use
    * `:crate` - the name of the crate, in lower-case letters, digits and `_`
    * `:native` - the module of the stubs, which loads the library; by default `Native` below the facade. With a name of your
      own, such as `native: MyApp.Markdown.Nif`, modules that the project already has keep theirs
    * `:loader` - what builds and loads the library: `:rustler`, `:precompiled` or `:rust_in_elixir`. By default,
      `:rustler` if the project has Rustler, and `:rust_in_elixir` otherwise
    * `:base_url`, `:targets`, `:nif_versions` - with `loader: :precompiled`, where `RustlerPrecompiled` finds the
      libraries of a release, and which ones there are. In the URL, `{version}` stands for the application's
      version. By default it looks at the GitHub releases of the project's `source_url`, for every target that it
      knows and NIF version 2.15
    * `:double` - `true` also generates a behaviour of the facade and a double for tests, `MyApp.Markdown.Behaviour`
      and `MyApp.Markdown.Double`
    * `:allocator` - where the crate takes memory from; see [costs](costs.md#memory). `:vm` (the default) takes large blocks
      from the VM, so that a large binary is returned without a copy, and `:mimalloc` all of them from a crate that needs a C
      compiler. With `:system` the crate may have a `#[global_allocator]` of its own
    * `:time` - the crate with the Rust types of dates and times, `:chrono` (the default) or `:jiff`
    * `:decimal` - the crate with the Rust type of decimals, `:rust_decimal` (the default) or `:bigdecimal`
    * `:returns` - `:bare` if functions return their values without a tag; see `nif/2`

  ## Notation

  Types are written as in typespecs, with Rust's names for sized numbers.

  | notation | crosses as | in Rust |
  | --- | --- | --- |
  | `i8` … `i128`, `u8` … `u128`, `isize`, `usize` | integer; `isize` and `usize` need a target of 64 bits | the type of the same name |
  | `f32`, `f64` | float; NaN or an infinity from Rust raises a `PanicError` that says where it is | the type of the same name |
  | `bool` | `true`, `false` | `bool` |
  | `string` | UTF-8 text | `String`, `&str` in a parameter |
  | `binary` | bytes | `Vec<u8>`, `&[u8]` in a parameter |
  | `path` | a binary without a null byte; UTF-8 on Windows | `PathBuf`, `&Path` in a parameter |
  | `atom` | itself | `Atom`, its name |
  | `pid`, `reference`, `term` | itself | `Pid`, `Reference`, `AnyTerm`: carried through as they are; a handle within keeps no value in Rust alive |
  | `slice(string)`, `slice(binary)` | a part of an argument, in what a function returns | `&str`, `&[u8]` |
  | `packed(f64)`, of any number from `i8` to `f64` | a binary of such numbers in a row | `Vec<f64>`, `&[f64]` in a parameter |
  | `integer` | integer of any size | `num_bigint::BigInt` |
  | `decimal` | `Decimal` of the package `decimal`; see [dates and decimals](schema.md#dates-and-decimals) | `rust_decimal::Decimal` or `bigdecimal::BigDecimal` |
  | `date` | `Date` | `chrono::NaiveDate` or `jiff::civil::Date` |
  | `time` | `Time` | `chrono::NaiveTime` or `jiff::civil::Time` |
  | `naive_datetime` | `NaiveDateTime` | `chrono::NaiveDateTime` or `jiff::civil::DateTime` |
  | `datetime` | `DateTime` in UTC | `chrono::DateTime<chrono::Utc>` or `jiff::Timestamp` |
  | `duration` | `Duration` without years and months, which Elixir has had since 1.17 | `chrono::TimeDelta` or `jiff::SignedDuration` |
  | `range` | `Range` of 64-bit integers with the step 1 | `std::ops::RangeInclusive<i64>` |
  | `char` | code point, such as `?a` | `char` |
  | `ip` | tuple of 4 or 8 integers, as `:inet` has it | `std::net::IpAddr` |
  | `uuid` | string in lower case, with hyphens | `uuid::Uuid` |
  | `[t]` | list | `Vec<T>` |
  | `array(t, 3)` | list of 3 elements | `[T; 3]` |
  | `mapset(t)` | `MapSet` | `HashSet<T>` |
  | `keyword(t)` | list of pairs, as `[{atom, t}]` | `Vec<(Atom, T)>` |
  | `{t, u}` | tuple | `(T, U)` |
  | `%{k => v}` | map | `HashMap<K, V>` |
  | `t \| nil` | the value, or `nil` | `Option<T>` |
  | `Point` | a type that the schema defines | the type of the same name |
  | `MyApp.Shapes.Point` | a type of another boundary of the application, whole or by an alias | the type of its last name, `Point` |

  The key of a map and the element of a set is an integer, a `bool`, `string`, `binary`, `atom`, `date`, `ip` or `uuid`, a unit enum, or a tuple of these.
  An array holds at most 256 values in all, since it lies on the stack.

  A resource is `&T` as a parameter and a handle elsewhere; see `resource/3`.

  ## Types

  Every type except a resource takes the options `cast: true` (decoded JSON is accepted) and `redact: true` (the
  value is never shown in a message). A `@typedoc` above it, and a `@doc` above each `field` and `variant` in it,
  become docs on both sides.

  | macro | in Elixir |
  | --- | --- |
  | `unit_enum/3` | one of some atoms |
  | `tagged_enum/3` | an atom, a tagged tuple, or a tag with a map |
  | `untagged_enum/3` | a value of one of some types |
  | `struct/3` | a struct |
  | `map/3` | a map with atom keys |
  | `tuple/3` | a tuple whose elements have names in Rust |
  | `record/4` | a tuple with a tag in front |
  | `exception/3` | an exception |
  | `options/3` | a keyword list |
  | `newtype/3` | a value with constraints |
  | `custom/3` | whatever your own decoder takes |
  | `remote/3` | a value of any Elixir library |
  | `resource/3` | a handle to a value that stays in Rust |

  ## Changes

  `renamed_from:` gives the old name of a type, `field`, `variant` or `nif`. `mix rust_in_elixir.breaking` then
  reports a new name, rather than one thing removed and another added, and compares the two.
  `mix rust_in_elixir.sync --fix-signatures` renames the function in `lib.rs`. Remove the option when no release
  uses the old name any more.

      struct Size, renamed_from: Dimensions do
        field :width, u32, renamed_from: :w
      end

      nif resize(size :: Size) :: Size, renamed_from: :scale

  `waive/3` allows a change for a while.

  ## Elixir inside a schema

  A schema is evaluated, but its module is never created. Module attributes, aliases and interpolation work, and
  values (defaults, constraints, docs) may be computed:

      @widest 120

      options RenderOptions do
        field :width, u32, default: div(@widest, 2)
      end

  They may also come from modules of the project, which are compiled from their sources for this:

      newtype Slug, string, max_length: MyApp.Limits.slug()

  Names and types are read as they are written. As in every module that is still being defined, its own functions
  cannot be called.

  ## Problems

  Nothing in a schema raises. `load/1` returns every problem with its line and what to write instead. If there is no
  boundary at all (a syntax error, a call of an undefined function, a facade that is not a module), it returns an
  error; all other problems are in the boundary's `problems`, and are reported together with those that the core
  finds. A schema that takes more than 30 seconds, or makes the VM grow by 1 GiB, is stopped together with what it
  started. It cannot read from standard input.
  '''

  import Kernel, except: [struct: 1, struct: 2]

  alias RustInElixir.Core.{Boundary, Problem}
  alias RustInElixir.Schema.{Collector, Draft, Excerpt, Options, Reader, Signature, TypeNames}

  @doc """
  Reads the schema in a file.

  The project does not have to be compiled. Nothing is printed, and no module is left behind. A type of another boundary is
  named by its module here; `mix rust_in_elixir.sync` finds out what it is.

      iex> {:error, [problem]} = RustInElixir.Schema.load("native/no_such_crate/schema.exs")
      iex> problem.message
      "the schema cannot be read: no such file or directory"
  """
  @spec load(Path.t()) :: {:ok, Boundary.t()} | {:error, [Problem.t()]}
  def load(path) do
    case File.read(path) do
      {:ok, text} ->
        load_string(text, path)

      {:error, reason} ->
        message = "the schema cannot be read: #{:file.format_error(reason)}"
        {:error, [%Problem{line: 1, message: message}]}
    end
  end

  @doc ~S'''
  Reads a schema from its text; `path` is where its file is, or will be.

  It is stopped after `:time` milliseconds (30,000 by default), or when the VM has grown by `:memory` bytes (1 GiB
  by default). Modules that it calls and that are not loaded are compiled from their sources in the folders `:own`
  (none by default), and stay in the VM.

      iex> {:ok, boundary} = RustInElixir.Schema.load_string("""
      ...> defmodule MyApp.Text.Schema do
      ...>   use RustInElixir.Schema, facade: MyApp.Text, crate: "my_app_text"
      ...>   nif upcase(text :: string) :: string
      ...> end
      ...> """, "native/my_app_text/schema.exs")
      iex> {boundary.facade, Enum.map(boundary.nifs, & &1.name)}
      {"MyApp.Text", ["upcase"]}
  '''
  @spec load_string(String.t(), Path.t(), time: pos_integer, memory: pos_integer, own: [Path.t()]) ::
          {:ok, Boundary.t()} | {:error, [Problem.t()]}
  def load_string(text, path, options \\ []) do
    words = Enum.uniq(Keyword.keys(__MODULE__.__info__(:macros))) -- [:__using__]
    Reader.read(text, path, words, options)
  end

  @doc false
  defmacro __using__(options) do
    quote do
      import Kernel, except: [struct: 1, struct: 2]
      import RustInElixir.Schema, only: :macros
      unquote(Collector).use(unquote(__CALLER__.line), unquote(options))
    end
  end

  @doc """
  One of some atoms; in Rust an enum without data.

      unit_enum Alignment, [:left, :center, :right]

      unit_enum Alignment do
        @doc "Towards the start of a line."
        variant :left
        variant :right
      end
  """
  defmacro unit_enum(name, variants_or_options \\ nil, options_or_block \\ nil),
    do: define(:unit_enum, [name, variants_or_options, options_or_block], __CALLER__)

  @doc """
  A tagged value, as Elixir functions return it; in Rust an enum.

      tagged_enum Event do
        variant :loading                                # :loading
        variant :redirect, string                       # {:redirect, "/docs"}
        variant :moved, i64, i64                        # {:moved, 1, 2}
        variant :resize, %{width: u32, height: u32}     # {:resize, %{width: 1, height: 2}}
        variant :counted, %{string => u64}              # {:counted, %{"a" => 1}}
      end

  A map with named keys becomes a variant with fields in Rust; `%{k => v}` is an ordinary value.
  """
  defmacro tagged_enum(name, options \\ nil, block \\ nil),
    do: define(:tagged_enum, [name, options, block], __CALLER__)

  @doc """
  A value of one of several types; in Rust an enum. The first variant that matches is taken.

      untagged_enum Key do
        variant :id, u64          # 123
        variant :name, string     # "hello"
      end
  """
  defmacro untagged_enum(name, options \\ nil, block \\ nil),
    do: define(:untagged_enum, [name, options, block], __CALLER__)

  @doc """
  A struct on both sides; the Elixir module is `Facade.Name`.

      struct Point do
        field :x, i64, default: 0
        field :y, i64, default: 0
      end
  """
  defmacro struct(name, options \\ nil, block \\ nil),
    do: define(:struct, [name, options, block], __CALLER__)

  @doc """
  A plain map with atom keys; in Rust a struct. A key whose type is `t | nil` may be absent.

      map Delta do
        field :x, i64             # %{x: 1, y: nil}
        field :y, i64 | nil
      end
  """
  defmacro map(name, options \\ nil, block \\ nil),
    do: define(:map, [name, options, block], __CALLER__)

  @doc """
  A tuple; in Rust a struct, so its elements have names there.

      tuple Size do
        field :width, u32         # {800, 600}
        field :height, u32
      end
  """
  defmacro tuple(name, options \\ nil, block \\ nil),
    do: define(:tuple, [name, options, block], __CALLER__)

  @doc """
  A tagged tuple, as `Record` makes it; in Rust a struct. The default tag is the name in lower case.

      record User, :user do
        field :id, u64            # {:user, 1, "Joe"}
        field :name, string
      end
  """
  defmacro record(name, tag_or_options \\ nil, options \\ nil, block \\ nil),
    do: define(:record, [name, tag_or_options, options, block], __CALLER__)

  @doc """
  An exception, for the error of a NIF; in Rust a struct.

      exception RenderError do
        field :message, string
        field :line, u64
      end
  """
  defmacro exception(name, options \\ nil, block \\ nil),
    do: define(:exception, [name, options, block], __CALLER__)

  @doc """
  A keyword list; fields with a default may be left out. In Rust a struct.

      options RenderOptions do
        field :width, u32, default: 80        # [width: 100]
        field :safe, bool, default: true
      end
  """
  defmacro options(name, options \\ nil, block \\ nil),
    do: define(:options, [name, options, block], __CALLER__)

  @doc """
  A value with constraints, which has a type of its own in Rust. Functions get only values that meet them.

      newtype Slug, string, trim: true, min_length: 1, max_length: 80, format: "^[a-z0-9-]+$"
      newtype Percent, u8, max: 100
      newtype Level, i64, in: [1, 2, 4]

  All constraints apply to the value as it arrives in Rust, and so do those of an inner newtype.

    * `:trim` - removes white space at both ends of a string, before anything else
    * `:min`, `:max` - the least and the greatest number
    * `:min_length`, `:max_length` - the characters of a string, the bytes of a binary or path, the elements of a
      list, the keys of a map. A character is a Unicode code point, as in Rust's `chars()` and in most databases:
      `"é"` may be one or two, and a family emoji is seven
    * `:max_bytes` - the most bytes of a string, binary or path
    * `:format` - a regular expression, as a string or as `~r/…/`; `$` is the end of the string
    * `:in` - the values that there are
  """
  defmacro newtype(name, type \\ nil, options \\ nil),
    do: define(:newtype, [name, type, options], __CALLER__)

  @doc """
  A type whose Rust side, with its `Decoder` and `Encoder`, you write yourself.

      custom Money, Decimal.t(), rust: "crate::money::Money", validate: &MyApp.Money.validate/1

  The second argument is the typespec in Elixir.

    * `:rust` - the path of the Rust type, `crate::Money` by default
    * `:validate` - a function, `&MyApp.Money.validate/1` or `{MyApp.Money, :validate}`, that returns `:ok` or
      `{:error, "what it expected"}`
    * `:cast` - a function, `&MyApp.Money.cast/1` or `{MyApp.Money, :cast}`, that converts another shape, such as
      decoded JSON. It gets any term, before validation, and returns unchanged what it does not know
  """
  defmacro custom(name, typespec \\ nil, options \\ nil),
    do: define(:custom, [name, typespec, options], __CALLER__)

  @doc """
  A type of any Elixir library, whose values cross as what represents them.

      remote Link, URI.t(), as: string, from: &URI.to_string/1, to: &URI.parse/1
      remote Price, Money.t(), as: {decimal, string}, from: &MyApp.Price.to_pair/1, to: &MyApp.Price.from_pair/1

  The second argument is the typespec in Elixir. A value is a struct of its module: `%URI{}`, `%Money{}`. In Rust the type
  is one of its own around the representation: `pub struct Link(pub String)`.

    * `:as` - the type of the representation, any type of the schema
    * `:from` - a function, `&URI.to_string/1` or `{URI, :to_string}`, that represents a value. What it returns is
      validated
    * `:to` - the function that makes a value of its representation, for results. With `cast: true` also for what JSON has:
      if it raises, the input is invalid
    * `:validate` - a function that returns `:ok` or `{:error, "what it expected"}`, for values that are not structs of
      that module, or not all of them. It runs before `:from`
    * `:cast` - with `true`, decoded JSON of the representation is accepted as well
  """
  defmacro remote(name, typespec \\ nil, options \\ nil),
    do: define(:remote, [name, typespec, options], __CALLER__)

  @doc """
  A value that stays in Rust, behind a handle that Elixir passes around; in Rust a type of yours with the same name.

      resource Table
      resource Session, lock: :mutex, on_drop: :disconnected, monitor: true

      nif load(path :: path) :: {:ok, Table} | {:error, string}
      nif filter(table :: Table, country :: string) :: Table
      nif insert(table :: mut(Table), row :: Row) :: :ok
      nif close(table :: take(Table)) :: :ok

  In Elixir a handle is a struct, `%Facade.Table{}`, which only functions of the boundary make. Rust sees the value:

  | in a signature | in Rust | |
  | --- | --- | --- |
  | `Table` as a parameter | `&Table` | reads it, at the same time as other readers |
  | `Table \\| nil`, `[Table]` as a parameter | `Option<&Table>`, `&[&Table]` | likewise |
  | `mut(Table)` | `&mut Table` | changes it, one call at a time |
  | `take(Table)` | `Table` | takes it; afterwards every handle to it is closed |
  | `handle(Table)` | `TableHandle` | the handle, to keep it beyond the call |
  | `Table` as the result of a function | `Table` | makes one, with its first handle |
  | `handle(Table)` as the result of a function | `TableHandle` | a handle to an existing one |
  | `Table` anywhere else, in a struct say | `TableHandle` | a handle, made by `TableHandle::from` |

  ## Locks

  Without `mut` and `take` there is no lock, and calls read at the same time. With either, the value has an
  `RwLock`. A call waits for it on its dirty scheduler, and cannot be `schedule: :normal`.

  A call with several handles locks them in the order of their addresses, so no two calls deadlock. The same handle
  twice, only to read, is locked once. If one of the two changes or takes the value, the call is rejected with a
  `ValidationError`.

  A panic while a value is changed poisons it: each later call with a handle to it returns
  `{:error, %MyApp.Rust.ResourceError{reason: :poisoned}}`. After a `take` the reason is `:closed`.

  ## Handles in Rust

  A `TableHandle` to a value without a lock is used like the value itself: `table.len()`. With a lock, `read()` and
  `write()` return the value, or why it is unavailable:

  | `Unavailable` | |
  | --- | --- |
  | `Closed` | a function took the value |
  | `Poisoned` | a function panicked while it changed the value |
  | `Busy` | waiting might never end: the same call has locked it already, or holds another lock and has waited for this one for a second |

  This is known only for the call's own thread. A thread that it starts waits like any other call.

  In a test without a VM, `TableHandle::from(table)` makes a handle.

  ## Options

    * `:lock` - `:rwlock`, or `:mutex` for a type that is `Send` but not `Sync`. By default, there is an `RwLock` if
      a function needs it. With `:mutex`, readers take turns too, and a panic in one of them also poisons
    * `:on_drop` - calls the function of that name in the trait, `fn name(value: Table)`, when the last handle is
      dropped, unless the value was taken. It runs wherever the VM collects garbage, so keep it short. A panic in it
      is only printed. It is not called when the VM stops
    * `:monitor` - `true` calls `fn table_down(table: &Table)` when the process that first got the handle ends. With
      a lock it is `&mut Table`, and it is not called for a closed or poisoned value. One thread makes these calls,
      one after the other. Passing the handle to another process changes nothing
    * `:rust` - the path of the Rust type, `crate::Table` by default

  A call on a dirty scheduler costs about a microsecond. Pass many values as one list rather than one by one.

  The type must be `Send` and `'static`, and `Sync` unless it has a mutex. If rustc says that a `RefCell` or `Cell`
  cannot be shared between threads, write `lock: :mutex`. Freeing a large value takes time: after garbage collection
  that happens on a normal scheduler, in a function that takes the value on a dirty one.
  """
  defmacro resource(name, options \\ nil, block \\ nil),
    do: define(:resource, [name, options, block], __CALLER__)

  @doc """
  A field, in the block of a type.

      field :name, TYPE[, default: value, redact: true]

  A default must be a value that a caller could pass. For a struct of the schema it is a map of its fields:

      field :origin, Point, default: %{x: 1}      # %Point{x: 1, y: 0}

  In an `untagged_enum` such a map stands for the struct only if it is not itself a value of another variant.

  See `struct/3` for one of the types that have fields.
  """
  defmacro field(name, _type \\ nil, _options \\ nil) do
    refuse(
      __CALLER__,
      "`field #{Excerpt.of(name)}` is outside of a type; " <>
        "write it in the `do … end` of a struct, map, tuple, record, exception or options"
    )
  end

  @doc """
  A variant, in the block of an enum. See `unit_enum/3`, `tagged_enum/3` and `untagged_enum/3`.
  """
  defmacro variant(name), do: misplaced_variant(name, __CALLER__)

  for arity <- 1..7 do
    @doc false
    defmacro variant(name, unquote_splicing(Macro.generate_arguments(arity, __MODULE__))) do
      _ = unquote(Macro.generate_arguments(arity, __MODULE__))
      misplaced_variant(name, __CALLER__)
    end
  end

  @doc """
  A function that Rust implements. A `@doc` above it becomes its documentation on both sides.

      nif move_point(point :: Point, delta :: Delta) :: Point
      nif load(path :: path) :: {:ok, [string]} | {:error, RenderError}, schedule: :dirty_io
      nif reset(all :: bool) :: :ok
      nif save(path :: path) :: :ok | {:error, string}, schedule: :dirty_io
      nif root(of :: f64) :: f64 | {:error, string}
      nif hypotenuse(a :: f64, b :: f64) :: f64, returns: :bare
      nif rows(table :: Table) :: stream(Row)
      nif lines(path :: path) :: {:ok, stream(string)} | {:error, string}, schedule: :dirty_io, chunk: 50
      nif count_words(lines :: stream(string)) :: %{string => u64}

    * `:schedule` - where the VM runs it: `:dirty_cpu` (the default), `:dirty_io` for a function that waits (the
      default if it takes a `path` and returns a resource), `:normal` for one that always ends within a millisecond
    * `:cast` - `true` to accept decoded JSON
    * `:returns` - `:bare` for a function that returns its value without a tag, raises errors, and has no form with
      `!`; `:tagged` is the default, unless `use RustInElixir.Schema` has another one
    * `:chunk` - for a stream, the number of values that go at once, 500 by default
    * `:renamed_from` - the old name of the function; see "Changes" in the module's documentation

  ## Streams

  A function with `stream(type)` returns an `impl Iterator<Item = T> + Send + 'static` in Rust. It runs when it is
  called. The facade returns a lazy enumerable over the iterator, `%MyApp.Rust.Stream{}`, which fetches a chunk at a
  time on the dirty scheduler of the function; up to a chunk is computed ahead of what is read. The iterator is
  freed when it ends, when the reader stops, or when nobody holds the stream any more. A stream is read once:
  `Enum.take/2` and `Enum.empty?/1` use it up.

  The iterator outlives the call, so the function gets `String` instead of `&str`, and `TableHandle` instead of
  `&Table`:

      fn rows(table: TableHandle) -> impl Iterator<Item = Row> + Send + 'static {
          (0..table.len()).map(move |index| table.row(index))
      }

  If the resource has a lock, the iterator copies what it needs, or locks it for each value; it cannot keep the
  guard:

      fn rows(table: TableHandle) -> impl Iterator<Item = Row> + Send + 'static {
          (0..).map_while(move |index| table.read().expect("the table stays open").row(index))
      }

  If the iteration itself can fail, write `stream({:ok, type} | {:error, type})`: each value is one or the other, in
  Rust a `Result<T, E>`. A panic is raised in the reader, after the values before it.

  A parameter `stream(type)` takes any enumerable, and is an `impl Iterator<Item = T> + Send` in Rust:

      fn count_words(lines: impl Iterator<Item = String> + Send) -> HashMap<String, u64>

  The function runs on a thread of its own. The calling process goes through the enumerable, and hands over a chunk of
  checked values whenever Rust has taken the one before. If the function returns early, the enumerable is halted. If
  the enumerable raises, or its process dies, `next` unwinds the function. See [streams](streams.md).

  A function whose name ends in `?` returns `bool`. In Elixir it returns a bare boolean, or raises if an argument is
  invalid, and has no form with `!`. In Rust it has the name without the mark.

  A return is a type, `:ok`, `{:ok, type} | {:error, type}`, `:ok | {:error, type}`, or `type | {:error, type}` for a
  value without a tag. The type, or the one after `:ok`, may be `stream(type)` or `stream({:ok, type} | {:error, type})`. A parameter may be `stream(type)`, and a resource as a parameter
  `mut(Name)`, `take(Name)` or `handle(Name)`; as a result, `handle(Name)`. A name that Elixir reserves is written
  as `unquote(:end)`.
  """
  defmacro nif(signature, options \\ nil) do
    line = __CALLER__.line
    {nif, problems} = signature |> expand(__CALLER__) |> Signature.from_quoted(line)

    {options, problems} =
      case Options.split(options) do
        {:ok, options} -> {options, problems}
        {:error, message} -> {[], problems ++ [%Problem{line: line, message: message}]}
      end

    number = Collector.keep(%{nif: nif, line: line, options: options, problems: problems})
    values = Keyword.values(options)

    quote line: line, do: unquote(Collector).nif(__MODULE__, unquote(number), unquote(values))
  end

  @doc """
  Allows a breaking change, with a reason and until a date.

      waive :param_type_narrowed, "resize/2",
        reason: "no caller ever passed more than 16 bits",
        until: ~D[2027-01-31]

  The first argument is the rule that `mix rust_in_elixir.breaking` names, the second the place; a function or type
  includes everything inside it. The task reports a waiver that matches nothing, and one whose date is past, which
  allows nothing any more. Waivers are not part of the contract.
  """
  defmacro waive(rule, place, options) do
    line = __CALLER__.line

    case Options.split(options) do
      {:ok, options} ->
        quote line: line do
          unquote(Collector).waive(
            unquote(line),
            unquote(rule),
            unquote(place),
            unquote(options)
          )
        end

      {:error, message} ->
        Collector.problem(line, "`waive #{Excerpt.of(rule)}`: #{message}")
        :ok
    end
  end

  # A doc can be read, and a value computed, only where the body of the schema runs. So each
  # definition leaves one call there; what it says by its syntax alone is kept beside.
  defp define(kind, args, env) do
    draft = Draft.parse(kind, expand(args, env), env)
    number = Collector.keep(draft)
    {argument, options, members} = Draft.expressions(draft)

    quote line: env.line do
      unquote(Collector).define(
        __MODULE__,
        unquote(number),
        {unquote(argument), unquote(options), unquote(members)}
      )
    end
  end

  defp expand(ast, env) do
    {ast, aliases} = TypeNames.expand(ast, env)
    Collector.aliases(aliases)
    ast
  end

  defp misplaced_variant(name, env) do
    refuse(
      env,
      "`variant #{Excerpt.of(name)}` is outside of an enum; " <>
        "write it in the `do … end` of a `unit_enum`, `tagged_enum` or `untagged_enum`"
    )
  end

  # The docs above it go with it, rather than to what comes next.
  defp refuse(env, message) do
    Collector.problem(env.line, message)
    quote do: unquote(Collector).drop_docs(__MODULE__)
  end
end
