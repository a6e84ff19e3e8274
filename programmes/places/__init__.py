"""Places on what partners offer: taken by efforts, waited for, and who could fill them."""
