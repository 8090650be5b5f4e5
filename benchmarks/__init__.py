"""
How fast, how large and how quick to start: measured, and held against limits.

``python -m benchmarks`` runs every part; each part also runs alone, such as
``python -m benchmarks.speed``.  The exit code is 1 where a limit is missed.
Nothing here is a test: times depend on the machine and on who else uses it.
"""
