"""Messages and address cards in the window: dropped, looked over, added; files and candidates."""
