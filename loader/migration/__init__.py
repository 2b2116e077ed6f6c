"""From the Node sync workers: their tables compared with ours, views under their names."""
