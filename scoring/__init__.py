"""What answers mean: pure functions from codes and profiles to scores, tiers and findings."""
