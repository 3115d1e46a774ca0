"""Tell a person: once for each cause, and once when it is over."""
