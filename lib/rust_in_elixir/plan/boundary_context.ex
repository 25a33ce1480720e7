defmodule RustInElixir.Plan.BoundaryContext do
  @moduledoc false

  # The data that the entries of one boundary are made from.

  alias RustInElixir.{Core, Project}

  @enforce_keys [:project, :core_project, :boundary, :crate_dir, :schema]
  defstruct @enforce_keys ++ [force: [], fix?: false]

  @typedoc """
  A boundary with where it goes: `schema` is the text of its schema, and `force` the paths that may be
  overwritten although they were edited or not generated. With `fix?` signatures in the user's `lib.rs` are
  brought up to date.
  """
  @type t :: %__MODULE__{
          project: Project.t(),
          core_project: Core.Project.t(),
          boundary: Core.Boundary.t(),
          crate_dir: Path.t(),
          schema: String.t(),
          force: [Path.t()],
          fix?: boolean
        }
end
