"""The sheets that pass between the rooms: frozen, complete, without input or output."""
