"""What it costs to be read: `make bench`. How to read its table: docs/benchmarks.md."""
