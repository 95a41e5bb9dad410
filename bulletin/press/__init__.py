"""Press: a galley becomes a proof."""
