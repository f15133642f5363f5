"""Settings, addresses and entry points of the project: the one room that knows all others."""
