"""The four-step method: the branch raises, three parties discuss, the responsible answer, the people rate."""
