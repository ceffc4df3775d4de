"""Reports: rendered in the background, kept with the facts and rules that made them."""
