"""How money goes back, from the row to the bank."""
