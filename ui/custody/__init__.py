"""What is kept, on the screen: its words, and the pieces of pages that speak them."""
