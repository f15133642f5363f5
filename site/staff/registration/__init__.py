"""The shop's desk: catalogue, vouchers and discounts; orders, money and tickets as ledgers with the acts upon them."""
