[
  inputs: ["{mix,.formatter}.exs", "lib/**/*.ex", "native/*/schema.exs", "*.exs"],
  import_deps: [:rust_in_elixir]
]
