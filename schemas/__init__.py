"""Published contracts as data: a folder per kind and version, which never changes once released."""
