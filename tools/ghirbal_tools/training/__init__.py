"""Fitting the statistical judge: corpus, matrices, experts, mixture, action, and the file they make."""
