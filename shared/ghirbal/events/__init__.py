"""Events on EventBridge: their schemas, one file per version, and the publisher."""
