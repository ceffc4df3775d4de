"""Home and dashboards."""
