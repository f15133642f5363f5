"""Template tags of the staff's desks."""
