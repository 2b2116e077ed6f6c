"""Other ways to do the loader's job; each runs as a process and is compared with the loader."""
