#!/usr/bin/env python3
"""Writes src/syntax/generated/unicode-names.ts: the names of all characters, from Python's unicodedata.

Names are lists of words. A name is stored as the number of leading words that it shares with the name before it
(one of SHARED) and then its other words, each as its index in a list of words by frequency: one character for the most
frequent ones, two for others, three for rare ones. Code points are stored as runs. Names that are made of a prefix and
the code point, and those of Hangul syllables, are left to the reader's code.
"""

import collections
import pathlib
import re
import sys
import unicodedata

SHARED = "0123456789"
DIGITS = [chr(c) for c in range(33, 127) if chr(c) not in SHARED + "\\'\"`$"]
BASE = len(DIGITS)
ONE = 40
TWO = 35


def encode(index):
    if index < ONE:
        return DIGITS[index]
    index -= ONE
    if index < TWO * BASE:
        return DIGITS[ONE + index // BASE] + DIGITS[index % BASE]
    index -= TWO * BASE
    rest, low = divmod(index, BASE)
    assert rest < (BASE - ONE - TWO) * BASE
    return DIGITS[ONE + TWO + rest // BASE] + DIGITS[rest % BASE] + DIGITS[low]


def aliases():
    """Names that unicodedata.lookup knows and unicodedata.name does not tell, found by asking for the known ones."""
    controls = (
        "NULL|START OF HEADING|START OF TEXT|END OF TEXT|END OF TRANSMISSION|ENQUIRY|ACKNOWLEDGE|ALERT|BELL|BACKSPACE"
        "|CHARACTER TABULATION|HORIZONTAL TABULATION|LINE FEED|NEW LINE|END OF LINE|LINE TABULATION|VERTICAL TABULATION"
        "|FORM FEED|CARRIAGE RETURN|SHIFT OUT|SHIFT IN|DATA LINK ESCAPE|DEVICE CONTROL ONE|DEVICE CONTROL TWO"
        "|DEVICE CONTROL THREE|DEVICE CONTROL FOUR|NEGATIVE ACKNOWLEDGE|SYNCHRONOUS IDLE|END OF TRANSMISSION BLOCK"
        "|CANCEL|END OF MEDIUM|SUBSTITUTE|ESCAPE|INFORMATION SEPARATOR FOUR|FILE SEPARATOR|INFORMATION SEPARATOR THREE"
        "|GROUP SEPARATOR|INFORMATION SEPARATOR TWO|RECORD SEPARATOR|INFORMATION SEPARATOR ONE|UNIT SEPARATOR|DELETE"
        "|BREAK PERMITTED HERE|NO BREAK HERE|NEXT LINE|BYTE ORDER MARK|ZERO WIDTH NO-BREAK SPACE"
        "|NUL|SOH|STX|ETX|EOT|ENQ|ACK|BEL|BS|HT|TAB|LF|NL|EOL|VT|FF|CR|SO|SI|DLE|DC1|DC2|DC3|DC4|NAK|SYN|ETB|CAN|EOM|SUB"
        "|ESC|FS|GS|RS|US|DEL|NEL|NBSP|SHY|CGJ|ZWSP|ZWNJ|ZWJ|LRM|RLM|LRE|RLE|PDF|LRO|RLO|NNBSP|WJ|LRI|RLI|FSI|PDI|BOM|SP"
    ).split("|")
    found = {}
    for name in controls:
        try:
            found[name] = ord(unicodedata.lookup(name))
        except KeyError:
            pass
    return found


def main():
    derived = re.compile(r"^(?:(?P<prefix>.*[- ])(?P<code>[0-9A-F]{4,5})|HANGUL SYLLABLE .*)$")
    names = []
    prefixes = collections.defaultdict(list)
    for code in range(0x110000):
        name = unicodedata.name(chr(code), None)
        if name is None:
            continue
        match = derived.match(name)
        if match and match["prefix"] is None:
            continue
        if match and match["code"] == f"{code:04X}":
            runs = prefixes[match["prefix"]]
            if runs and runs[-1][1] == code - 1:
                runs[-1][1] = code
            else:
                runs.append([code, code])
            continue
        names.append((code, name))
    words = collections.Counter()
    previous = []
    for _, name in names:
        parts = name.split(" ")
        shared = 0
        while shared < min(len(parts), len(previous), 9) and parts[shared] == previous[shared]:
            shared += 1
        words.update(parts[shared:])
        previous = parts
    order = [word for word, _ in words.most_common()]
    index = {word: i for i, word in enumerate(order)}
    text = []
    runs = []
    last = -2
    previous = []
    for code, name in names:
        if code == last + 1:
            runs[-1][1] += 1
        else:
            runs.append([code - max(last, 0), 1])
        last = code
        parts = name.split(" ")
        shared = 0
        while shared < min(len(parts), len(previous), 9) and parts[shared] == previous[shared]:
            shared += 1
        text.append(SHARED[shared] + "".join(encode(index[word]) for word in parts[shared:]))
        previous = parts
    derived_text = ",".join(
        f"{prefix}:{'/'.join(f'{start:x}-{end:x}' for start, end in spans)}" for prefix, spans in prefixes.items()
    )
    alias_text = ",".join(f"{name}:{code:x}" for name, code in aliases().items())
    out = f"""// Written by scripts/unicode-names.py from Unicode {unicodedata.unidata_version}. Do not edit.
export const DIGITS = {''.join(DIGITS)!r};
export const ONE = {ONE};
export const TWO = {TWO};
export const WORDS = '{' '.join(order)}';
export const RUNS = '{','.join(f'{gap:x}' if n == 1 else f'{gap:x}+{n:x}' for gap, n in runs)}';
export const NAMES = '{''.join(text)}';
export const DERIVED = '{derived_text}';
export const ALIASES = '{alias_text}';
"""
    target = pathlib.Path(__file__).parent.parent / "src/syntax/generated/unicode-names.ts"
    target.write_text(out)
    print(len(names), "names,", len(order), "words,", len(out), "bytes", file=sys.stderr)


main()
