"""A node that can't answer twice, and then does: what retries are for.

Prints its address, and how often it was asked when it is ended.
"""
import concurrent.futures
import signal

import grpc

from localoffer.v1 import directory_pb2, directory_pb2_grpc

REFUSALS = 2


class UnsteadyDirectory(directory_pb2_grpc.DirectoryServiceServicer):
    asked = 0

    def SearchEntries(self, request, context):
        self.asked += 1
        if self.asked <= REFUSALS:
            context.abort(grpc.StatusCode.UNAVAILABLE, "coming up")
        return directory_pb2.SearchEntriesResponse(
            hits=[{"entry": {"name": "authorities/E06000023/entries/1",
                             "service": {"name": "Answered at last"}}}],
            total_size=1, facets=[{"facet": "FACET_AUTHORITY"}])


def main():
    # Waited for below, by no thread that the server starts.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(2))
    directory = UnsteadyDirectory()
    directory_pb2_grpc.add_DirectoryServiceServicer_to_server(directory, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(f"127.0.0.1:{port}", flush=True)
    signal.sigwait({signal.SIGTERM})
    print(f"asked {directory.asked} times", flush=True)
    server.stop(None).wait()


main()
