"""The composition root and the human faces: settings, application, command line, pages, accounts."""
