"""Measure the project's speed and cost as ratios to baselines measured in the same run."""
