"""Stand-ins for outside services, in development and tests only."""
