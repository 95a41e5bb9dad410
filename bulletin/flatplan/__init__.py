"""Flatplan: stories find their places in the issue."""
