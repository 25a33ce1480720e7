defmodule Mix.Tasks.RustInElixir.Docs do
  @shortdoc "Writes a page that shows the boundary"

  @moduledoc """
  Writes a page that shows the boundary: for each function and type its Elixir, its Rust and the term between them,
  its scheduler, limits, defaults and documentation.

      $ mix rust_in_elixir.docs
      $ mix rust_in_elixir.docs my_app_markdown --output doc/markdown.html

  It is one HTML file that needs no network. Without a NAME, it shows all boundaries. It shows the schemas as they
  are now, synced or not.

  The project does not have to compile. At the root of an umbrella, the page shows the boundaries of all
  applications.

  ## Options

    * `--output PATH` – where to write the page, `doc/boundary.html` by default; missing folders are created
    * `--force` – overwrites the file even if this task did not make it
    * `--quiet` – prints only what is wrong

  ## Exit status

    * 0 – the page was written, or is up to date
    * 1 – the file exists and was not made by this task
    * 2 – a schema has errors, listed as `path:line: message`
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
           Project.no_boundary() <> "\nto create one, see: mix help rust_in_elixir.gen.nif"
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
          "#{path} was not created by this task",
          "nothing was written",
          "to overwrite it: #{command} --force"
        ])

      {:error, reason} ->
        CLI.abort("#{path} cannot be written: #{:file.format_error(reason)}")
    end
  end
end
