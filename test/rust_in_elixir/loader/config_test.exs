defmodule RustInElixir.Loader.ConfigTest do
  use ExUnit.Case, async: true

  alias RustInElixir.Loader.{Config, Error, Library}

  doctest Library

  test "takes the crate's name and folder from the application's name" do
    assert %Config{crate: "my_app", path: "native/my_app", load_from: nil} =
             Config.new!(My.Native, [otp_app: :my_app], [])
  end

  test "loads a library that it does not build from where the application's crate would be" do
    assert %Config{load_from: {:my_app, "priv/native/text"}} =
             Config.new!(My.Native, [otp_app: :my_app, crate: :text, skip_compilation?: true], [])
  end

  test "takes a crate that is named by an atom, as Rustler does" do
    assert %Config{crate: "text", path: "native/text"} =
             Config.new!(My.Native, [otp_app: :my_app, crate: :text], [])
  end

  test "lets the application's configuration win" do
    assert %Config{mode: :debug, features: ["nif"]} =
             Config.new!(My.Native, [otp_app: :my_app, mode: :release, features: ["nif"]],
               mode: :debug
             )
  end

  test "names every problem of the options at once" do
    options = [
      featuers: ["nif"],
      features: "nif",
      mode: :fast,
      cargo: "cargo",
      load_data: 1,
      load_data_fun: {My, :data}
    ]

    error = assert_raise Error, fn -> Config.new!(My.Native, options, []) end

    assert error.message ==
             "invalid options of `RustInElixir.Loader` in `My.Native`: `:otp_app` is missing; " <>
               "unknown option `:featuers`; valid options are `:otp_app`, `:crate`, `:path`, " <>
               "`:features`, `:default_features`, `:mode`, `:target`, `:target_dir`, `:env`, " <>
               "`:cargo`, `:load_data`, `:load_data_fun`, `:load_from`, `:skip_compilation?`; " <>
               "`:features` must be a list of strings, got: `\"nif\"`; " <>
               "`:mode` must be `:release` or `:debug`, got: `:fast`; " <>
               "`:cargo` must be `:system`, `{:system, \"+nightly\"}`, " <>
               "`{:rustup, \"stable\"}` or `{:bin, \"/path/to/cargo\"}`, got: `\"cargo\"`; " <>
               "only one of `:load_data` and `:load_data_fun` can be given"
  end
end
