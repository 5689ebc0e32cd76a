"""Mails, meetings and address cards: what they become, and their way into the file."""
