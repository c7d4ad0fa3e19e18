"""The cases, by what they are about. Each module has a list CASES."""
