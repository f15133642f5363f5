"""The ledger of mails: what left the house, what failed, sending again."""
