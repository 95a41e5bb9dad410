"""Production: the order of the work and its gates."""
