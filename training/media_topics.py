"""Makes topics/media-topics.tsv, the concepts in force of IPTC Media Topics, from IPTC's flat JSON file."""

import argparse
import json
import pathlib

from tables import write_table


def rows(concepts):
    for code, concept in concepts.items():
        if isinstance(concept["RetiredDate"], str):
            continue
        levels = [concept[f"Level{level}/NewsCode"] for level in range(1, 7)]
        path = [level for level in levels if isinstance(level, str)]
        assert path[-1] == code, code
        yield code, path[-2] if len(path) > 1 else "", concept["Name (en-GB)"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("taxonomy", type=pathlib.Path, help="IPTC's Media Topics as flat JSON")
    parser.add_argument("resources", type=pathlib.Path, help="the folder to write topics/media-topics.tsv into")
    args = parser.parse_args()
    # The file has bare NaN for empty cells, which Python's reader takes.
    concepts = json.loads(args.taxonomy.read_text(encoding="utf-8"))
    write_table(
        args.resources / "topics" / "media-topics.tsv",
        [
            "IPTC Media Topics, the concepts in force (retired ones left out), with their broader concept.",
            "Source: IPTC NewsCodes, Media Topics, release 2023-10. Licence: CC BY 4.0, IPTC.",
            "Made by training/media_topics.py.",
        ],
        ["id", "broader", "name"],
        rows(concepts),
    )


if __name__ == "__main__":
    main()
