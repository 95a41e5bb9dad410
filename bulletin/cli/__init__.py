"""Command line: takes orders, prints, sets the exit code."""
