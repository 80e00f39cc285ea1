"""Times the Python implementation: text to checked template. Prints {file name: microseconds}."""

import json
import pathlib
import sys
import time

from openjd.model import DocumentType, decode_job_template, document_string_to_object

EXTENSIONS = ["TASK_CHUNKING", "REDACTED_ENV_VARS", "FEATURE_BUNDLE_1", "EXPR", "WRAP_ACTIONS"]


def microseconds(call):
    count = 1
    while True:
        start = time.perf_counter_ns()
        for _ in range(count):
            call()
        taken = time.perf_counter_ns() - start
        if taken > 100_000_000:
            break
        count *= 2
    best = taken / count
    for _ in range(2 if best > 1e9 else 4):
        start = time.perf_counter_ns()
        for _ in range(count):
            call()
        best = min(best, (time.perf_counter_ns() - start) / count)
    return best / 1000


def check(path):
    text = path.read_text()
    kind = DocumentType.JSON if path.suffix == ".json" else DocumentType.YAML

    def call():
        template = document_string_to_object(document=text, document_type=kind)
        decode_job_template(template=template, supported_extensions=EXTENSIONS)

    return call


print(json.dumps({path.name: microseconds(check(path)) for path in map(pathlib.Path, sys.argv[1:])}))
