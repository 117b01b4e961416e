"""The local stack: gateway, embedded AWS, stream pump, event rules, sign-in and mails in one process."""
