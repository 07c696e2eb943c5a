"""A figure with all that a publisher needs: made, verified, published."""
