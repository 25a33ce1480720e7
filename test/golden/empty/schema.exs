defmodule Demo.Empty.Schema do
  use RustInElixir.Schema, facade: Demo.Empty, crate: "demo_empty"
end
