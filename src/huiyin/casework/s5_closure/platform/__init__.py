"""What is asked of the platform a work order came from, and what it answers (接诉即办条例 12, 15, 23)."""
