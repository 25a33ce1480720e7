# Bootstrap; replaced by generated files.
defmodule RustInElixir.Core.Default do
  defstruct [:value, :source]
end

defmodule RustInElixir.Core.Field do
  defstruct [:name, :type, :default, :doc, :line, redact: false]
end

defmodule RustInElixir.Core.Variant do
  defstruct [:name, :shape, :doc, :line]
end

defmodule RustInElixir.Core.Custom do
  defstruct [:typespec, :rust, :validator]
end

defmodule RustInElixir.Core.Definition do
  defstruct [:name, :kind, :doc, :line, cast: false, redact: false]
end

defmodule RustInElixir.Core.Param do
  defstruct [:name, :type, :line]
end

defmodule RustInElixir.Core.Nif do
  defstruct [:name, :params, :returns, :doc, :line, schedule: :dirty_cpu, cast: false]
end

defmodule RustInElixir.Core.Problem do
  defstruct [:line, :message]
end

defmodule RustInElixir.Core.Boundary do
  defstruct [:facade, :crate_name, :schema, :loader, :doc, definitions: [], nifs: [], problems: []]
end

defmodule RustInElixir.Core.Project do
  defstruct [:otp_app, :loader, :crate_dir, :rustler, lib_dir: "lib", templates: %{}]
end

defmodule RustInElixir.Core.SourceFile do
  defstruct [:path, :language, :text]
end

defmodule RustInElixir.Core.Rendered do
  defstruct [:files, :test, :contract]
end

defmodule RustInElixir.Core.LibSource do
  defstruct [:text, missing: []]
end

defmodule RustInElixir.Core.SyntaxError do
  defstruct [:line, :column, :message]
end

defmodule RustInElixir.Core.Lock do
  defstruct [:schema, :generator, :contract, files: %{}]
end
