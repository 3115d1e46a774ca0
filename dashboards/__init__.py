"""What people look at. Everything here is written once, as a readable description, and built from it."""
