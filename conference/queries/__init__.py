"""What is read: functions that answer a page's question in a fixed number of SQL statements."""
