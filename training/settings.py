"""The shape of `training/config.toml`: sections of named numbers."""

Config = dict[str, dict[str, float]]
