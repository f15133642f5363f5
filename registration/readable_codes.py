"""Of what codes are made that people read out: at a door, on the phone."""

# without letters and digits that are taken for each other: 8 of them are 39 bits
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
