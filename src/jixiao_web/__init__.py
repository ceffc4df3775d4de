"""The platform: a department's budget year, filled in, checked, approved and reported in the browser."""
