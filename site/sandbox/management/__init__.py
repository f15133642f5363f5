"""Management commands of the stand-ins."""
