"""Other ways to do the loader's job, each a process of its own, to measure the loader against."""
