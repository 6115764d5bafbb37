"""Telling others of passports: what waits is stored with the change itself, and delivered until it is answered."""
