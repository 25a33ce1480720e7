defmodule RustInElixir.Schema.ReleaseTargets do
  @moduledoc false

  # The default targets of a release, unless a schema with `loader: :precompiled` sets others.

  # The targets of RustlerPrecompiled.
  @targets ~w(
    aarch64-apple-darwin aarch64-unknown-linux-gnu aarch64-unknown-linux-musl arm-unknown-linux-gnueabihf
    riscv64gc-unknown-linux-gnu x86_64-apple-darwin x86_64-pc-windows-gnu x86_64-pc-windows-msvc
    x86_64-unknown-linux-gnu x86_64-unknown-linux-musl
  )

  # A library for an older version of NIFs is loaded by every later OTP.
  @nif_versions ["2.15"]

  @doc "The systems that there are libraries for."
  @spec all() :: [String.t()]
  def all, do: @targets

  @doc "The versions of NIFs that there are libraries for."
  @spec nif_versions() :: [String.t()]
  def nif_versions, do: @nif_versions
end
