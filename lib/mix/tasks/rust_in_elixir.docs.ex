defmodule Mix.Tasks.RustInElixir.Docs do
  @shortdoc "Writes a page that shows the boundary"

  @moduledoc """
  Writes a page that shows the boundary: each function and type with its Elixir, its Rust and the term that
  crosses between them side by side, its scheduler, its limits, its defaults and its documentation.

      $ mix rust_in_elixir.docs
      $ mix rust_in_elixir.docs my_app_markdown --output doc/markdown.html

  It is one HTML file, which needs no network: to open in a browser, to print, to send to somebody. Without
  a NAME every boundary is on it. What it says comes from the schemas as they are now, whether they were
  synced or not.

  The project need not compile. In an umbrella project, at its root, the boundaries of all applications are
  on the page.

  ## Options

    * `--output PATH` – where the page goes, `doc/boundary.html` by default; folders are made
    * `--force` – overwrites the file although this task has not made it
    * `--quiet` – says nothing but what is wrong

  ## Exit status

    * 0 – the page is there
    * 1 – a file that this task has not made is in the way
    * 2 – a schema is wrong; every problem is listed as `path:line: message`
    * 3 – the command could not run, or there is no boundary to show
  """

  use Mix.Task

  alias RustInElixir.{CLI, Error, Page, Plan.Sync, Project}

  @usage "usage: mix rust_in_elixir.docs [NAME…] [--output PATH] [--force] [--quiet]"
  @switches [output: :string, force: :boolean, quiet: :boolean]

  @impl Mix.Task
  def run(arguments) do
    {options, names} = CLI.parse(arguments, @switches, @usage)
    command = CLI.line("rust_in_elixir.docs", arguments)
    output = Keyword.get(options, :output, "doc/boundary.html")

    with :ok <- Sync.core_loaded(),
         {:ok, places} <- places(Enum.map(names, &Project.boundary_name/1)),
         {:ok, html} <- Page.render(places, title()) do
      write(output, html, options, command)
    else
      {:error, error} -> CLI.fail(error, command)
    end
  end

  defp title do
    config = Mix.Project.config()
    to_string(config[:name] || config[:app] || File.cwd!() |> Path.basename())
  end

  defp places(names) do
    places =
      for {folder, project} <- Project.all(),
          crate_dir <- Project.crate_dirs(project),
          do: {project, crate_dir, folder}

    known = for {_project, crate_dir, _folder} <- places, do: Path.basename(crate_dir)

    case names -- known do
      [] when known == [] ->
        {:error,
         Error.could_not_run(
           Project.no_boundary() <> "\nto begin one: mix help rust_in_elixir.gen.nif"
         )}

      [] ->
        {:ok,
         Enum.filter(places, fn {_, dir, _} -> names == [] or Path.basename(dir) in names end)}

      unknown ->
        {:error, Error.could_not_run(Project.unknown_boundaries(unknown, known))}
    end
  end

  defp write(path, html, options, command) do
    case Page.write(path, html, force: options[:force] || false) do
      {:ok, verb} ->
        unless options[:quiet], do: Mix.shell().info([:green, "* #{verb} ", :reset, path])
        :ok

      :foreign ->
        CLI.stop([
          "#{path} was not made by this task",
          "nothing was written",
          "to overwrite it: #{command} --force"
        ])

      {:error, reason} ->
        CLI.abort("#{path} cannot be written: #{:file.format_error(reason)}")
    end
  end
end
