"""What the use cases need of the world, as protocols, one idea a module; `wiring` fills them in.

The in-memory fakes in `tests/support` and the real adapters raise the same errors (`domain/errors.py`), and one
contract suite runs on both.
"""
