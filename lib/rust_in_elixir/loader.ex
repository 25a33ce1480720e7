defmodule RustInElixir.Loader do
  @moduledoc """
  Builds a crate with cargo and loads it as the NIF library of a module. Needs no package.

      defmodule MyApp.Markdown.Native do
        use RustInElixir.Loader,
          otp_app: :my_app,
          crate: "my_app_markdown",
          features: ["nif"]

        def to_html(_text), do: :erlang.nif_error(:nif_not_loaded)
      end

  The crate is built when the module is compiled, and the library is loaded with the module. The options are those
  of `use Rustler`. The compiled module does not need `rust_in_elixir`.

  ## Where the library is

  Each build has its own file beside the module's `.beam`, such as
  `_build/dev/lib/my_app/ebin/Elixir.MyApp.Markdown.Native-3f2a90b1c4d5.so`. So environments and targets never share
  a library, `mix release` includes the one of its own environment, and `mix clean` removes it. Outside `:prod` the
  previous build is kept too, because a running VM may still use it. Older ones are removed.

  ## When cargo runs

  `mix compile` runs cargo when the library is missing, or when one of these has changed: a source, a manifest, the
  lock file, the toolchain, a cargo setting in any folder above the crate, an environment variable such as
  `RUSTFLAGS` or one that a build script or `env!` reads. It also runs cargo when it cannot know: with a build
  script that does not say what it reads, and once after a file was saved while cargo ran. Otherwise cargo is not
  started.

  Checkouts that share a target folder, as with `CARGO_TARGET_DIR`, take turns there. Each gets the library of its
  own sources; crates from a registry are compiled once for all.

  ## Loading new Rust into a running VM

  `recompile` in IEx, and everything else that runs `mix compile` in the running VM, loads the new library. So does a
  code reloader such as Phoenix's, before the next request.

    * A reload does not kill a process inside a native call. OTP 29 loads the new library at once. OTP 25 waits
      until the call has returned, however long that takes; until then other calls of the module wait, and a warning
      in the log, repeated every ten seconds, names the process and how to end it. A `mix compile` that fails, or
      compiles the module, also ends only when the next one would kill nobody inside a native call.
    * After a build that fails, the module keeps the library that it has loaded, and `mix compile` reports the
      error. If the stubs have changed too, as after a sync, the functions of the module raise until a build
      succeeds.
    * Handles and streams belong to the load of the library that made them. After a reload, even of the same build,
      they are rejected with an error. Their values are still dropped by the code that made them.
    * Global state in Rust, such as a `static`, starts again with each build.
    * `r(Module)` in IEx loads new Rust too, in memory only: the next VM, or `recompile`, compiles it again.
      `l(Module)` loads nothing into a module that has a library, and says so in the log.

  With `load_from:` you choose the file's name, and a VM never opens a second file of the same name: restart it to
  run the new library.

  ## Options

    * `:otp_app` - the application whose `priv/native` holds the library. Required.
    * `:crate` - the crate's name, which is the library's as well. Default: the value of `:otp_app`.
    * `:path` - the crate's folder, relative to the project. Default: `native/<crate>`.
    * `:features` - the crate features to turn on. Default: `[]`.
    * `:default_features` - whether the crate's default features are on. Default: `true`.
    * `:mode` - `:release` or `:debug`. Default: `:release`, in every environment.
    * `:target` - the target triple to build for. Default: cargo's.
    * `:target_dir` - the folder of cargo's output. Default: cargo's, which is `CARGO_TARGET_DIR`,
      or what cargo's configuration says, or `target` in the workspace.
    * `:env` - environment variables for cargo, as a list of `{name, value}`. Default: `[]`.
    * `:cargo` - which cargo to run: `:system`, `{:system, "+nightly"}`, `{:rustup, "1.91"}` or
      `{:bin, "/path/to/cargo"}`. Default: `:system`, the one on `PATH`.
    * `:load_data` - a term that is passed to the library's `load` function. Default: `0`.
    * `:load_data_fun` - `{Module, :function}`, called for that term when the module is loaded.
    * `:load_from` - where the library is at run time, as `{:app, "path/in/the/app"}` without the
      file's extension. The build then puts it into `priv/native/<crate>`. Default: the file of the build.
    * `:skip_compilation?` - do not build the crate, and load `{otp_app, "priv/native/<crate>"}` unless `:load_from` names
      another library. Without one the module compiles all the same, and the first call fails. Default: `false`.

  The application's configuration overrides them:

      config :my_app, MyApp.Markdown.Native, mode: :debug

  ## Progress

  A long build reports its progress every ten seconds on a terminal, and every minute elsewhere. The environment
  variable `RUST_IN_ELIXIR_PROGRESS` sets another number of seconds; 0 turns it off.

  ## Errors

  A build that fails stops `mix compile` with rustc's message and what to do about it. Each error and warning of
  rustc is also a diagnostic of `mix compile`, with the Rust file and line, for editors.

  If the library cannot be loaded, one error in the log says why and what to do. The module stays unloaded: in a
  release that preloads its modules the VM does not start, elsewhere each call raises an `UndefinedFunctionError`.
  The next call tries again.
  """

  alias RustInElixir.Loader.{Cache, Config, Diagnostics, Error, Fingerprint}
  alias RustInElixir.Loader.{Inputs, Library, NativeCalls, OnLoad, SharedTarget}

  @doc false
  defmacro __using__(opts) do
    quote bind_quoted: [opts: opts] do
      app_env = Application.compile_env(opts[:otp_app], __MODULE__, [])

      @rust_in_elixir_loader RustInElixir.Loader.build!(__ENV__, opts, app_env)
      @before_compile RustInElixir.Loader
    end
  end

  @doc false
  defmacro __before_compile__(env) do
    unload(env.module)

    case Module.get_attribute(env.module, :rust_in_elixir_loader) do
      {:built, config} ->
        [
          unless(config.skip_compilation?, do: recompiling(env.module)),
          OnLoad.definition(config)
        ]

      :failed ->
        [recompiling(env.module), OnLoad.without_library(env.module)]
    end
  end

  # Mix asks a module before each compilation whether it has to be compiled. This one must not be loaded for that, for its
  # library would be too; so another one beside it answers.
  defp recompiling(module) do
    quote do
      defmodule unquote(Module.concat(module, Build)) do
        @moduledoc false

        @doc false
        def __mix_recompile__? do
          # The package need not be there at run time.
          Code.ensure_loaded?(RustInElixir.Loader) and
            apply(RustInElixir.Loader, :stale?, [unquote(module)])
        end
      end
    end
  end

  @doc false
  @spec build!(Macro.Env.t(), keyword(), keyword()) :: {:built, Config.t()} | :failed
  def build!(env, opts, app_env) do
    NativeCalls.spare(env.module, true)
    config = %{Config.new!(env.module, opts, app_env) | source: Fingerprint.source(env.file)}
    {:built, if(config.skip_compilation?, do: config, else: build(config))}
  rescue
    error in Error ->
      if ran?(env.module) and not in_memory?(env.module) do
        go_on(env, error)
      else
        # Mix has removed the module, and compiles it the next time. A module that `r` of IEx compiles stays as it was.
        unless in_memory?(env.module), do: Fingerprint.forget(env.module)
        Diagnostics.add_to_compiler_result(env.module, error.diagnostics)
        # The place of the `use` instead of our own stack, which would tell a reader nothing.
        reraise error, Macro.Env.stacktrace(env)
      end
  end

  # Mix was told to compile it, as by `recompile(force: true)`, and cargo was not asked before. Its last library is there.
  defp go_on(env, error) do
    case Fingerprint.last(env.module) do
      {:ok, config} ->
        remark =
          "`#{inspect(env.module)}` continues with its last library, which is loaded now: " <>
            "handles and streams from before are rejected"

        Diagnostics.fail(env.module, Error.with_remark(error, remark), env.file, env.line)
        {:built, config}

      :none ->
        Fingerprint.forget(env.module)

        error =
          Error.with_remark(
            error,
            "`#{inspect(env.module)}` has no library until its crate compiles"
          )

        Diagnostics.fail(env.module, error, env.file, env.line)
        :failed
    end
  end

  # As `r` of IEx compiles. It leaves the `.beam`, which Mix removes, with its library and what is noted of it: the next VM
  # loads them.
  defp in_memory?(module) do
    :erlang.module_loaded(module) and
      File.exists?(Path.join(Mix.Project.compile_path(), "#{module}.beam"))
  end

  # Whether the module was loaded in this VM, or would have been by a call. To stop there would leave it unloaded, or its code
  # old: then the next compilation would kill who is inside of it.
  defp ran?(module) do
    :erlang.module_loaded(module) or :erlang.check_old_code(module) or
      :persistent_term.get(ran(module), false)
  end

  # The key of whether a module was loaded in this VM when Mix asked whether to compile it, or had a library then. After a
  # compilation that failed it is not loaded, and its old code may have been purged; a forced one asks nobody.
  defp ran(module), do: {__MODULE__, module}

  defp build(config) do
    started = System.os_time(:second)
    key = Cache.key(config)

    case take(config, key, started) || make(config, key, started) do
      {:ok, placed, diagnostics} ->
        :persistent_term.put(ran(config.module), true)
        Diagnostics.warn(diagnostics)
        Mix.Task.Compiler.after_compiler(:elixir, &remove_orphans/1)
        placed

      {:error, error} ->
        raise error
    end
  end

  defp take(config, key, started) do
    Cache.take(key, config, fn library, inputs ->
      install(config, library, inputs, [], started)
    end)
  end

  defp make(config, key, started) do
    SharedTarget.build(config, fn -> announce(config) end, fn build ->
      inputs = Inputs.of(config, build)
      result = install(config, build.library, inputs, build.diagnostics, started)
      with {:ok, _, []} <- result, do: Cache.put(key, config, build.library, inputs)
      result
    end)
  end

  defp install(config, built, inputs, diagnostics, started) do
    kept? = in_memory?(config.module)

    with {:ok, library, placed} <- Library.install(config, built, kept?) do
      unless kept?, do: Fingerprint.write(config, inputs, diagnostics, library, started)
      {:ok, placed, diagnostics}
    end
  end

  # Mix purges what it is told to compile, so cargo comes first: if it fails, the code before stays, and what runs in it.
  @doc false
  @spec stale?(module()) :: boolean()
  def stale?(module) do
    Diagnostics.forget(module)
    if :erlang.module_loaded(module), do: :persistent_term.put(ran(module), true)
    NativeCalls.spare(module, false)

    # A compilation that was interrupted leaves old code behind, and Mix would kill the processes that run it.
    NativeCalls.await(module)

    case Fingerprint.compare(module, &announce/1) do
      :same ->
        :persistent_term.put(ran(module), true)
        false

      :other ->
        true

      {:error, %{source: {source, _digest}}, error} ->
        remark = "`#{inspect(module)}` continues with the library that it has loaded"
        loaded? = :erlang.module_loaded(module)
        error = if loaded?, do: Error.with_remark(error, remark), else: error
        Diagnostics.fail(module, error, source, 1)
        false
    end
  end

  # Mix unloads the modules that it knows, and knows none after a forced compilation that failed. Then it loads new code over
  # that which runs, and the VM takes no other library beside its own; so that is unloaded here, whoever compiles.
  defp unload(module) do
    if :erlang.module_loaded(module) do
      :persistent_term.put(ran(module), true)
      NativeCalls.await(module)
      :code.delete(module)
    end
  end

  # A module that failed to compile may still need its library.
  defp remove_orphans({:error, _} = result), do: result

  defp remove_orphans(result) do
    Library.remove_orphans(&Fingerprint.source?/1)
    result
  end

  # A user waits for it in the first command, and did not ask for it.
  defp announce(%{crate: "rust_in_elixir"}) do
    Mix.shell().info("Building the Rust core of rust_in_elixir; this takes a moment")
  end

  defp announce(config) do
    Mix.shell().info("Building crate #{config.crate} in #{config.mode} mode (#{config.path})")
  end
end
