"""What does not agree between Stripe and the orders: the one list of it, what is entered there, and looking again."""
