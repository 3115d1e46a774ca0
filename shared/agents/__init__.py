"""What agents may ask of the warehouse: read only, each with a login of its own, every call noted."""
