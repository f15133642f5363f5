"""What is only read: the lists of tickets, money, events and differences."""
