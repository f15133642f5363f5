"""The shop: catalogue, carts, orders, payments, attendees."""
