"""What the pages, the portal and the staff's desks share."""
