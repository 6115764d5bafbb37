"""Measurements of the speed of the service: `python -m scripts.bench`, and one after it by its name."""
