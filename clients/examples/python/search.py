"""What helps a family: by words, and for their home.

    search.py WORDS… [--postcode "BS1 4DJ"] [--age YEARS] [--limit N]
"""
import argparse
import sys

import grpc

from connection import DEADLINE_SECONDS, connect, explain
from localoffer.v1 import directory_pb2, directory_pb2_grpc

PAGE_SIZE = 20
# How an answer knows that an entry serves the home.
BASIS = {
    directory_pb2.SERVED_AREA_BASIS_NAMED: "serves {}",
    directory_pb2.SERVED_AREA_BASIS_SHAPE: "serves an area around your home",
    directory_pb2.SERVED_AREA_BASIS_ASSUMED: "probably serves {}: it names no area",
    directory_pb2.SERVED_AREA_BASIS_POSSIBLE: "may serve your home: ask about {}",
}


def first_request(arguments):
    request = directory_pb2.SearchEntriesRequest(
        query=" ".join(arguments.words),
        page_size=min(PAGE_SIZE, arguments.limit),
        # The beginning of the description comes as plain text. FULL has
        # everything, and descriptions that may hold HTML: never show it as it is.
        view="ENTRY_VIEW_BASIC",
        # Counts by authority come with their names.
        facets=["FACET_AUTHORITY"])
    if arguments.postcode:
        request.filter.serves.postcode = arguments.postcode
    if arguments.age is not None:
        request.filter.minimum_age = request.filter.maximum_age = arguments.age
    return request


def pages(directory, request):
    """Every page. The token stands for the rest of this very search."""
    while True:
        page = directory.SearchEntries(request, timeout=DEADLINE_SECONDS)
        yield page
        if not page.next_page_token:
            return
        request.page_token = page.next_page_token


def ages(service):
    low, high = service.minimum_age, service.maximum_age
    if service.HasField("minimum_age") and service.HasField("maximum_age"):
        return f"ages {low:g} to {high:g}"
    if service.HasField("maximum_age"):
        return f"up to age {high:g}"
    return f"from age {low:g}" if service.HasField("minimum_age") else "any age"


def show(hit, titles):
    service, authority = hit.entry.service, hit.entry.name.rsplit("/entries/")[0]
    source = f"from the local offer of {titles.get(authority, authority)}"
    if hit.entry.HasField("harvested"):
        source += ", as read from its website"
    if service.assured_date:
        source += f", checked {service.assured_date}"
    facts = [service.organization.name, ages(service)]
    if hit.HasField("served_area"):
        area = hit.served_area.title or hit.served_area.area
        facts.append(BASIS[hit.served_area.basis].format(area))
    print(f"\n{service.name}")
    for line in (" · ".join(filter(None, facts)), service.description,
                 service.url, source):
        if line:
            print(f"  {line}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="+")
    parser.add_argument("--postcode")
    parser.add_argument("--age", type=float)
    parser.add_argument("--limit", type=int, default=50)
    arguments = parser.parse_args()
    left = arguments.limit
    with connect() as channel:
        directory = directory_pb2_grpc.DirectoryServiceStub(channel)
        for page in pages(directory, first_request(arguments)):
            titles = {v.value: v.title for v in page.facets[0].values}
            if left == arguments.limit:
                print(f"{page.total_size} found")
            for hit in page.hits[:left]:
                show(hit, titles)
            left -= len(page.hits)
            if left <= 0:
                return


if __name__ == "__main__":
    try:
        main()
    except grpc.RpcError as error:
        sys.exit(explain(error))
