"""From files and feeds of reports to DuckDB: every record loaded, a duplicate, or quarantined with its reason."""
