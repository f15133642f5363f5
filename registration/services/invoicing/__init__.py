"""What invoices say and how they are numbered."""
