"""Tells every change of a local offer, old ones first, then as they come.

    follow.py AUTHORITY [FROM_SEQUENCE]      such as: follow.py E06000023
"""
import datetime
import random
import sys
import threading
import time

import grpc

from connection import connect, explain
from localoffer.log.v1 import change_pb2
from localoffer.v1 import exchange_pb2, exchange_pb2_grpc

# The node says something at least every 15 seconds, be it nothing new. A
# stream has no deadline, so silence is how a dead connection shows.
MOST_SILENCE_SECONDS = 45
# After these, the same question may be answered later.
PASSING = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED,
           grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.INTERNAL,
           grpc.StatusCode.UNKNOWN, grpc.StatusCode.RESOURCE_EXHAUSTED)


def messages(call):
    """What the stream brings; ends it when it has been silent too long."""
    while True:
        watch = threading.Timer(MOST_SILENCE_SECONDS, call.cancel)
        watch.daemon = True
        watch.start()
        try:
            message = next(call, None)
        finally:
            watch.cancel()
        if message is None:
            return
        yield message


def tell(change):
    header = change_pb2.ChangeHeader.FromString(change.header)
    body = change_pb2.ChangeBody.FromString(change.body)
    when = datetime.datetime.utcfromtimestamp(header.commit_time_micros // 10**6)
    what = body.WhichOneof("body")
    if what == "entry_published":
        text = f"published {header.subject}: {body.entry_published.service.name}"
    elif what == "entry_withdrawn":
        text = f"withdrawn {header.subject}: {body.entry_withdrawn.reason}"
    elif what is None:
        text = f"erased {header.subject}"
    else:
        text = f"{what.replace('_', ' ')} {header.subject}"
    # Flushed, so that whoever reads this from a pipe has it at once.
    print(f"{header.sequence} {when:%Y-%m-%dT%H:%M:%SZ} {text}", flush=True)
    return header.sequence


def follow(exchange, authority, sequence):
    """Follows for ever. Keep `sequence` on disk to go on after a restart."""
    pause = 1.0
    while True:
        call = exchange.StreamChanges(exchange_pb2.StreamChangesRequest(
            log=f"authorities/{authority}", from_sequence=sequence, tail=True))
        unsigned = []
        try:
            for message in messages(call):
                pause = 1.0
                unsigned.extend(message.changes)
                # The checkpoint signs what came before it; until then it may be
                # half a publication. This example trusts the node as it would
                # in a search; docs/federation.md says how to verify instead.
                if message.HasField("end"):
                    for change in unsigned:
                        sequence = tell(change) + 1
                    unsigned.clear()
        except grpc.RpcError as error:
            if error.code() not in PASSING:
                raise
            print(f"{error.code().name}, again in {pause:.0f} s", file=sys.stderr)
        # Half of the pause is chance, so that not all come back at once.
        time.sleep(pause * (0.5 + random.random() / 2))
        pause = min(pause * 2, 30.0)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    try:
        with connect() as channel:
            follow(exchange_pb2_grpc.ExchangeServiceStub(channel), sys.argv[1],
                   int(sys.argv[2]) if len(sys.argv) == 3 else 0)
    except grpc.RpcError as error:
        sys.exit(explain(error))
    except KeyboardInterrupt:
        pass
