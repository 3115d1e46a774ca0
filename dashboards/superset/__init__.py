"""Dashboards for Apache Superset: descriptions in TOML, the import bundle built from them, and its import by REST."""
