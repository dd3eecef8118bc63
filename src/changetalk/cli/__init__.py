"""The command line: one command per file, each calling plain library functions."""
