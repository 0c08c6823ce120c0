"""What happens in each space, and when. A step is `yield DAY, "HH:MM"`: what follows it happens then."""
