"""What is read: answers for a page or a report in a fixed number of SQL statements."""
