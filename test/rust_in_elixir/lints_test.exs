RustInElixir.KindsProject.load!()

defmodule RustInElixir.LintsTest do
  @moduledoc """
  What lints of a user's crate or workspace say of `boundary.rs`, for every kind: nothing.

  A lint that is forbidden cannot be allowed in the generated code, so that what it asks for is there.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.KindsProject

  @groups ~w(
    warnings unused nonstandard-style future-incompatible let-underscore refining-impl-trait
    rust-2018-idioms rust-2018-compatibility rust-2021-compatibility rust-2024-compatibility keyword-idents
    clippy::all clippy::pedantic clippy::nursery clippy::cargo clippy::restriction
  )

  # Lints that are allowed unless somebody asks for them.
  @lints ~w(
    missing_docs missing_copy_implementations missing_debug_implementations unreachable_pub unnameable_types
    unused_qualifications unused_results unused_lifetimes unused_import_braces unused_extern_crates
    unused_macro_rules single_use_lifetimes elided_lifetimes_in_paths explicit_outlives_requirements
    redundant_lifetimes trivial_casts trivial_numeric_casts variant_size_differences let_underscore_drop
    meta_variable_misuse non_ascii_idents unit_bindings ambiguous_negative_literals macro_use_extern_crate
    absolute_paths_not_starting_with_crate unsafe_code
  )

  # What Rustler's own derives allow, or the schema decides, can be denied and not forbidden.
  @forbidden ~w(rust-2018-idioms let-underscore) ++
               (@lints --
                  ~w(missing_copy_implementations missing_debug_implementations unreachable_pub
                     unused_qualifications variant_size_differences))

  for features <- [[], ["--features", "nif"]] do
    if features != [], do: @tag(:extended)

    test "no lint that can be asked for has anything to say #{features}" do
      asked = Enum.flat_map(@groups ++ @lints, &["-W", &1])
      assert said_of_boundaries(unquote(features), asked) == []
    end

    if features != [], do: @tag(:extended)

    test "lints that are forbidden are kept #{features}" do
      assert said_of_boundaries(unquote(features), Enum.flat_map(@forbidden, &["-F", &1])) == []
    end
  end

  # The crates' own code is not that clean, so that clippy may fail.
  defp said_of_boundaries(features, lints) do
    arguments = ~w(clippy --quiet --workspace --keep-going --message-format short)
    {output, _status} = KindsProject.cargo(arguments ++ features ++ ["--" | lints])
    assert output =~ "/src/lib.rs:"
    for line <- String.split(output, "\n"), line =~ ~r/boundary\.rs|E0453/, do: line
  end
end
