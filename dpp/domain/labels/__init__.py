"""Labels as geometry: what stands on one, what fits on a size, and where. Everything in millimetres."""
