"""Odoo's database in the warehouse, by logical replication."""
