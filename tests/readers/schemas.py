"""Whether the files of sites fit the schemas of `plaudit schema`, by a validator that knows nothing of Plaudit.

schemas.py SCHEMAS SITE…: prints, for each site, the files that do not fit, one per line as `SITE<tab>FILE<tab>WHERE`.
"""

import json
import pathlib
import re
import sys

import jsonschema
import yaml


class Core(yaml.SafeLoader):
    """YAML 1.2: no sexagesimal numbers, no yes and no, no dates."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("null", r"^(~|null|Null|NULL|)$", "~nN\0"),
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", "-+.0123456789"),
]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first.replace("\0", "")) + [""] * (tag == "null"))


def head(text):
    parts = re.split(r"(?m)^---[ \t\r]*$\n?", text, maxsplit=2)
    return parts[1] if len(parts) == 3 and not parts[0].strip() else ""


def schema_of(file, schemas):
    for pattern, validator in schemas:
        if re.fullmatch(pattern, file):
            return validator
    return None


def main(folder, *sites):
    schemas = []
    for entry in json.loads((pathlib.Path(folder) / "index.json").read_text()):
        value = json.loads((pathlib.Path(folder) / entry["schema"]).read_text())
        jsonschema.Draft7Validator.check_schema(value)
        pattern = re.escape(entry["files"]).replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
        schemas.append((pattern, jsonschema.Draft7Validator(value)))
    for site in map(pathlib.Path, sites):
        for path in sorted(site.rglob("*")):
            file = path.relative_to(site).as_posix()
            validator = schema_of(file, schemas)
            if not path.is_file() or validator is None:
                continue
            try:
                text = path.read_text(encoding="utf-8-sig")
                text = head(text) if path.suffix == ".md" else text
                value = yaml.load(text, Core)
            except (UnicodeDecodeError, yaml.YAMLError, RecursionError):
                print(f"{site}\t{file}\tnot YAML")
                continue
            if value is None and path.suffix == ".md":
                continue
            error = next(validator.iter_errors(value), None)
            if error is not None:
                deepest = jsonschema.exceptions.best_match(validator.iter_errors(value))
                where = "/".join(map(str, deepest.absolute_path))
                print(f"{site}\t{file}\t{where}: {deepest.message[:200]}")


main(*sys.argv[1:])
