"""How a young person moves: measures over time. No decision reads them."""
