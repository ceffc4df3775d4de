"""The shell: layout, components, grid, charts and words that every page shares."""
