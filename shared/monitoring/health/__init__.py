"""Whether the numbers can be trusted: one report, for people, for machines, for alerts and for the status page."""
