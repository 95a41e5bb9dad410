"""Personal data in copy: numbers, addresses and names that must not be printed, and how the house masks them."""
