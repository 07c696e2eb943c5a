"""What is printed: letters, blocks of pages, pictures, PDF, and the browser that draws them."""
