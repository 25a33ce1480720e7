[
  import_deps: [:rust_in_elixir],
  inputs: ["{mix,.formatter}.exs", "{lib,test}/**/*.{ex,exs}", "native/*/schema.exs"]
]
