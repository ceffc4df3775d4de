"""The demonstration: one real department half-way through a self-evaluation, with one person in every role."""
