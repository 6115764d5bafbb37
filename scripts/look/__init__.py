"""Looks at every page, as people with different eyes and hands would: `python -m scripts.look FOLDER`."""
