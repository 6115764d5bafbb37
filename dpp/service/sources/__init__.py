"""The use cases of public sources: registrations of EPREL and makers' carbon footprints become rows of an import."""
