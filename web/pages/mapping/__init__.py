"""From what the services answer to what the pages are given: pure, one module for each subject."""
