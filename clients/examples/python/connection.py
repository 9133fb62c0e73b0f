"""How both examples reach a node: the channel, retries, and what errors mean."""
import json
import os
import sys

import grpc

# A call that found nobody is made again, up to four times, each after a longer
# pause. Reads can be repeated without harm; other codes mean that asking again
# would not help.
RETRY = {
    "methodConfig": [{
        "name": [{"service": "localoffer.v1.DirectoryService"},
                 {"service": "localoffer.v1.ChangeFeedService"}],
        "retryPolicy": {
            "maxAttempts": 4,
            "initialBackoff": "0.5s",
            "maxBackoff": "8s",
            "backoffMultiplier": 2,
            "retryableStatusCodes": ["UNAVAILABLE"],
        },
    }]
}

# Without a deadline a call may wait for ever. It takes in the retries.
DEADLINE_SECONDS = 20


def connect():
    """A channel to LOCALOFFER_SERVER; TLS, unless that is this machine."""
    server = os.environ.get("LOCALOFFER_SERVER", "127.0.0.1:7420")
    options = [("grpc.service_config", json.dumps(RETRY)),
               ("grpc.max_reconnect_backoff_ms", 10_000)]
    if server.rsplit(":", 1)[0] in ("127.0.0.1", "localhost", "[::1]"):
        return grpc.insecure_channel(server, options)
    return grpc.secure_channel(server, grpc.ssl_channel_credentials(), options)


def explain(error):
    """Says what went wrong; returns an exit code for scripts."""
    code = error.code()
    if code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED):
        print("The directory can't be reached just now. Try again later.",
              file=sys.stderr)
        return 5
    # The message is for people: it names the field, its value and what was
    # wanted. Programs look at the code, and at the reason in ErrorInfo.
    print(f"{code.name}: {error.details()}", file=sys.stderr)
    return {grpc.StatusCode.INVALID_ARGUMENT: 2,
            grpc.StatusCode.NOT_FOUND: 3}.get(code, 1)
