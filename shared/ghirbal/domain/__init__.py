"""The words of the trade: frozen values and the state machine, no I/O."""
