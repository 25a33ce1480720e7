defmodule RustInElixir.Plan.UserTestTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Core, KindsProject, Plan.UserTest, Project, Schema, TemporaryProject}

  @core Path.expand("../../../native/rust_in_elixir/schema.exs", __DIR__)

  # Types that no other schema has: limits of each sort, and large values.
  @limits """
  defmodule Limits.Schema do
    use RustInElixir.Schema, facade: Limits, crate: "limits"

    newtype Percent, u8, max: 100
    newtype Negative, i64, max: -1
    newtype High, u8, min: 200
    newtype Ratio, f64, min: 0.0, max: 1.0e16
    newtype Line, string, max_length: 120
    newtype Page, string, max_length: 5_000
    newtype Column, string, min_length: 3, max_bytes: 5
    newtype Word, string, min_length: 3, max_length: 5, trim: true
    newtype Colour, string, format: "^#[0-9a-f]{6}$"
    newtype Slug, string, trim: true, min_length: 2, max_length: 40, format: ~r"^[a-z0-9-]+$"i
    newtype Twice, string, format: ~S"^(a)\\1$"
    newtype Five, [u8], min_length: 5, max_length: 5_000
    newtype Two, %{string => u8}, min_length: 2
    newtype Mode, atom, in: [:fast, :slow]
    newtype Level, i64, in: [0, 1, 5]
    newtype Low, Level, max: 1

    struct Wide do
  #{for index <- 1..60, do: "    field :with_default_#{index}, u8, default: #{index}\n"}
      field :needed, Slug
    end

    struct Deep do
      field :wides, [Wide]
      field :chain, Deep | nil
    end

    nif numbers(percent :: Percent, negative :: Negative, high :: High, ratio :: Ratio) :: :ok
    nif texts(line :: Line, word :: Word, colour :: Colour, slug :: Slug) :: :ok
    nif bytes(page :: Page, column :: Column) :: :ok
    nif twice(twice :: Twice) :: :ok
    nif lists(five :: Five) :: :ok
    nif two(two :: Two) :: :ok
    nif choices(mode :: Mode, level :: Level, low :: Low) :: :ok
    nif wide(wide :: Wide) :: :ok
    nif deep(deep :: Deep) :: :ok
  end
  """

  describe "a new test" do
    @tag :extended
    test "passes as it was generated, whatever the schema has" do
      root = TemporaryProject.new(files())
      TemporaryProject.sync!(root, test: :create)

      mix = &KindsProject.mix_in(root, &1, [{"KINDS_MODE", "debug"}])

      assert {_, 0} = mix.(["compile", "--warnings-as-errors"])
      assert {"", 0} = mix.(["format", "--check-formatted"])

      expected = [
        {"core_like", "16 tests, 0 failures"},
        {"kinds", "114 tests, 0 failures, 4 skipped"},
        {"limits", "10 tests, 0 failures, 2 skipped"},
        {"store", "68 tests, 0 failures, 40 skipped"},
        {"words/odd", "71 tests, 0 failures"}
      ]

      results =
        for {test, _counts} <- expected do
          {output, 0} = mix.(["test", "--warnings-as-errors", "test/#{test}_test.exs"])
          refute output =~ "warning"
          lines = output |> TemporaryProject.summed_up() |> String.split("\n")
          {test, Enum.find(lines, &(&1 =~ "tests, "))}
        end

      assert results == expected
    end
  end

  describe "a test that is there" do
    @helper """
      # Asserts that the arguments reach Rust. Until the function is implemented, it panics there.
      defp assert_reaches_rust(call) do
        with {:error, error} when is_struct(error, Demo.Rust.ValidationError) <- call.(),
             do: flunk(Exception.message(error))
      rescue
        error in Demo.Rust.PanicError -> assert Exception.message(error) =~ "is not implemented yet"
      end
    """
    @answer """
      describe "answer/0" do
        test "reaches Rust" do
          assert_reaches_rust(fn -> Demo.answer() end)
        end
      end
    """

    test "gets what the new functions need, and no other byte changes" do
      own = "  defp assert_reaches_rust(call) when is_function(call), do: call.()\n"

      for {front, added, back} <- [
            {"defmodule T do\n  use ExUnit.Case\n\n  # mine\n",
             "\n" <> @answer <> "\n" <> @helper, "end\n"},
            {"defmodule T do\n  use ExUnit.Case\n" <> own, "\n" <> @answer, "end"},
            {"defmodule Other do\nend\ndefmodule T do\n\tuse  ExUnit.Case\n" <> own <> "\n",
             String.replace(@answer, ~r/^  /m, "\t"), "end # of it\n"},
            {"defmodule T do\r\n  use ExUnit.Case\r\n" <> own,
             "\r\n" <> String.replace(@answer, "\n", "\r\n"), "end\r\n"},
            {"defmodule T do\n", "\n" <> @answer <> "\n" <> @helper, "end\n"}
          ] do
        assert add(front <> back, ["answer/0"]) ==
                 {:ok, %{text: front <> added <> back, added: ["answer/0"], present: []}}
      end
    end

    test "gets no part twice" do
      text = ~s|defmodule T do\n  describe "answer/0", do: test("mine")\nend\n|

      assert add(text, ["answer/0"]) == {:ok, %{text: text, added: [], present: ["answer/0"]}}

      {:ok, result} = add(text, ["answer/0", "ask/1"])
      assert %{added: ["ask/1"], present: ["answer/0"]} = result
      refute result.text =~ "Demo.answer"
      assert {:ok, %{added: []}} = add(result.text, ["answer/0", "ask/1"])
    end

    test "that cannot be added to is left alone" do
      for {text, reason} <- [
            {"defmodule T do", "is not valid Elixir"},
            {"", "does not end with a module"},
            {"defmodule T, do: nil", "does not end with a module"},
            {"defmodule T do\nend\nIO.puts(1)\n", "does not end with a module"}
          ],
          do: assert(add(text, ["answer/0"]) == {:error, reason})
    end

    defp add(text, functions) do
      {:ok, boundary} =
        Schema.load_string(
          """
          defmodule Demo.Schema do
            use RustInElixir.Schema, facade: Demo, crate: "demo"
            nif answer() :: u8
            nif ask(question :: string) :: u8
          end
          """,
          "schema.exs"
        )

      project = Project.new(".", otp_app: :demo)

      {:ok, test} = Core.user_test(boundary, Project.for_core(project, boundary, "native/demo"))

      UserTest.add(text, test, functions, [])
    end
  end

  # The crates of the fixtures, with no function written.
  defp files do
    kinds =
      Map.new(KindsProject.files("user_"), fn {path, text} ->
        {path, unwritten(text, Path.basename(path))}
      end)

    core = @core |> File.read!() |> String.replace("RustInElixir.Core", "CoreLike")

    Map.merge(kinds, %{
      "native/core_like/schema.exs" =>
        String.replace(core, ~s("rust_in_elixir"), ~s("core_like")),
      "native/limits/schema.exs" => @limits
    })
  end

  # Code that only these functions used is left over.
  defp unwritten(text, "lib.rs") do
    "#![allow(unused)]\n" <> Regex.replace(~r/^(impl Nifs for \w+ \{\n).*?^\}/ms, text, "\\1}")
  end

  defp unwritten(text, _name), do: text
end
