ExUnit.start()
ExUnit.after_suite(fn _results -> RustInElixir.TemporaryProject.remove_shared() end)
