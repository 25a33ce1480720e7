import Config

# Callers of the guide are tested with its double; its own tests call it by its name.
if config_env() == :test, do: config(:guide, guide: Guide.Double)
