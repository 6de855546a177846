#!/usr/bin/env python3
"""Makes texts in the layout of wires out of lists of names: results, standings, line-ups, datelines, market lines.

  wire_tables.py LISTS RESOURCES [COUNT] > tables.jsonl

LISTS is the folder of names, clubs and teams, RESOURCES the project's own. Free corpora of names have hardly any text
of this kind, and wires are full of it. The layouts are common knowledge; nobody's text is in them. Each line is a
document as corpora.py prints them. The same lists give the same bytes.
"""

import json
import pathlib
import random
import re
import subprocess
import sys

SEED = 20201230


class Names:
    def __init__(self, lists, resources):
        self.first = self.lines(lists / "names/firstnames-all.txt")
        self.last = self.lines(lists / "names/surnames-all.txt")
        self.clubs = self.club_names(lists / "football-clubs.txt.zst")
        self.teams, self.team_cities = [], []
        for sport in ("nba", "nfl", "nhl", "mlb"):
            for team in next(v for v in json.loads((lists / f"{sport}_teams.json").read_text()).values() if isinstance(v, list)):
                if isinstance(team, dict) and "name" in team:
                    self.teams.append(team["name"])
                    if team.get("city"):
                        self.team_cities.append(team["city"])
        self.newspapers = [n for n in json.loads((lists / "newspapers.json").read_text())["newspapers"]]
        self.countries = [
            row[2] for row in self.table(resources / "places/countries.tsv") if int(row[3] or 0) > 500_000
        ]
        self.demonyms = [row[0] for row in self.table(resources / "places/demonyms.tsv") if not row[0].endswith("s")]
        cities = sorted(self.table(resources / "places/cities.tsv"), key=lambda row: -int(row[6] or 0))
        self.cities = [row[3] for row in cities[:1500]]
        self.companies = [line.split(",")[1].strip('"') for line in (lists / "sp500.csv").read_text().splitlines()[1:]]

    @staticmethod
    def lines(path):
        return [line.strip() for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]

    @staticmethod
    def table(path):
        return [line.split("\t") for line in path.read_text().splitlines() if not line.startswith("#")]

    @staticmethod
    def club_names(path):
        text = subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout.decode()
        clubs = []
        for line in text.splitlines():
            match = re.match(r"^([^=#|\s][^,#]{2,30}),", line)
            if match:
                clubs.append(re.sub(r"\s+(FC|SC|CF|AC|AS|SV|FK|SK|BK|IF)$", "", match.group(1).strip()))
        return clubs


