"""Composition: an issue and a layout become a galley."""
