"""Preflight: every check on copy and on paper, as tables of small functions."""
