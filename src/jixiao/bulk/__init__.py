"""The same schemes over millions of rows: DuckDB on one machine, Spark on a cluster."""
