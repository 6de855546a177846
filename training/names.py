"""Makes entities/first-names.tsv, surnames.tsv and names.tsv (full names of people and organizations) from lists."""

import argparse
import csv
import json
import pathlib
import re
import subprocess

from tables import write_table

MADE = "Made by training/names.py."
NAME = re.compile(r"[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*)*")
SUFFIX = re.compile(
    r",? (?:Inc\.?|Corp\.?|Corporation|Company|Co\.?|Cos\.?|Companies|Group|Holdings?|plc|Ltd\.?|Limited|Incorporated|"
    r"International|Enterprises|Industries|Stores|Communications|Financial|Motor|& Co\.?)$")
TOO_PLAIN = {
    "american", "national", "general", "southern", "public", "progressive", "united", "first", "news", "international",
    "global", "universal", "standard", "central", "western", "northern", "delta", "the times", "times", "the herald",
    "the journal", "journal", "the star", "the sun", "post", "gap", "visa", "target", "ball", "ross", "dominion",
    "federal", "republic", "pool", "waters", "mosaic", "key", "nelson", "williams", "church", "best", "home", "dollar",
    "principal", "regions", "state street", "advance", "cooper", "equity", "realty", "molson", "marsh", "campbell",
    "dover", "garmin", "lincoln", "franklin", "hudson", "cambridge", "essex", "oxford", "devon", "ford motor", "police",
    "news corp", "masco", "host", "block", "match", "incyte", "jacobs", "wells", "loews", "cigna", "centene",
}
# Companies whose name alone means the company, although it is a surname or a common word too.
WELL_KNOWN = {
    "adobe", "amazon", "apple", "boeing", "cisco", "disney", "exxon", "ford", "intel", "kellogg", "merck", "nike",
    "oracle", "pfizer", "tesla", "walmart", "xerox",
}


def zst(path):
    return subprocess.run(["zstd", "-dc", str(path)], check=True, capture_output=True).stdout.decode("utf-8")


def common_words(resources):
    """Words that news writes in lower case more often than not."""
    words = set()
    for line in (resources / "words" / "english.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, _, lower, capitalised = line.split("\t")
            if int(lower) > int(capitalised):
                words.add(word)
    return words


def lines(path):
    return [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]


def surnames(folder, common):
    found = set()
    for path in sorted(folder.glob("surnames-*.txt")):
        found.update(name for name in lines(path) if NAME.fullmatch(name) and " " not in name and len(name) > 2)
    return sorted(name for name in found if name[0].isupper() and name.lower() not in common)


def first_names(folder, common):
    american = {name for name in lines(folder / "firstnames-us.txt") if NAME.fullmatch(name) and len(name) > 1}
    others = {name for name in lines(folder / "firstnames-all.txt")
              if NAME.fullmatch(name) and len(name) > 2 and " " not in name and name.lower() not in common}
    return sorted(name for name in american | others if name[0].isupper())


def companies(lists):
    with (lists / "sp500.csv").open(encoding="utf-8", newline="") as file:
        names = [re.sub(r" \(.*\)", "", row["Security"]) for row in csv.DictReader(file)]
    names += json.loads((lists / "fortune500.json").read_text(encoding="utf-8"))["companies"]
    for name in names:
        while True:
            yield name
            shorter = SUFFIX.sub("", name)
            if shorter == name or len(shorter) < 4:
                break
            name = shorter


def clubs(lists):
    for line in zst(lists / "football-clubs.txt.zst").splitlines():
        line = line.split("#")[0].strip() if line[:1] not in "#=" else ""
        if not line:
            continue
        parts = line[1:].split("|") if line[0] == "|" else [line.split(",")[0]]
        for part in parts:
            if "[" not in part:
                yield re.sub(r"\(.*?\)", "", part).strip()


def teams(lists):
    for league in ("mlb", "nba", "nfl", "nhl"):
        data = json.loads((lists / f"{league}_teams.json").read_text(encoding="utf-8"))
        for value in data.values():
            if isinstance(value, list):
                yield from (team["name"] if isinstance(team, dict) else team for team in value)


def person_names(lists):
    folder = lists / "names"
    paths = [folder / "firstnames-all.txt", folder / "firstnames-us.txt", *folder.glob("surnames-*.txt")]
    return {name.lower() for path in paths for name in lines(path)}


def organizations(lists, places, common):
    names, persons = {}, person_names(lists)
    agencies = json.loads((lists / "us_federal_agencies.json").read_text(encoding="utf-8"))["agencies"]
    newspapers = json.loads((lists / "newspapers.json").read_text(encoding="utf-8"))["newspapers"]
    for source in (companies(lists), clubs(lists), teams(lists), agencies, newspapers):
        for name in source:
            name = name.replace("’", "'").strip(" .,")
            plain = name.lower()
            if len(name) < 4 or not name[0].isupper() or plain in places or plain in TOO_PLAIN or "\t" in name:
                continue
            if " " not in name and (plain in common or plain in persons) and plain not in WELL_KNOWN:
                continue
            names[name] = "ORGANIZATION"
    return names


def people(lists):
    names = {}
    for line in zst(lists / "us-legislators.txt.zst").splitlines():
        key, _, value = line.strip().partition(": ")
        if key == "first":
            first = value
        elif key == "last":
            names[f"{first} {value}"] = "PERSON"
        elif key == "official_full":
            names[value] = "PERSON"
    for name in json.loads((lists / "celebrities.json").read_text(encoding="utf-8"))["celebrities"]:
        if " " in name:
            names[name] = "PERSON"
    return names


def places(resources):
    names = set()
    for file, columns in (("cities.tsv", (3, 8)), ("regions.tsv", (3,)), ("countries.tsv", (2, 4))):
        for line in (resources / "places" / file).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                cells = line.split("\t")
                names.update(n.lower() for column in columns for n in cells[column].split("|"))
    return names


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", type=pathlib.Path, help="folder with names/, sp500.csv, football-clubs.txt.zst …")
    parser.add_argument("resources", type=pathlib.Path, help="the resources; words/ and places/ must have been made")
    args = parser.parse_args()
    common = common_words(args.resources)
    entities = args.resources / "entities"
    source = "Source: lists of names by country. Licence: Unlicense."
    write_table(entities / "first-names.tsv", ["First names of many countries.", source, MADE], ["name"],
                ((name,) for name in first_names(args.lists / "names", common)))
    write_table(entities / "surnames.tsv", ["Surnames of many countries, those left out that are common words.", source,
                                            MADE], ["name"],
                ((name,) for name in surnames(args.lists / "names", common)))
    names = organizations(args.lists, places(args.resources), common) | people(args.lists)
    write_table(entities / "names.tsv",
                ["Full names of organizations and people.",
                 "Sources: S&P 500 constituents (PDDL); openfootball clubs (CC0); dariusk/corpora: Fortune 500, teams,",
                 "newspapers, US federal agencies, celebrities (CC0); current members of the US Congress (CC0).", MADE],
                ["name", "type"], sorted(names.items()))


if __name__ == "__main__":
    main()
