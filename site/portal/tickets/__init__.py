"""Tickets in the portal: lists, a ticket's page, what its buyer and its holder may do with it, claiming one."""
