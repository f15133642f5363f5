"""Template tags of the account pages and their mails."""
