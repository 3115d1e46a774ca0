"""The way back: approved changes from the warehouse into Odoo, with one effect each."""
