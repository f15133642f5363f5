"""Activities, grants and surveys."""
