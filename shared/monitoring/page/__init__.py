"""The status page: one HTML document that says in plain words whether the numbers can be trusted."""
