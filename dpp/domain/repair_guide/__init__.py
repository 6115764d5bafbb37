"""Repair guides (reparatiehandleidingen): how a model is opened, diagnosed, reset and put together again."""
