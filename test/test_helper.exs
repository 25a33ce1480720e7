# Tests that need a missing package cannot run, and do not count as passed.
packages = [igniter: Igniter, rustler: Rustler, rustler_precompiled: RustlerPrecompiled]
missing = for {name, module} <- packages, not Code.ensure_loaded?(module), do: name

if missing != [] do
  IO.puts("""
  Skipping what needs packages that are not here: #{Enum.join(missing, ", ")}.
  Where they lie in a folder, RUST_IN_ELIXIR_DEPS=FOLDER mix test takes them from it.
  """)
end

# A generated project is built once, and what cargo would keep for the next time takes gigabytes.
System.put_env("CARGO_INCREMENTAL", "0")
# No test looks at them in a debugger, and a third of the time of a debug build goes there.
System.put_env("CARGO_PROFILE_DEV_DEBUG", "0")

# In a git hook, git would take any repository of a test for the one that the hook is run for.
if System.find_executable("git") do
  {names, 0} = System.cmd("git", ["rev-parse", "--local-env-vars"])
  for name <- String.split(names), do: System.delete_env(name)
end

# Most tests wait for commands: with as many at once as ExUnit runs by itself, a core is often idle.
cases = 3 * System.schedulers_online()

# A busy machine is not a failure: what has to come is waited for longer than ExUnit's 100 ms, and a test may take longer than
# its minute.
# Long tests run with `make test-all`, or `mix test --include extended`.
ExUnit.start(
  exclude: [{:extended, true} | missing],
  assert_receive_timeout: 30_000,
  timeout: 1_800_000,
  max_cases: cases
)

ExUnit.after_suite(fn _results -> RustInElixir.TemporaryProject.remove_shared() end)