class Writer:
    """Builds a text piece by piece, and its spans."""

    def __init__(self, names, rng):
        self.names, self.rng = names, rng
        self.reset()

    def reset(self):
        self.text, self.spans = b"", []

    def put(self, *pieces):
        """Strings are text; (name, type) is a name."""
        for piece in pieces:
            if isinstance(piece, tuple):
                begin = len(self.text)
                self.text += piece[0].encode()
                self.spans.append([begin, len(self.text), piece[1]])
            else:
                self.text += str(piece).encode()

    def pick(self, names):
        return self.rng.choice(names)

    def person(self, form=None):
        first, last = self.pick(self.names.first), self.pick(self.names.last)
        form = form or self.pick(["full", "full", "full", "initial", "last"])
        if form == "full":
            return (f"{first} {last}", "PER")
        return (f"{first[0]}. {last}", "PER") if form == "initial" else (last, "PER")

    def club(self):
        return (self.pick(self.names.clubs), "ORG")

    def team(self):
        return (self.pick(self.names.teams if self.rng.random() < 0.4 else self.names.team_cities), "ORG")

    def country(self):
        return (self.pick(self.names.countries), "LOC")

    def city(self):
        return (self.pick(self.names.cities), "LOC")

    def demonym(self):
        return (self.pick(self.names.demonyms), "MISC")

    def number(self, low, high):
        return str(self.rng.randint(low, high))

    def upper(self, piece):
        return (piece[0].upper(), piece[1])

    def day(self):
        return self.pick(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])

    # --- layouts ---

    def headline(self):
        sport = self.pick(["SOCCER", "TENNIS", "CRICKET", "GOLF", "BASKETBALL", "BASEBALL", "CYCLING", "RUGBY UNION",
                           "ICE HOCKEY", "ALPINE SKIING", "ATHLETICS", "MOTOR RACING", "BOXING", "SWIMMING"])
        self.put(sport, " - ")
        what = self.pick(["beats", "results", "league", "player"])
        if what == "beats":
            self.put(self.upper(self.pick([self.club(), self.country(), self.person("last")])),
                     self.pick([" BEAT ", " HOLD ", " STUN ", " EDGE PAST ", " DRAW WITH "]),
                     self.upper(self.pick([self.club(), self.country(), self.person("last")])),
                     self.pick(["", " IN SEMIFINAL", " IN OPENER", " TO REACH FINAL"]), ".\n")
        elif what == "league":
            self.put(self.upper(self.demonym()), self.pick([" FIRST DIVISION ", " CUP ", " LEAGUE ", " PREMIER LEAGUE "]),
                     self.pick(["RESULTS", "SUMMARIES", "STANDINGS", "RESULTS / STANDINGS"]), ".\n")
        elif what == "player":
            self.put(self.upper(self.person("last")), self.pick([" WINS ", " TAKES ", " MISSES ", " RETAINS "]),
                     self.pick(["TITLE", "FIRST GOLD", "POLE POSITION", "WORLD CUP RACE"]), ".\n")
        else:
            self.put("RESULTS OF ", self.upper(self.demonym()), " OPEN.\n")

    def dateline(self):
        date = f"{self.rng.randint(1990, 2024)}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"
        self.put(self.upper(self.city()), " ", self.pick([date, self.pick(["Jan", "Mar", "May", "Sept", "Dec"]) + " " + self.number(1, 28)]), "\n")

    def results(self):
        kind = self.pick([self.club, self.country, self.team])
        self.put(self.pick(["Results of ", "Result of ", "Summaries of "]), self.demonym(),
                 self.pick([" first division", " premier league", " Cup", " second division", " league"]),
                 self.pick([" soccer", "", " rugby union", " ice hockey"]), " matches on ", self.day(), ":\n")
        for _ in range(self.rng.randint(3, 9)):
            self.put(kind(), " ", self.number(0, 6), " ", kind(), " ", self.number(0, 6), "\n")
            if self.rng.random() < 0.3:
                self.put("Scorers: ")
                for i in range(self.rng.randint(1, 3)):
                    self.put(", " if i else "", self.person(self.pick(["full", "last"])), " ", self.number(1, 90),
                             self.pick(["", " penalty", "th"]))
                self.put("\n")
            if self.rng.random() < 0.3:
                self.put("Halftime ", self.number(0, 3), "-", self.number(0, 3), ". Attendance: ", self.number(900, 45000), "\n")

    def standings(self):
        kind = self.pick([self.club, self.country, self.team])
        self.put(self.pick(["Standings", "Table"]), self.pick([" (tabulated under played, won, drawn, lost, goals for, goals against, points):\n",
                 " (tabulate under won, lost, percentage, games behind):\n", ":\n"]))
        if kind == self.team and self.rng.random() < 0.5:
            self.put(self.pick(["EASTERN CONFERENCE", "WESTERN CONFERENCE", "CENTRAL DIVISION", "ATLANTIC DIVISION"]), "\n")
        for _ in range(self.rng.randint(4, 12)):
            name = kind()
            self.put(self.upper(name) if self.rng.random() < 0.3 else name)
            for _ in range(self.rng.randint(3, 8)):
                self.put(" ", self.number(0, 60))
            self.put("\n")

    def ranking(self):
        self.put(self.pick(["Leading results", "Final leaderboard", "Overall standings", "Leading placings", "World Cup standings"]),
                 self.pick(["", " after the third round", " on " + self.day()]), ":\n")
        seconds = self.rng.random() < 0.5
        for place in range(1, self.rng.randint(5, 14)):
            self.put(self.pick([f"{place}. ", f"{place} ", ""]), self.person("full"), " (", self.country(), ")",
                     f" {self.number(1, 4)}:{self.rng.randint(0, 59):02}.{self.rng.randint(0, 99):02}" if seconds else " " + self.number(60, 300), "\n")

    def tennis(self):
        self.put(self.pick(["First round", "Second round", "Quarterfinals", "Men's singles, first round", "Women's doubles, semifinal"]), ":\n")
        for _ in range(self.rng.randint(3, 9)):
            seed = self.number(1, 16) + "-" if self.rng.random() < 0.3 else ""
            self.put(seed, self.person("full"), " (", self.country(), ") ", self.pick(["beat", "bt", "lost to"]), " ",
                     self.person("full"), " (", self.country(), ") ", self.number(4, 7), "-", self.number(0, 6), " ",
                     self.number(4, 7), "-", self.number(0, 6), "\n")

    def line_up(self):
        side = self.pick([self.club(), self.country()])
        self.put(self.pick(["Teams:\n", "Squad:\n", ""]), side, ": ")
        for i in range(self.rng.randint(6, 15)):
            self.put(", " if i else "", self.pick(["", f"{self.number(1, 22)}-"]), self.person(self.pick(["full", "last", "full"])))
        self.put(".\n")

    def cricket(self):
        self.put(self.country(), " ", self.number(100, 400), self.pick([" all out", "-" + self.number(1, 9)]), " (", self.person("initial"), " ",
                 self.number(40, 150), ", ", self.person("initial"), " ", self.number(3, 6), "-", self.number(20, 90), ") v ", self.country(), "\n")
        for _ in range(self.rng.randint(3, 9)):
            self.put(self.person(self.pick(["initial", "last"])), " c ", self.person("last"), " b ", self.person("last"), " ", self.number(0, 120), "\n")

    def market(self):
        self.put(self.city(), ": shares of ", (self.pick(self.names.companies), "ORG"), self.pick([" rose ", " fell ", " closed "]),
                 self.number(1, 9), ".", self.number(0, 9), " percent to ", self.number(5, 300), " ", self.pick(["dollars", "euros", "pence"]), ".\n")
        for _ in range(self.rng.randint(2, 8)):
            self.put((self.pick(self.names.companies), "ORG"), " ", self.number(10, 400), ".", self.number(10, 99), " ",
                     self.pick(["+", "-"]), self.number(0, 9), ".", self.number(10, 99), "\n")

    def press(self):
        self.put((self.pick(self.names.newspapers), "ORG"), "\n")
        for _ in range(self.rng.randint(1, 3)):
            self.put("- ", self.pick(["The government of ", "Police in ", "A court in "]), self.pick([self.country(), self.city()]),
                     self.pick([" said on ", " will decide on ", " rejected a plan on "]), self.day(), ".\n")

    def document(self):
        self.reset()
        self.headline()
        self.dateline()
        for layout in self.rng.sample([self.results, self.standings, self.ranking, self.tennis, self.line_up, self.cricket,
                                       self.market, self.press], self.rng.randint(1, 2)):
            layout()
        return {"text": self.text.decode(), "spans": self.spans}


def main():
    names = Names(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    writer = Writer(names, random.Random(SEED))
    for number in range(int(sys.argv[3]) if len(sys.argv) > 3 else 600):
        print(json.dumps({"corpus": "wire-tables", "id": str(number), **writer.document()}, ensure_ascii=False))


if __name__ == "__main__":
    main()
