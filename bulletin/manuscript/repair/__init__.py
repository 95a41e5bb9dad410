"""Damaged text put right before the copy desk sees it: one module for each fault, each sure of what it does or silent."""
