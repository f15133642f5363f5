"""What happens: the only code that changes stock, orders and money."""
