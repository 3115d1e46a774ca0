"""The entry point for people: the command `scout`. It asks and shows; what it does is in `shared`."""
