"""Mails, calendar files and address cards as typed facts: no database, no Qt."""
