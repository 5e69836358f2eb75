"""`python -m coursekit` is the same as `coursekit`."""

from .cli import main

main()
