# Igniter is an optional dependency, and without it nothing calls this module.
if Code.ensure_loaded?(Igniter) do
  defmodule RustInElixir.Gen.IgniterInstall do
    @moduledoc false

    # The work of `RustInElixir.Gen.Install`, done by Igniter's own edits.

    alias Igniter.Project.{Deps, Formatter}
    alias RustInElixir.{Gen.Install, Plan, Plan.SharedFiles, Project}
    alias Sourceror.Zipper

    @package :rust_in_elixir

    @doc "Adds what a project needs before its first boundary to the changes of `igniter`."
    @spec add(Igniter.t(), Project.t(), Install.loader(), boolean) :: Igniter.t()
    def add(igniter, project, loader, ci?) do
      shared = SharedFiles.entries(project, gitignore: true, ci: ci?)

      needed = Install.needed_loader(project, loader)

      # An option that is too much is not Igniter's to take away.
      takes = if needed == :rust_in_elixir, do: takes(igniter, needed), else: []

      takes
      |> Enum.reduce(igniter, &Igniter.add_notice(&2, &1))
      |> own_options(Install.options(needed))
      |> packages(Install.packages(loader))
      |> Formatter.import_dep(@package)
      |> inputs(Install.inputs())
      |> RustInElixir.Igniter.Writer.add(
        %Plan{root: project.root, entries: shared},
        "mix rust_in_elixir.install"
      )
    end

    defp takes(igniter, loader) do
      with {:ok, dep} when is_binary(dep) <- Deps.get_dep(igniter, @package),
           {dep, _binding} <- Code.eval_string(dep),
           options when is_list(options) <- elem(dep, tuple_size(dep) - 1) do
        Install.own_dependency([runtime: false] ++ options, loader)
      else
        _no_options -> []
      end
    end

    # Where it comes from stays: a path, a fork, or a version.
    defp own_options(igniter, options) do
      case Deps.get_dep(igniter, @package) do
        {:ok, dep} when is_binary(dep) ->
          Enum.reduce(options, igniter, fn {key, value}, igniter ->
            Deps.set_dep_option(igniter, @package, key, value)
          end)

        _absent ->
          igniter
      end
    end

    defp packages(igniter, packages) do
      Enum.reduce(packages, igniter, fn dependency, igniter ->
        Deps.add_dep(igniter, plain(dependency), on_exists: :skip, append?: true)
      end)
    end

    defp plain({name, requirement, []}), do: {name, requirement}
    defp plain(dependency), do: dependency

    defp inputs(igniter, pattern) do
      Igniter.update_elixir_file(igniter, ".formatter.exs", fn zipper ->
        with %Zipper{} = down <- Zipper.down(zipper),
             {:ok, zipper} <-
               down
               |> Zipper.rightmost()
               |> Igniter.Code.Keyword.put_in_keyword([:inputs], [pattern], fn inputs ->
                 Igniter.Code.List.append_new_to_list(inputs, pattern)
               end) do
          {:ok, zipper}
        else
          _ ->
            {:warning, "add `#{inspect(pattern)}` to the inputs in .formatter.exs"}
        end
      end)
    end
  end
end
