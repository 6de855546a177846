#!/usr/bin/python3
"""Submits articles to ingest and prints their receipts.

  docs/examples/submit.py FILE…                 one call for each file
  docs/examples/submit.py --stream FILE…        all files in one stream

Needs Debian's python3-grpcio and python3-protobuf, and what protoc makes of proto/ in the Python path; the README says
how. Ingest is looked for at localhost:50051.
"""

import mimetypes
import pathlib
import sys

import grpc
from google.rpc import error_details_pb2, status_pb2
from wiredesk.article.v1 import article_pb2
from wiredesk.ingest.v1 import ingest_pb2, ingest_pb2_grpc


def article(path):
    return article_pb2.RawArticle(
        external_id=path.name,
        source="my-site",
        media_type=mimetypes.guess_type(path.name)[0] or "",
        payload=path.read_bytes(),
    )


def show(receipt):
    if receipt.HasField("status"):
        print(f"{receipt.external_id}: refused: {receipt.status.message}")
        return False
    print(f"{receipt.external_id}: {receipt.article_id} in {receipt.topic}/{receipt.partition} @ {receipt.offset}")
    for note in receipt.notes:
        print(f"    {note.code}: {note.removed or note.detail}")
    return True


def show_error(path, error):
    print(f"{path.name}: {error.code().name}: {error.details()}")
    # What is wrong with each field, or when to try again, comes as a google.rpc.Status in the trailer.
    details = dict(error.trailing_metadata()).get("grpc-status-details-bin")
    if details is None:
        return
    for detail in status_pb2.Status.FromString(details).details:
        bad_request, retry = error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
        if detail.Unpack(bad_request):
            for violation in bad_request.field_violations:
                print(f"    {violation.field} {violation.description}")
        elif detail.Unpack(retry):
            print(f"    may be tried again after {retry.retry_delay.ToTimedelta().total_seconds()} s")


def submit_each(ingest, paths):
    accepted = True
    for path in paths:
        request = ingest_pb2.SubmitArticleRequest(article=article(path))
        try:
            show(ingest.SubmitArticle(request, timeout=30).receipt)
        except grpc.RpcError as error:
            show_error(path, error)
            accepted = False
    return accepted


def submit_stream(ingest, paths):
    # One article a request; a request may carry up to 1,000. Responses come in the order of the requests.
    requests = (ingest_pb2.SubmitArticlesRequest(articles=[article(path)]) for path in paths)
    responses = ingest.SubmitArticles(requests)
    return all([show(receipt) for response in responses for receipt in response.receipts])


def main(arguments):
    streamed = arguments[:1] == ["--stream"]
    paths = [pathlib.Path(argument) for argument in arguments[streamed:]]
    if not paths:
        sys.exit(__doc__)
    with grpc.insecure_channel("localhost:50051") as channel:
        ingest = ingest_pb2_grpc.IngestServiceStub(channel)
        accepted = (submit_stream if streamed else submit_each)(ingest, paths)
    sys.exit(0 if accepted else 1)


main(sys.argv[1:])
