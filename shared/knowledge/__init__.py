"""Pages, files and Odoo's own texts, made searchable: read, judged, cut into chunks, kept with where they came from."""
