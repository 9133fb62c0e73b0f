"""Tells every change of a local offer: what it has now, then changes as they come.

    follow.py AUTHORITY [PLACE]      such as: follow.py E06000023
"""
import random
import sys
import threading
import time

import grpc

from connection import connect, explain
from localoffer.v1 import change_feed_pb2, change_feed_pb2_grpc, entry_pb2

# The node says something at least every 15 seconds, be it nothing new. A
# stream has no deadline, so silence is how a dead connection shows.
MOST_SILENCE_SECONDS = 45
# After these, the same question may be answered later.
PASSING = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED,
           grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.INTERNAL,
           grpc.StatusCode.UNKNOWN, grpc.StatusCode.RESOURCE_EXHAUSTED)


def place_of(text):
    """A place as this prints it; the beginning of the feed when empty."""
    number, _, witness = text.partition("-")
    return change_feed_pb2.ChangePlace(change_number=int(number or 0),
                                       witness=witness)


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
    """A copy would put the entry under its name, or drop what has that name."""
    place = f"{change.place.change_number}-{change.place.witness}"
    what = (f"deleted {change.entry.name}" if change.deleted else
            f"updated {change.entry.name}: {change.entry.service.name}")
    # Flushed, so that whoever reads this from a pipe has it at once.
    print(f"{place} {what}", flush=True)


def read(feed, authority, place):
    """All that there is behind a place, page by page; the place behind it."""
    while True:
        page = feed.ListChanges(change_feed_pb2.ListChangesRequest(
            parent=f"authorities/{authority}", after=place,
            view=entry_pb2.ENTRY_VIEW_BASIC), timeout=20)
        for change in page.changes:
            tell(change)
        place = page.next
        if page.complete:
            return place


def follow(feed, authority, place):
    """Follows for ever. Keep `place` with your copy to go on after a restart."""
    pause = 1.0
    while True:
        try:
            # First what a stream is not for: much at once.
            place = read(feed, authority, place)
            call = feed.WatchChanges(change_feed_pb2.WatchChangesRequest(
                parent=f"authorities/{authority}", after=place,
                view=entry_pb2.ENTRY_VIEW_BASIC))
            for message in messages(call):
                pause = 1.0
                for change in message.changes:
                    tell(change)
                place = message.place
        except grpc.RpcError as error:
            # FAILED_PRECONDITION: the place is not one of this node's, which
            # was put back from a backup, say. A copy is made anew then.
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
            follow(change_feed_pb2_grpc.ChangeFeedServiceStub(channel),
                   sys.argv[1],
                   place_of(sys.argv[2] if len(sys.argv) == 3 else ""))
    except grpc.RpcError as error:
        sys.exit(explain(error))
    except KeyboardInterrupt:
        pass
