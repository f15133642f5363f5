"""Template tags that cms, portal and staff share."""
