"""What organizers do, inside the Wagtail admin."""
