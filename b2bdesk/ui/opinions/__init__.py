"""What people think of us, and how we stand: perceptions, the brand in a unit, health."""
