defmodule RustInElixir.Doctor.Dependencies do
  @moduledoc false

  # Counts `unsafe` in the dependencies of crates, as far as their sources are in Cargo's registry on this machine.

  alias RustInElixir.{Core, Disk.Tree, Project}

  @not_counted ~w(tests benches examples)

  @doc "Adds a diagnosis for each dependency with `unsafe`, and one for those without sources, to the crate of the lock."
  @spec add(Project.t(), [result]) :: [result]
        when result: {Path.t(), Core.Examination.t()}
  def add(project, results) do
    {results, _counted} =
      Enum.map_reduce(results, [], fn {folder, found}, counted ->
        lock = lock(project, folder)

        if lock == nil or lock in counted do
          {{folder, found}, counted}
        else
          diagnoses = found.diagnoses ++ diagnoses(project, lock)
          {{folder, %{found | diagnoses: diagnoses}}, [lock | counted]}
        end
      end)

    results
  end

  # The nearest one, as Cargo has it.
  defp lock(project, folder) do
    path = folder |> Path.join("Cargo.lock") |> String.trim_leading("/")

    cond do
      match?({:ok, text} when text != nil, Tree.read(project, path)) -> path
      folder in ["", "."] -> nil
      true -> lock(project, String.replace(Path.dirname(folder), ~r/\A\.\z/, ""))
    end
  end

  defp diagnoses(project, lock) do
    {:ok, text} = Tree.read(project, lock)

    case Core.locked_packages(text) do
      {:ok, packages} ->
        packages = for package <- packages, package.source, do: {package, sources(package)}
        {there, missing} = Enum.split_with(packages, fn {_package, folder} -> folder end)
        Enum.flat_map(there, &counted(&1, lock, text)) ++ missing(missing, lock)

      {:error, error} ->
        [diagnosis("not_read", lock, error.line, "is not valid TOML: #{error.message}")]
    end
  end

  defp sources(%{source: "registry+" <> _url} = package) do
    home = System.get_env("CARGO_HOME") || Path.expand("~/.cargo")
    name = "#{package.name}-#{package.version}"
    [home, "registry/src/*", name] |> Path.join() |> Path.wildcard() |> List.first()
  end

  defp sources(_package), do: nil

  defp counted({package, folder}, lock, text) do
    count = folder |> texts() |> Core.unsafe_count!()
    kinds = [functions: "function", blocks: "block", impls: "impl", traits: "trait"]

    said =
      for {key, name} <- kinds,
          number = Map.fetch!(count, key),
          number > 0,
          do: "#{number} #{name}"

    if said == [] do
      []
    else
      message = "`#{package.name}` #{package.version} has `unsafe` in #{Enum.join(said, ", ")}"
      [diagnosis("unsafe_dependency", lock, line(text, package), message)]
    end
  end

  defp texts(folder) do
    for path <- Path.wildcard(Path.join(folder, "**/*.rs")),
        [first | _rest] = path |> Path.relative_to(folder) |> Path.split(),
        first not in @not_counted,
        {:ok, text} <- [File.read(path)],
        String.valid?(text),
        do: text
  end

  defp line(text, package) do
    lines = String.split(text, "\n")

    index =
      lines
      |> Enum.zip(Enum.drop(lines, 1))
      |> Enum.find_index(
        &(&1 == {~s(name = "#{package.name}"), ~s(version = "#{package.version}")})
      )

    (index || 0) + 1
  end

  defp missing([], _lock), do: []

  defp missing(packages, lock) do
    names = Enum.map_join(packages, ", ", fn {package, _folder} -> package.name end)

    message = "the sources of these packages are not in Cargo's registry here: #{names}"

    [diagnosis("not_read", lock, 1, message)]
  end

  defp diagnosis(rule, path, line, message),
    do: %Core.Diagnosis{rule: rule, gravity: :note, path: path, line: line, message: message}
end
