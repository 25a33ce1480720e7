defmodule RustInElixir.Loader.OnLoad do
  @moduledoc false

  # The code in a module that loads its library. It runs without this package, which releases do not
  # include, so it may only call Erlang and Elixir.

  alias RustInElixir.Loader.Config

  # Functions of a module that Elixir defines or calls itself.
  @not_stubs [:__info__, :__struct__, :__load_nif__, :__mix_recompile__?, :behaviour_info]

  @doc """
  The definition of the function that loads the library when the module is loaded.

  A failure is logged here, once, and returned as an atom: for every other term the code server
  logs a second report, in Erlang's notation. Anything but `:ok` keeps the module from being
  loaded. That is meant: a module whose stubs only fail would let a broken release start, and
  would not try again when the library is in place.
  """
  @spec definition(Config.t()) :: Macro.t()
  def definition(config) do
    {otp_app, path} = config.load_from

    quote do
      unquote(await_old_code())

      @compile {:autoload, unquote(autoload?(config))}
      @on_load :__load_nif__

      @doc false
      def __load_nif__ do
        __await_old_code__(0)
        path = Application.app_dir(unquote(otp_app), unquote(path))

        case :erlang.load_nif(String.to_charlist(path), unquote(load_data(config))) do
          :ok -> :ok
          # A list of bytes, not of characters.
          {:error, {kind, text}} -> __nif_not_loaded__(path, kind, IO.iodata_to_binary(text))
        end
      end

      defp __nif_not_loaded__(path, kind, text) do
        missing? = not Enum.any?([".so", ".dll"], &File.regular?(path <> &1))

        why =
          cond do
            kind == :load_failed and missing? ->
              unquote(missing_library(config))

            kind == :load ->
              "the library was built from another contract; run `mix rust_in_elixir.sync` " <>
                "and `mix compile --force`"

            text =~ "Function not found" ->
              "the library has a function that is missing in the module (#{text}); run " <>
                "`mix rust_in_elixir.sync` and `mix compile --force`"

            text =~ "init function" ->
              "it is not a NIF library (#{text}); the crate must call `rustler::init!`, and if a " <>
                "crate feature enables that, `features:` must list it"

            # As by `l/1` of IEx: what is loaded can only be unloaded before new code comes.
            kind == :upgrade ->
              "the module is already loaded, and its library is kept; `recompile(force: true)` loads " <>
                "what is built last"

            true ->
              "#{text}; run `mix compile --force`"
          end

        message = "`#{inspect(__MODULE__)}` cannot load its NIF library #{path}: #{why}"
        :logger.error(~c"~ts", [message])
        :nif_not_loaded
      end
    end
  end

  @doc """
  The contents of a module whose library could not be built in a VM that runs the previous one: functions that say so.

  It waits for native calls as one with a library does, since the next compilation would kill who is inside of them.
  """
  @spec without_library(module()) :: Macro.t()
  def without_library(module) do
    functions =
      for {name, _} = function <- Module.definitions_in(module, :def),
          name not in @not_stubs,
          do: function

    message =
      "`#{inspect(module)}` has no library, because the last build of its crate failed; fix what `mix compile` reports, " <>
        "then compile again, or run `recompile(force: true)` if that was done outside this VM"

    [
      quote do
        unquote(await_old_code())

        @compile {:autoload, true}
        @on_load :__load_nif__

        @doc false
        def __load_nif__, do: __await_old_code__(0)

        defoverridable unquote(functions)
      end
      | for {name, arity} <- functions do
          quote do
            def unquote(name)(unquote_splicing(List.duplicate({:_, [], nil}, arity))),
              do: :erlang.nif_error(RuntimeError.exception(unquote(message)))
          end
        end
    ]
  end

  defp missing_library(%Config{skip_compilation?: true}),
    do:
      "no such file, and `skip_compilation?` keeps it from being built; put the library there, " <>
        "compile without this option, or call a double"

  defp missing_library(_config), do: "no such file; run `mix compile --force`"

  defp await_old_code do
    quote do
      # Old code of the module holds the library of an earlier build, and the VM takes no other one beside it. What
      # keeps it is a process inside of a native call: to purge the code would kill that process.
      defp __await_old_code__(waited) do
        if :code.soft_purge(__MODULE__) do
          :ok
        else
          if rem(waited, 10_000) == 500, do: __say_who_waits__()
          receive after: (50 -> __await_old_code__(waited + 50))
        end
      end

      defp __say_who_waits__ do
        inside = for pid <- Process.list(), :erlang.check_process_code(pid, __MODULE__), do: pid

        ends =
          for pid <- inside do
            numbers = pid |> inspect() |> String.replace(["#PID<", ">"], "")
            "Process.exit(pid(#{inspect(numbers)}), :kill)"
          end

        message =
          "`#{inspect(__MODULE__)}` is reloaded as soon as the native calls of #{inspect(inside)} return, which run in " <>
            "the previous build; until then, calls of `#{inspect(__MODULE__)}` wait; to go on without them, end these " <>
            "processes in another shell of this VM (Rust keeps their schedulers busy until it returns): " <>
            Enum.join(ends, "; ")

        :logger.warning(~c"~ts", [message])
      end
    end
  end

  # Loaded as soon as it is compiled, it is what waits for native calls in the build before; loaded by the next call, it
  # might come after another compilation, whose purge waits for nobody. Where nothing was built on purpose, to compile the
  # module is no reason to complain; and what gives the load data may be compiled later.
  defp autoload?(%Config{load_data_fun: nil} = config) do
    {_otp_app, path} = config.load_from
    not config.skip_compilation? or Enum.any?([".so", ".dll"], &File.regular?(path <> &1))
  end

  defp autoload?(_config), do: false

  defp load_data(%Config{load_data_fun: nil} = config), do: Macro.escape(config.load_data)

  defp load_data(%Config{load_data_fun: {module, function}}),
    do: quote(do: unquote(module).unquote(function)())
end
