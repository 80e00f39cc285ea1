"""Times the Rust engine through its Python binding: reads kinds.json, prints {name: {evaluate, once}} in nanoseconds."""

import json
import pathlib
import time

from openjd.expr import ExprValue, PathFormat, SymbolTable, evaluate_expression, parse_expression

document = json.loads((pathlib.Path(__file__).parent / "kinds.json").read_text())


def symbols_of(parsed):
    """Only what the expression refers to: the binding copies the whole table at each call."""
    used = {
        name: ExprValue(s["value"], type=s["type"])
        for name, s in document["symbols"].items()
        if any(symbol == name or symbol.startswith(name + ".") for symbol in parsed.accessed_symbols)
    }
    return SymbolTable(used)


def nanoseconds(call):
    count = 1
    while True:
        start = time.perf_counter_ns()
        for _ in range(count):
            call()
        taken = time.perf_counter_ns() - start
        if taken > 50_000_000:
            break
        count *= 2
    best = taken / count
    for _ in range(4):
        start = time.perf_counter_ns()
        for _ in range(count):
            call()
        best = min(best, (time.perf_counter_ns() - start) / count)
    return best


times = {}
for kind in document["kinds"]:
    parsed = parse_expression(kind["expr"])
    symbols = symbols_of(parsed)
    times[kind["name"]] = {
        "evaluate": nanoseconds(lambda: parsed.evaluate(values=symbols, path_format=PathFormat.POSIX)),
        "once": nanoseconds(
            lambda: evaluate_expression(kind["expr"], values=symbols, path_format=PathFormat.POSIX)
        ),
    }
print(json.dumps(times))
