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
    * `:loader` - what builds and loads the library, `:rustler`, `:precompiled` or `:rust_in_elixir`;
      without it the project's own choice
    * `:base_url`, `:targets`, `:nif_versions` - with `loader: :precompiled`, where `RustlerPrecompiled` finds
      the libraries of a release and which there are; in the URL `{version}` stands for the application's
      version. Without them it looks at the releases on GitHub of the project's `source_url`, for
      every target that it knows and NIF version 2.15
    * `:double` - whether a behaviour of the facade and a double of it for tests are generated as well,
      `MyApp.Markdown.Behaviour` and `MyApp.Markdown.Double`; `false` by default

  ## Notation

  Types are written as in typespecs, with Rust's names for sized numbers.

  | notation | crosses as | in Rust |
  | --- | --- | --- |
  | `i8` … `i128`, `u8` … `u128`, `isize`, `usize` | integer | the type of the same name |
  | `f32`, `f64` | float; where Rust gives back NaN or an infinity, a `PanicError` says where it is | the type of the same name |
  | `bool` | `true`, `false` | `bool` |
  | `string` | UTF-8 text | `String`, `&str` as a parameter |
  | `binary` | bytes | `Vec<u8>`, `&[u8]` as a parameter |
  | `path` | a binary without a null byte; UTF-8 on Windows | `PathBuf`, `&Path` as a parameter |
  | `atom` | itself | `Atom`, its name |
  | `pid`, `reference`, `term` | itself | `Pid`, `Reference`, `AnyTerm`: carried through as they are |
  | `[t]` | list | `Vec<T>` |
  | `{t, u}` | tuple | `(T, U)` |
  | `%{k => v}` | map | `HashMap<K, V>` |
  | `t \| nil` | the value, or `nil` | `Option<T>` |
  | `Point` | a type that the schema defines | the type of the same name |

  The key of a map is an integer, a `bool`, `string`, `binary` or `atom`, a unit enum, or a tuple of these.

  A resource is `&T` as a parameter and a handle elsewhere; see `resource/3`.

  ## Types

  Every type but a resource takes the options `cast: true` (input in the shape of JSON is turned into
  the real one) and `redact: true` (a value is never shown in a message). A `@typedoc` above it becomes
  its documentation on both sides. A `@doc` may stand above each `field` and `variant` in it.

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
  | `custom/3` | whatever the user's own decoder takes |
  | `resource/3` | a handle on a value that stays in Rust |

  ## Changes

  What a type, `field`, `variant` or `nif` was called before stands in its option `renamed_from:`.
  `mix rust_in_elixir.breaking` then tells of a new name, rather than of one thing that is gone and
  another one that is new, and compares what has the new name with what had the old one. Nothing
  generated depends on it; it can go when no release has the old name any more.

      struct Size, renamed_from: Dimensions do
        field :width, u32, renamed_from: :w
      end

      nif resize(size :: Size) :: Size, renamed_from: :scale

  `waive/3` has the task let a change pass for a while.

  ## Elixir inside a schema

  A schema is evaluated; the module that it is written as is never made. Module attributes,
  aliases and interpolation work, and values (defaults, constraints, docs) may be computed:

      @widest 120

      options RenderOptions do
        field :width, u32, default: div(@widest, 2)
      end

  Names and types are read as they are written. A function of the schema cannot be called, as in
  every module that is still being defined.

  ## Problems

  Nothing that is wrong in a schema raises. One that is not evaluated within 30 seconds, or that makes
  the VM grow by 1 GiB, is stopped; what it started is ended with it, and from the standard input it reads nothing. `load/1` gives every problem with its line and with
  what to write instead. What leaves no boundary to speak of (syntax, a call of something that is
  not there, a facade that is no module) is an error; everything else waits in the boundary's
  `problems`, to be reported with what the core finds.
  '''

  import Kernel, except: [struct: 1, struct: 2]

  alias RustInElixir.Core.{Boundary, Problem}
  alias RustInElixir.Schema.{Collector, Draft, Excerpt, Options, Reader, Signature}

  @doc """
  Reads the schema in a file.

  The project need not be compiled, nothing is printed, and no module is left behind.

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
  Reads a schema out of its text; `path` is where its file is, or is going to be.

  It is stopped after `:time` milliseconds, 30,000 by default, or when the VM has grown by `:memory` bytes, 1 GiB
  by default.

      iex> {:ok, boundary} = RustInElixir.Schema.load_string("""
      ...> defmodule MyApp.Text.Schema do
      ...>   use RustInElixir.Schema, facade: MyApp.Text, crate: "my_app_text"
      ...>   nif upcase(text :: string) :: string
      ...> end
      ...> """, "native/my_app_text/schema.exs")
      iex> {boundary.facade, Enum.map(boundary.nifs, & &1.name)}
      {"MyApp.Text", ["upcase"]}
  '''
  @spec load_string(String.t(), Path.t(), time: pos_integer, memory: pos_integer) ::
          {:ok, Boundary.t()} | {:error, [Problem.t()]}
  def load_string(text, path, limits \\ []) do
    words = Enum.uniq(Keyword.keys(__MODULE__.__info__(:macros))) -- [:__using__]
    Reader.read(text, path, words, limits)
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
  One of some atoms; in Rust an enum whose variants hold nothing.

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
  A value with a tag in front, as an Elixir function returns it; in Rust an enum.

      tagged_enum Event do
        variant :loading                                # :loading
        variant :redirect, string                       # {:redirect, "/docs"}
        variant :moved, i64, i64                        # {:moved, 1, 2}
        variant :resize, %{width: u32, height: u32}     # {:resize, %{width: 1, height: 2}}
        variant :counted, %{string => u64}              # {:counted, %{"a" => 1}}
      end

  A map with named keys gives the variant fields in Rust; `%{k => v}` is a value like any other.
  """
  defmacro tagged_enum(name, options \\ nil, block \\ nil),
    do: define(:tagged_enum, [name, options, block], __CALLER__)

  @doc """
  A value of one of some types; in Rust an enum. The first variant that fits is taken.

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
  A tuple; in Rust a struct, so that its elements have names there.

      tuple Size do
        field :width, u32         # {800, 600}
        field :height, u32
      end
  """
  defmacro tuple(name, options \\ nil, block \\ nil),
    do: define(:tuple, [name, options, block], __CALLER__)

  @doc """
  A tuple with a tag in front, as `Record` makes it; in Rust a struct. Without a tag it is the
  name in lower case.

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
  A keyword list, in which every field with a default may be left out; in Rust a struct.

      options RenderOptions do
        field :width, u32, default: 80        # [width: 100]
        field :safe, bool, default: true
      end
  """
  defmacro options(name, options \\ nil, block \\ nil),
    do: define(:options, [name, options, block], __CALLER__)

  @doc """
  A value that is checked before it reaches Rust, where it has a type of its own.

      newtype Slug, string, trim: true, min_length: 1, max_length: 80, format: "^[a-z0-9-]+$"
      newtype Percent, u8, max: 100
      newtype Level, i64, in: [1, 2, 4]

  All of them hold for the value as it arrives in Rust, and so do those of a newtype that it is made of.

    * `:trim` - white space at both ends of a string is taken away first
    * `:min`, `:max` - the least and the greatest number
    * `:min_length`, `:max_length` - of a string in characters, of a binary or path in bytes, of a
      list in elements, of a map in keys. A character is a Unicode code point, as in Rust's `chars()` and
      in most databases: `"é"` may be one or two, and a family of emoji is seven
    * `:max_bytes` - the most bytes of a string, binary or path
    * `:format` - a regular expression, as a string or as `~r/…/`; `$` is the end of the string
    * `:in` - the values that there are
  """
  defmacro newtype(name, type \\ nil, options \\ nil),
    do: define(:newtype, [name, type, options], __CALLER__)

  @doc """
  A type whose Rust side, with its `Decoder` and `Encoder`, is the user's own.

      custom Money, Decimal.t(), rust: "crate::money::Money", validate: &MyApp.Money.validate/1

  The second argument is the typespec in Elixir.

    * `:rust` - the path of the Rust type, `crate::Money` by default
    * `:validate` - a function, `&MyApp.Money.validate/1` or `{MyApp.Money, :validate}`, that returns `:ok` or
      `{:error, "what it expected"}`
    * `:cast` - a function, `&MyApp.Money.cast/1` or `{MyApp.Money, :cast}`, that brings another shape, such as that of
      JSON, into this type's. It gets any term, before validation, and returns those that it does not know unchanged
  """
  defmacro custom(name, typespec \\ nil, options \\ nil),
    do: define(:custom, [name, typespec, options], __CALLER__)

  @doc """
  A value that stays in Rust, behind a handle that Elixir passes around; in Rust a type of the
  user's, which is called the same.

      resource Table
      resource Session, lock: :mutex, on_drop: :disconnected, monitor: true

      nif load(path :: path) :: {:ok, Table} | {:error, string}
      nif filter(table :: Table, country :: string) :: Table
      nif insert(table :: mut(Table), row :: Row) :: :ok
      nif close(table :: take(Table)) :: :ok

  In Elixir a handle is a struct of its own module, `%Facade.Table{}`, which only a function of
  the boundary makes. Rust sees the value:

  | in a signature | in Rust | |
  | --- | --- | --- |
  | `Table` as a parameter | `&Table` | reads it, beside other calls that do |
  | `Table \\| nil`, `[Table]` as a parameter | `Option<&Table>`, `&[&Table]` | likewise |
  | `mut(Table)` | `&mut Table` | changes it, one call at a time |
  | `take(Table)` | `Table` | takes it; from then on every handle on it is closed |
  | `handle(Table)` | `TableHandle` | the handle, to keep it beyond the call |
  | `Table` as what a function gives back | `Table` | makes one, with its first handle |
  | `handle(Table)` as what a function gives back | `TableHandle` | a handle on one that is there already |
  | `Table` anywhere else, in a struct say | `TableHandle` | a handle, made by `TableHandle::from` |

  ## Locks

  Without `mut` and `take` there is no lock, and calls read at the same time. With one of them the
  value has an `RwLock`. A call waits for it on its dirty scheduler, and cannot be `schedule: :normal`.

  A call that takes several handles locks them in the order of their addresses, which is the same for
  every call, so that no two calls wait for each other; a handle that it takes twice to read is
  locked once. Taken twice where one of the two changes or takes the value, it is a
  `ValidationError` before the call.

  A panic while a value is changed poisons it: each later call with a handle on it gives
  `{:error, %Facade.ResourceError{reason: :poisoned}}`. After a `take` the reason is `:closed`.

  ## Handles in Rust

  A `TableHandle` on a value without a lock is used like the value itself: `table.len()`. One with a
  lock is opened by `read()` or `write()`, which give the value or why it is not there:

  | `Unavailable` | |
  | --- | --- |
  | `Closed` | a function took the value |
  | `Poisoned` | a function panicked while it changed the value |
  | `Busy` | waiting might never end: the same call has locked it already; or it has locked another one, and for a second this one was not to be had |

  Which locks a call has is known for its own thread. A thread that it starts itself waits for them like
  any other call.

  A test without a VM makes handles as well: `TableHandle::from(table)`.

  ## Options

    * `:lock` - `:rwlock`, or `:mutex` for a type that is `Send` but not `Sync`; without it the
      boundary's functions decide. With `:mutex` calls that only read take turns as well, and a panic in one of
      them poisons too
    * `:on_drop` - the name of a function of the trait, `fn name(value: Table)`, which gets the value
      when its last handle is gone; a value that was taken is not there any more. The VM calls
      it from wherever it collects garbage, so it should be short. A panic in it is printed, and
      goes no further. It is not called when the VM stops
    * `:monitor` - `true` has the process watched that the first handle is given to: when it ends,
      `fn table_down(table: &Table)` is called, or with `&mut Table` if there is a lock and the value is
      neither closed nor poisoned, on a thread that does this for one value after the other. To pass the handle on to another process does not move the watch
    * `:rust` - the path of the Rust type, `crate::Table` by default

  A call on a dirty scheduler costs about a microsecond: what comes in great numbers is better passed as a
  list than one by one.

  The type must be `Send` and `'static`, and `Sync` unless it has a mutex: where rustc says that a
  `RefCell` or `Cell` cannot be shared between threads, write `lock: :mutex`. A value that is large takes
  time to be freed; where its last handle is garbage-collected that happens on a normal
  scheduler, while a function that takes it frees it on a dirty one.
  """
  defmacro resource(name, options \\ nil, block \\ nil),
    do: define(:resource, [name, options, block], __CALLER__)

  @doc """
  A field, in the block of a type.

      field :name, TYPE[, default: value, redact: true]

  A default is what a caller could pass. Where the type is a struct of the schema, it is a map of its fields:

      field :origin, Point, default: %{x: 1}      # %Point{x: 1, y: 0}

  In an `untagged_enum` such a map is the struct only where it is not itself a value of another variant.

  See `struct/3` for one of the types that have fields.
  """
  defmacro field(name, _type \\ nil, _options \\ nil) do
    refuse(
      __CALLER__,
      "field #{Excerpt.of(name)} stands outside of a type; " <>
        "write it in the do … end of a struct, map, tuple, record, exception or options"
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
      nif rows(table :: Table) :: stream(Row)
      nif lines(path :: path) :: {:ok, stream(string)} | {:error, string}, schedule: :dirty_io, chunk: 50

    * `:schedule` - where the VM runs it: `:dirty_cpu` (the default), `:dirty_io` for what waits (the
      default of a function that makes a resource out of a `path`), `:normal` for what always ends
      within a millisecond
    * `:cast` - `true` to turn input in the shape of JSON into the real one
    * `:chunk` - for a stream, how many values are fetched at once, 500 by default
    * `:renamed_from` - what the function was called before; see "Changes" in the module's documentation

  ## Streams

  A function that gives back `stream(type)` is in Rust one that returns an
  `impl Iterator<Item = T> + Send + 'static`. It runs when it is called; the facade's function returns a
  lazy enumerable over the iterator, `%Facade.Stream{}`, which fetches a chunk when it is asked for
  more, on the dirty scheduler of the function; up to a chunk is made ahead of what is read. The
  iterator is freed when it ends, when the reader stops, and when nobody holds the stream any more.
  A stream is read once: `Enum.take/2` and `Enum.empty?/1` use it up.

  What the iterator is made of outlives the call: it gets `String` instead of `&str`, and
  `TableHandle` instead of `&Table`:

      fn rows(table: TableHandle) -> impl Iterator<Item = Row> + Send + 'static {
          (0..table.len()).map(move |index| table.row(index))
      }

  Of a resource with a lock the iterator takes a copy of what it needs, or locks it for each value; it
  cannot keep the guard:

      fn rows(table: TableHandle) -> impl Iterator<Item = Row> + Send + 'static {
          (0..).map_while(move |index| table.read().ok()?.row(index))
      }

  Where the iteration itself can fail, write `stream({:ok, type} | {:error, type})`: each value is one or
  the other, in Rust a `Result<T, E>`. A panic is raised where the reader has come to, after
  the values before it.

  A function whose name ends in `?` gives back `bool`. In Elixir it returns a bare boolean, or raises where the
  arguments do not fit, and has no form with a `!`; in Rust it has the name without the mark.

  A return is a type, `:ok`, `{:ok, type} | {:error, type}`, or `:ok | {:error, type}`. In the place of
  the type, or of that behind `:ok`, may stand `stream(type)` or `stream({:ok, type} | {:error, type})`. A parameter that is
  a resource may be written as `mut(Name)`, `take(Name)` or `handle(Name)`; one that is given back as `handle(Name)`.
  A name that Elixir reserves is written as `unquote(:end)`.
  """
  defmacro nif(signature, options \\ nil) do
    line = __CALLER__.line
    {nif, problems} = Signature.from_quoted(signature, line)

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
  Has `mix rust_in_elixir.breaking` let a change pass, with a reason and until a last date.

      waive :param_type_narrowed, "resize/2",
        reason: "no caller ever passed more than 16 bits",
        until: ~D[2027-01-31]

  The first argument is the rule that the task names, the second the place; a function or type
  covers all that is inside of it. A waiver that matches nothing is reported, and so is one whose date is past,
  which lets nothing pass any more. Waivers are no part of the contract.
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
        Collector.problem(line, "waive #{Excerpt.of(rule)}: #{message}")
        :ok
    end
  end

  # A doc can be read, and a value computed, only where the body of the schema runs. So each
  # definition leaves one call there; what it says by its syntax alone is kept beside.
  defp define(kind, args, env) do
    draft = Draft.parse(kind, args, env)
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

  defp misplaced_variant(name, env) do
    refuse(
      env,
      "variant #{Excerpt.of(name)} stands outside of an enum; " <>
        "write it in the do … end of a unit_enum, tagged_enum or untagged_enum"
    )
  end

  # The docs above it go with it, rather than to what comes next.
  defp refuse(env, message) do
    Collector.problem(env.line, message)
    quote do: unquote(Collector).drop_docs(__MODULE__)
  end
end
