"""What a signed-in person sees."""
