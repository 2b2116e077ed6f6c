"""How fast the project is, as ratios against yardsticks measured in the same run."""
