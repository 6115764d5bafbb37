"""Readers of files with rows, and imports in SQL."""
