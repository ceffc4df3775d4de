"""Review: findings beside forms, waivers, consolidation, and anybody's report."""
