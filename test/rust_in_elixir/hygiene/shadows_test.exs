defmodule RustInElixir.Hygiene.ShadowsTest do
  @moduledoc """
  Names of a schema never stand for something else in generated code, and what the schema says means there what it
  means in the schema.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject
  alias RustInElixir.Hygiene.{Places, Project}

  @moduletag :extended

  # Names from Rust's prelude, Rustler's derives and generated code.
  @names ~w(
    Atom Binary Box Bytes Clone Copy Debug Decoder Default Drop Encoder Env Eq Err Error From HashMap I128
    Implementation Iterator NifResult Nifs None Ok Option Path Result Send Shared Some String Sync Term ToString Vec
  )

  # A word is tried in one kind only elsewhere, and `Encoder` compiles as most of them.
  test "a type of every kind may have any name that Rust, Rustler or generated code uses" do
    schemas =
      for {kind, text} <- Places.kinds(), kind != :resource, into: %{} do
        facade = Module.concat(Shadows, Macro.camelize("#{kind}"))
        lines = Enum.flat_map(@names, &declared(kind, text, &1))
        {text, _at} = Places.schema(lines, facade: inspect(facade), crate: "shadows_#{kind}")
        {"shadows_#{kind}", {facade, text}}
      end

    root = Project.compile!(schemas)
    strict = ["--features", "nif", "--", "-D", "warnings"]
    assert Project.cargo(root, ~w(clippy --quiet --workspace) ++ strict) == {"", 0}
  end

  @decimal """
  defmodule Decimal do
    defstruct coef: 0, exp: 0
    @type t :: %__MODULE__{}
    def new("0.19"), do: %__MODULE__{coef: 19, exp: -2}
    def check(%__MODULE__{}), do: :ok
    def check(_other), do: {:error, "a decimal"}
  end
  """

  @schema """
  defmodule Shop.Schema do
    use RustInElixir.Schema, facade: Shop, crate: "shop", loader: :rust_in_elixir

    custom Decimal, Decimal.t() | Validation.t(), rust: "crate::Decimal", validate: &Decimal.check/1
    custom Cents, integer(), rust: "crate::Cents", validate: &Validation.check/1

    struct Item do
      field :tax, Decimal, default: Decimal.new("0.19")
      field :taxes, [Decimal], default: [Decimal.new("0.19")]
      field :kind, atom, default: Decimal
    end

    struct Url do
      field :small, string
    end

    nif total(item :: Item, cents :: Cents, small :: Url) :: Decimal
  end
  """

  @validation """
  defmodule Validation do
    @type t :: :never
    def check(cents) when is_integer(cents), do: :ok
    def check(_other), do: {:error, "a number of cents"}
  end
  """

  # A schema that computes is evaluated with the modules on this VM's code path.
  setup_all do
    ebin = Path.join(System.tmp_dir!(), "shadows_#{System.unique_integer([:positive])}")
    File.mkdir_p!(ebin)
    on_exit(fn -> File.rm_rf!(ebin) end)
    [{module, beam}] = Code.compile_string(@decimal)
    File.write!(Path.join(ebin, "#{module}.beam"), beam)
    Code.prepend_path(ebin)
    # In the project it is what a dependency would bring.
    {:ok, environment: [{"ERL_FLAGS", "-pa #{ebin}"}]}
  end

  test "a default, a typespec and a validator name the modules that they name in the schema", %{
    environment: environment
  } do
    root = shop()

    script = """
    true = %Shop.Item{}.tax == Decimal.new("0.19")
    true = %Shop.Item{}.taxes == [Decimal.new("0.19")]
    true = %Shop.Item{}.kind == Decimal
    [] = Shop.Item.check([], %Shop.Item{}, [:item])
    [%{got: {"1", 1}}] = Shop.Decimal.check([], 1, [:value])
    [] = Shop.Cents.check([], 5, [:value])
    [] = Shop.Url.check([], %Shop.Url{small: "a"}, [:value])
    IO.puts("as in the schema")
    """

    assert {_output, 0} =
             TemporaryProject.mix(root, ["compile", "--warnings-as-errors"], environment)

    assert {output, 0} =
             TemporaryProject.mix(root, ["run", "--no-compile", "-e", script], environment)

    assert output =~ "as in the schema"
    assert TemporaryProject.read(root, "lib/shop/item.ex") =~ "%Elixir.Decimal{"
  end

  defp shop do
    root =
      TemporaryProject.new(%{
        # Newer versions of Mix would take the dependency that it does not know off the code path.
        "mix.exs" =>
          String.replace(
            TemporaryProject.mix_exs(:demo),
            "version:",
            "prune_code_paths: false, version:"
          ),
        "native/shop/schema.exs" => @schema,
        "lib/validation.ex" => @validation,
        "config/config.exs" =>
          "import Config\nconfig :demo, Shop.Native, skip_compilation?: true\n"
      })

    TemporaryProject.sync!(root)
    root
  end

  defp declared(kind, text, name) do
    text = text |> String.replace("NAME", name) |> String.split("\n")
    function = "f_#{Macro.underscore(name)}"

    if kind == :options,
      do: text ++ ["nif #{function}(value :: #{name}) :: string"],
      else: text ++ ["nif #{function}(value :: #{name}) :: {:ok, #{name}} | {:error, #{name}}"]
  end
end
