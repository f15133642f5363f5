"""The one way to Stripe and back."""
