"""Benchmarks: ratios measured in one run, peers beside the product, never a timed assert."""
