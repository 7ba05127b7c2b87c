#!/usr/bin/env python3
"""Recomputes the chain of an exported audit trail (Activity, Export as CSV), without asking us.

Needs Python 3.8 or newer; see ../auditing.md.
"""
import csv
import hashlib
import json
import sys

# What a link's hash is of, by the headings of the export.
HASHED = {
    'tenant': 'Company', 'id': 'Id', 'at': 'When', 'node': 'Node', 'person': 'Person', 'action': 'What', 'phase': 'Phase',
    'subject': 'Subject', 'request': 'Request', 'intent': 'Intent', 'outcome': 'Outcome', 'facts': 'Details', 'previous': 'Previous',
}


def written(cell):
    """A spreadsheet would take some cells for formulas: those begin with an apostrophe in the file."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ('=', '+', '-', '@', '\t', '\r') else cell


def computed(row):
    """SHA-256 of the link in canonical JSON (RFC 8785): it has texts and one whole number."""
    link = {name: written(row[heading]) for name, heading in HASHED.items() if row[heading]}
    link['sequence'] = int(row['Link'])
    text = json.dumps(link, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def main():
    if len(sys.argv) != 2:
        sys.exit('verify-trail.py FILE.csv')
    with open(sys.argv[1], newline='', encoding='utf-8') as file:
        links = sorted(csv.DictReader(file), key=lambda row: int(row['Link']))
    if not links:
        sys.exit('There is no link in it.')
    before = None
    for row in links:
        number = int(row['Link'])
        if computed(row) != row['Hash']:
            sys.exit(f'NOT WHOLE: link {number} was changed')
        if before and (number != int(before['Link']) + 1 or row['Previous'] != before['Hash']):
            sys.exit(f'NOT WHOLE: link {number} does not follow {before["Link"]}, or what was exported was narrowed by person')
        before = row
    first = links[0]
    if first['Link'] == '1' and first['Previous'] != '0' * 64:
        sys.exit('NOT WHOLE: the first link follows something')
    print(f"Whole: links {first['Link']} to {before['Link']}; the newest is {before['Hash']}")


if __name__ == '__main__':
    main()
