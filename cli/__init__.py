"""The door for people: the command `scout`. It speaks in words and tables; what it does stands in `shared`."""
