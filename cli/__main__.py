"""`python -m cli …` is `scout …`, for places where the package is copied and not installed."""

from cli.main import main

main()
