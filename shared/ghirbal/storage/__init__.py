"""The only door to DynamoDB: keys, items, and the adapters behind the ports.

Its client is made by `adapters/aws.py`, when the first call needs one.
"""
