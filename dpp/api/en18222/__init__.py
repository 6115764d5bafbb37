"""The interface of EN 18222 over HTTP: `/v1/dpps` and its siblings."""
