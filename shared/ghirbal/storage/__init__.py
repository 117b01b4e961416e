"""The only door to DynamoDB: keys, items, and the adapters behind the ports.

boto3 is imported in `dynamodb/table.py` alone, and only when the first call needs a client.
"""
