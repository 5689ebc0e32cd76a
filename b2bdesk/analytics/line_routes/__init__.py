"""Lines between the cards of a map that run around the cards which lie between them."""
