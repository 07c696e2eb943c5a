"""From `data/` to DuckDB: the definition, the evidence, the store, the questions."""
