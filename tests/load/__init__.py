"""Many readers and several editors at once, counted: `make load`, and tests/cache in small."""
