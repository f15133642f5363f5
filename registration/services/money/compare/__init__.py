"""What a comparison looks at, by subject: each finds where Stripe and our records are not alike."""
