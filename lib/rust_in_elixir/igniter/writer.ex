# Igniter is an optional dependency, and without it nothing calls this module.
if Code.ensure_loaded?(Igniter) do
  defmodule RustInElixir.Igniter.Writer do
    @moduledoc false

    # The other writer: carries out a plan as changes of an `t:Igniter.t/0`.
    #
    # A task that others compose puts its plan there, and Igniter shows, asks and writes:
    #
    #     project = RustInElixir.Igniter.Writer.project(igniter)
    #     {:ok, plan} = RustInElixir.Plan.Sync.plan(project)
    #     RustInElixir.Igniter.Writer.add(igniter, plan, "mix rust_in_elixir.sync")
    #
    # The texts are those that `RustInElixir.Apply.Writer` writes, byte for byte. What keeps that from writing is
    # an issue here, what it leaves alone a warning.

    alias RustInElixir.{Error, Plan, Project, Report}
    alias Igniter.Project.{Application, Deps}
    alias Rewrite.Source

    @loaders [:rustler, :rustler_precompiled]

    @doc """
    The project as it is going to be once the changes that `igniter` holds are written.
    """
    @spec project(Igniter.t()) :: Project.t()
    def project(igniter) do
      app = Application.app_name(igniter)
      deps = deps(igniter)

      if igniter.assigns[:test_mode?] do
        Project.new(nowhere(), otp_app: app, deps: deps, drafts: test_drafts(igniter))
      else
        config = Mix.Project.config()
        others = Enum.reject(config[:deps], &(elem(&1, 0) in @loaders))
        settings = Keyword.take(config, [:deps_path, :elixirc_paths, :lockfile])
        options = [otp_app: app, deps: deps ++ others, drafts: drafts(igniter)]
        Project.new(File.cwd!(), options ++ settings)
      end
    end

    @doc """
    Adds what `RustInElixir.Plan.changes/1` lists to the changes of `igniter`, on `command`'s behalf.
    """
    @spec add(Igniter.t(), Plan.t(), String.t()) :: Igniter.t()
    def add(igniter, plan, command) do
      case Plan.refused(plan) do
        [] ->
          left = Report.Text.edited(plan, command) ++ Report.Text.mismatches(plan, command)
          igniter = Enum.reduce(Plan.changes(plan), igniter, &change/2)
          if left == [], do: igniter, else: Igniter.add_warning(igniter, text(left))

        _in_the_way ->
          Igniter.add_issue(igniter, text(Report.Text.refused(plan, command)))
      end
    end

    @doc "Adds why no plan could be made."
    @spec failed(Igniter.t(), Error.t()) :: Igniter.t()
    def failed(igniter, error),
      do: Enum.reduce(Error.lines(error), igniter, &Igniter.add_issue(&2, &1))

    defp change(%{new: nil, path: path}, igniter), do: Igniter.rm(igniter, path)

    # The text is formatted already, by the project's own settings.
    defp change(%{new: text, path: path}, igniter),
      do: Igniter.create_new_file(igniter, path, text, on_exists: :overwrite, format?: false)

    defp text(lines),
      do: Enum.map_join(lines, "\n", &(&1 |> IO.ANSI.format(false) |> IO.iodata_to_binary()))

    defp deps(igniter) do
      for name <- @loaders,
          {:ok, dep} when is_binary(dep) <- [Deps.get_dep(igniter, name)],
          do: {name, dep}
    end

    # A project in the memory of a test has no place on the disk, and must not find one there.
    defp nowhere, do: Path.join(File.cwd!(), ".igniter_test")

    defp test_drafts(igniter), do: Map.merge(igniter.assigns[:test_files], drafts(igniter))

    defp drafts(igniter) do
      written =
        for source <- Rewrite.sources(igniter.rewrite),
            Igniter.changed?(source),
            into: %{},
            do: {Source.get(source, :path), Source.get(source, :content)}

      removed = Map.new(igniter.rms ++ Map.keys(igniter.moves), &{&1, nil})
      Map.merge(written, removed)
    end
  end
end
