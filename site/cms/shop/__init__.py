"""The ticket shop below the storefront page: one file a subject."""
