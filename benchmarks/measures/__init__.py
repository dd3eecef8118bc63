"""What the benchmarks share: counting hits, matching units, bars, tables. Nothing here is a command."""
