"""Archive: knows the shape of stories/ and output/, and is the only room that writes there."""
