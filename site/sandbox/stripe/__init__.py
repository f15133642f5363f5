"""A stand-in for Stripe: its API, its signed webhooks, its browser library; see README.md."""
