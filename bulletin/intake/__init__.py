"""Intake: what lies settled in the drop folder, as submissions."""
