"""Simulated learners before an exam: does the plan do what it promises, and what does it cost?

Run with ``python -m tests.benchmarks.exam_simulation``; ``--help`` gives the sizes.
"""
