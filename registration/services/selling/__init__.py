"""What may be sold, to whom, and what lies in a basket before it is an order."""
