"""What an order is made of and which states it passes through."""
