"""What is drawn: PDFs, tickets, calendar files."""
