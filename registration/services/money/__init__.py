"""How money reaches an order, and what is done where the books and Stripe do not agree."""
