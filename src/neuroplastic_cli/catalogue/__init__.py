"""YAML in, records out."""
