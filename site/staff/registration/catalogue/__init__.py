"""What is sold and for how much less: products, discounts, vouchers, questions to attendees."""
