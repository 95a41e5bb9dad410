"""What a copy-reader would ask of a story's words, marks, numbers, names and shape; each fault by its name."""
