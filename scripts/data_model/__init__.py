"""docs/reference/data-model.md, written from the comments and definitions in the database: `scripts/data-model`."""
