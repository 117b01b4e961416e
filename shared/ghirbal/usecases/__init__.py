"""One file for each thing that people or time do: functions of a request and the ports it needs."""
