"""The coverage board: nobody drops out of sight."""
