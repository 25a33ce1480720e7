# Counts the lines that are generated for an application with two boundaries: the schemas of `examples/guide`, which has a
# double, and of `examples/tables`, which has resources and streams. Locks and what is the user's are not counted.
#
#   mix run scripts/generated_lines.exs [--files]

alias RustInElixir.{Core, Schema}
alias RustInElixir.Text.SourceText

{options, []} = OptionParser.parse!(System.argv(), strict: [files: :boolean])

project = %Core.Project{
  otp_app: "shop",
  loader: :rust_in_elixir,
  crate_dir: "native",
  rustler: "0.39"
}

rendered =
  for name <- ["guide", "tables"] do
    {:ok, boundary} = Schema.load("examples/#{name}/native/#{name}/schema.exs")
    {:ok, rendered} = Core.generate(boundary, %{project | crate_dir: "native/#{name}"})
    rendered
  end

{:ok, shared} =
  rendered |> Enum.flat_map(& &1.support) |> Enum.uniq() |> Enum.sort() |> Core.support(project)

counts =
  for file <- Enum.flat_map(rendered, & &1.files) ++ shared do
    {:ok, text} = SourceText.format(file.text, file.language, [])
    {file.path, length(String.split(text, "\n", trim: false)) - 1}
  end

if options[:files],
  do: for({path, lines} <- counts, do: IO.puts("#{String.pad_leading("#{lines}", 6)} #{path}"))

{rust, elixir} = Enum.split_with(counts, fn {path, _lines} -> Path.extname(path) == ".rs" end)
sum = fn counts -> counts |> Enum.map(&elem(&1, 1)) |> Enum.sum() end
IO.puts("#{sum.(counts)} lines: #{sum.(rust)} of Rust, #{sum.(elixir)} of Elixir")
