"""Reads the files named on standard input (JSON) with Python's csv, without configuration and with the labels, and
with CleverCSV without configuration, if it is installed.

In: [{"path", "label"}]. Out: one JSON object a line, {"truth": rows, "sniffed": rows, "clever": rows}; the header is the
first row, null is what could not be read, and without CleverCSV there is no "clever".
"""
import csv
import io
import json
import re
import sys

try:
    import clevercsv
except ImportError:
    clevercsv = None

csv.field_size_limit(1 << 30)


def rows(text, **marks):
    return [row for row in csv.reader(io.StringIO(text, newline=''), **marks)]


def told(data, label):
    lines = re.split(r'(?<=\r\n)|(?<=\n)|(?<=\r)(?!\n)', data.decode(label['encoding']).lstrip('\ufeff'))
    quote = label['quote']
    marks = {
        'delimiter': label['delimiter'] or '\x1f',
        'quoting': csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        'skipinitialspace': label['delimiter'] != ' ',
        **({'quotechar': quote} if quote else {}),
        **({'escapechar': '\\', 'doublequote': True} if label['escape'] == '\\' else {}),
    }
    names = rows(''.join(lines[n - 1] for n in label['headerLines']), **marks)
    width = label['columns']
    header = [' '.join(row[c].strip() for row in names if c < len(row) and row[c].strip()) for c in range(width)]
    first, last = label['firstRecordLine'], label['lastRecordLine']
    left_out = {n for a, b in label['between'] for n in range(a, b + 1)}
    body = ''.join(lines[n - 1] for n in range(first, last + 1) if n not in left_out) if first else ''
    records = rows(body, **marks)
    # Trailing delimiters do not create cells.
    cut = [row[:width] if not any(cell.strip() for cell in row[width:]) else row for row in records if row]
    return [header if names else [], *cut]


def decoded(data):
    try:
        return data.decode('utf-8-sig')
    except UnicodeDecodeError:
        return data.decode('latin-1')


def clever(data):
    text = decoded(data)
    try:
        dialect = clevercsv.Sniffer().sniff(text[:65536])
        if dialect is None:
            return None
        return [row for row in clevercsv.reader(io.StringIO(text, newline=''), dialect) if row]
    except (clevercsv.exceptions.Error, ValueError):
        return None


def sniffed(data):
    text = decoded(data)
    try:
        dialect = csv.Sniffer().sniff(text[:65536])
    except csv.Error:
        dialect = csv.excel
    try:
        return [row for row in rows(text, dialect=dialect) if row]
    except csv.Error:
        return None


for file in json.load(sys.stdin):
    with open(file['path'], 'rb') as opened:
        content = opened.read()
    try:
        truth = told(content, file['label'])
    except (csv.Error, LookupError, UnicodeDecodeError, TypeError):
        truth = None
    answer = {'truth': truth, 'sniffed': sniffed(content)}
    print(json.dumps({**answer, 'clever': clever(content)} if clevercsv else answer))
