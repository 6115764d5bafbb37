"""Rules of the interface of EN 18222 that need nothing but what is said."""
