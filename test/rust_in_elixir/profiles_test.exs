defmodule RustInElixir.ProfilesTest do
  @moduledoc """
  Neither a cargo profile of the user's nor another allocator changes what a boundary takes and gives.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{KindsProject, TemporaryProject}

  @moduletag :extended

  @schema """
  defmodule Wide.Schema do
    use RustInElixir.Schema, facade: Wide, crate: "wide", loader: :rust_in_elixir, allocator: :mimalloc

    struct Range do
      field :from, i128, default: -170_141_183_460_469_231_731_687_303_715_884_105_728
      field :steps, [i128]
      field :named, %{string => {i128, string} | nil}
    end

    map Bounds do
      field :low, i128 | nil
      field :high, u128
    end

    tuple Pair do
      field :left, i128
      field :right, [i128 | nil]
    end

    record Entry, :entry do
      field :at, i128
    end

    exception Missed do
      field :by, i128
    end

    options Settings do
      field :step, i128, default: -1
    end

    tagged_enum Move do
      variant :stay
      variant :by, i128, string
      variant :between, %{low: i128, high: {i128, f64}}
    end

    untagged_enum Either do
      variant :number, i128
      variant :numbers, [i128]
      variant :name, string
    end

    untagged_enum Tree do
      variant :leaf, i128
      variant :of, [Tree]
    end

    newtype Wei, i128
    newtype Sums, %{i128 => i128}

    nif echo_number(value :: i128) :: i128
    nif echo_optional(value :: i128 | nil) :: i128 | nil
    nif echo_list(value :: [i128 | nil]) :: [i128 | nil]
    nif echo_map(value :: %{i128 => {u8, i128}}) :: %{i128 => {u8, i128}}
    nif echo_tuple(value :: {i128, f64, bool}) :: {i128, f64, bool}
    nif echo_range(value :: Range) :: Range
    nif echo_bounds(value :: Bounds) :: Bounds
    nif echo_pair(value :: Pair) :: Pair
    nif echo_entry(value :: Entry) :: Entry
    nif echo_missed(value :: Missed) :: Missed
    nif echo_move(value :: Move) :: Move
    nif echo_either(value :: Either) :: Either
    nif echo_tree(value :: Tree) :: Tree
    nif echo_wei(value :: Wei) :: Wei
    nif echo_sums(value :: Sums) :: Sums
    nif echo_small(value :: {isize, i64, i32, i16, i8}) :: {isize, i64, i32, i16, i8}
    nif echo_unsigned(value :: {usize, u64, u32, u16, u8}) :: {usize, u64, u32, u16, u8}
    nif echo_u128(value :: u128) :: u128
    nif step(value :: i128, settings :: Settings) :: i128
    nif result(value :: i128) :: {:ok, i128} | {:error, i128}
    nif fails(value :: i128) :: :ok | {:error, [i128]}
    nif each(values :: [i128]) :: stream(i128)
    nif each_result(values :: [i128]) :: {:ok, stream({:ok, {i128, f64}} | {:error, i128})} | {:error, i128}
  end
  """

  @lib """
  //! Gives back what it gets.

  #[rustfmt::skip]
  pub mod boundary;

  use boundary::*;

  pub struct Wide;

  impl Nifs for Wide {
      fn step(value: i128, settings: Settings) -> i128 {
          value - settings.step - 1
      }

      fn result(value: i128) -> Result<i128, i128> {
          if value < 0 { Err(value) } else { Ok(value) }
      }

      fn fails(value: i128) -> Result<(), Vec<i128>> {
          Err(vec![value])
      }

      fn each(values: Vec<i128>) -> impl Iterator<Item = i128> + Send + 'static {
          values.into_iter()
      }

      fn each_result(
          values: Vec<i128>,
      ) -> Result<impl Iterator<Item = Result<(i128, f64), i128>> + Send + 'static, i128> {
          let number = |it: i128| if it < 0 { Err(it) } else { Ok((it, 0.5)) };
          Ok(values.into_iter().map(number))
      }
  }
  """

  @least -170_141_183_460_469_231_731_687_303_715_884_105_728
  @most 170_141_183_460_469_231_731_687_303_715_884_105_727
  @numbers [@least, @least + 1, @most, 0, -1, 1, 255, -256] ++
             (for(
                shift <- [63, 64, 127],
                sign <- [1, -1],
                by <- [-1, 0],
                do: sign * (2 ** shift + by)
              ) --
                [2 ** 127, -(2 ** 127) - 1])

  for {name, mode, profile} <- [
        {"of debugging", :debug, ""},
        {"of a release with everything changed", :release,
         """
         [profile.release]
         overflow-checks = true
         debug-assertions = true
         lto = "fat"
         strip = true
         opt-level = "z"
         codegen-units = 1
         """}
      ] do
    test "every number goes through a profile #{name}" do
      root = project(unquote(mode), unquote(profile))
      calls = calls()
      TemporaryProject.write(root, "calls.exs", script(calls))
      assert {output, 0} = KindsProject.mix_in(root, ["run", "--no-compile", "calls.exs"])
      assert output =~ "#{length(calls)} as they should be"
    end
  end

  # Each call with what it gives; the floats in it are there to be encoded with the rest.
  defp calls do
    echoes =
      for number <- @numbers,
          {function, value} <- [
            number: number,
            optional: number,
            list: [number, nil, 0],
            map: %{number => {1, number}, 0 => {2, number}},
            tuple: {number, 1.5, true},
            range:
              {:struct, "Range",
               %{from: number, steps: [number, 1], named: %{"a" => {number, "b"}, "c" => nil}}},
            bounds: %{low: number, high: 2 ** 128 - 1},
            bounds: %{low: nil, high: abs(number)},
            pair: {number, [nil, number]},
            entry: {:entry, number},
            missed: {:struct, "Missed", %{by: number}},
            move: {:by, number, "a"},
            move: {:between, %{low: number, high: {number, 0.5}}},
            move: :stay,
            either: number,
            either: [number],
            either: "a",
            tree: [number, [number, []]],
            wei: number,
            sums: %{number => number}
          ] do
        {"echo_#{function}", [value], {:ok, value}}
      end

    limits = [
      {"echo_small", [{-(2 ** 63), -(2 ** 63), -(2 ** 31), -(2 ** 15), -128}], nil},
      {"echo_small", [{2 ** 63 - 1, 2 ** 63 - 1, 2 ** 31 - 1, 2 ** 15 - 1, 127}], nil},
      {"echo_unsigned", [{2 ** 64 - 1, 2 ** 64 - 1, 2 ** 32 - 1, 2 ** 16 - 1, 255}], nil},
      {"echo_u128", [2 ** 128 - 1], nil},
      {"echo_u128", [2 ** 64], nil}
    ]

    limits = for {function, [value], nil} <- limits, do: {function, [value], {:ok, value}}

    others = [
      {"step", [@least], {:ok, @least}},
      {"result", [@least], {:error, @least}},
      {"result", [@most], {:ok, @most}},
      {"fails", [@least], {:error, [@least]}}
    ]

    echoes ++ limits ++ others
  end

  defp script(calls) do
    """
    calls = #{inspect(calls, limit: :infinity, printable_limit: :infinity)}

    build = fn
      {:struct, name, fields} -> struct!(Module.concat(Wide, name), fields)
      {:ok, {:struct, name, fields}} -> {:ok, struct!(Module.concat(Wide, name), fields)}
      other -> other
    end

    for {function, arguments, result} <- calls do
      given = apply(Wide, String.to_atom(function), Enum.map(arguments, build))
      if given !== build.(result), do: raise(inspect({function, arguments, given}))
    end

    numbers = #{inspect(@numbers, limit: :infinity)}
    ^numbers = numbers |> Wide.each!() |> Enum.to_list()
    wanted = for number <- numbers, do: if(number < 0, do: {:error, number}, else: {:ok, {number, 0.5}})
    ^wanted = numbers |> Wide.each_result!() |> Enum.to_list()
    default = #{@least}
    %{from: ^default} = %Wide.Range{steps: [], named: %{}}
    IO.puts("\#{length(calls)} as they should be")
    """
  end

  defp project(mode, profile) do
    root =
      TemporaryProject.new(%{
        "native/wide/schema.exs" => @schema,
        "config/config.exs" =>
          "import Config\nconfig :demo, Wide.Native, mode: #{inspect(mode)}\n"
      })

    TemporaryProject.sync!(root)
    TemporaryProject.write(root, "native/wide/src/lib.rs", @lib)
    TemporaryProject.sync!(root)
    manifest = TemporaryProject.read(root, "Cargo.toml")
    TemporaryProject.write(root, "Cargo.toml", manifest <> "\n" <> profile)
    # Every other function returns its argument.
    lib = TemporaryProject.read(root, "native/wide/src/lib.rs")

    TemporaryProject.write(
      root,
      "native/wide/src/lib.rs",
      String.replace(lib, ~r/let _ = value;\s+panic!\(.*\)/, "value")
    )

    assert {_output, 0} = KindsProject.mix_in(root, ["compile", "--warnings-as-errors"])
    root
  end
end
