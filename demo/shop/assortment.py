"""What the demo's shop sells, where and to whom: plain data, invented."""

from __future__ import annotations

from typing import NamedTuple


class Store(NamedTuple):
    """`opens`/`closes`: hours of the day in `TIME_ZONE`. `share`: its part of all sales. `sundays`: open then too."""

    name: str
    company: str
    region: str
    opens: int
    closes: int
    share: float
    sundays: bool = False


class Article(NamedTuple):
    """`price` is in euro with VAT. `variants` are suffixes of name and code. `popularity` 1 to 10; `season`: when it
    sells four times as well. `weighed`: sold by the kilogram, in grams."""

    name: str
    code: str
    category: str
    brand: str
    price: float
    popularity: int
    variants: tuple[str, ...] = ()
    season: str = ""
    weighed: bool = False


TIME_ZONE = "Europe/Brussels"
MAIN, ISLAND = "Harbour & Hill", "Harbour & Hill UK"

STORES = (
    Store("Brussels Dansaert", MAIN, "BE-BRU", 10, 19, 0.32, sundays=True),
    Store("Antwerp Meir", MAIN, "BE-VAN", 10, 18, 0.24),
    Store("Ghent Veldstraat", MAIN, "BE-VOV", 10, 18, 0.18),
    Store("Liège Opéra", MAIN, "BE-WLG", 9, 18, 0.12),
    Store("London Borough", ISLAND, "GB-LND", 9, 20, 0.14, sundays=True),
)

VAT: dict[str, tuple[int, int]] = {MAIN: (6, 21), ISLAND: (0, 20)}
"""Per company: percent on food, percent on all else."""

CATEGORIES = (
    "Food",
    "Food / Bakery",
    "Food / Pantry",
    "Food / Coffee & Tea",
    "Drinks",
    "Home",
    "Home / Kitchen",
    "Home / Bath",
    "Home / Stationery",
    "Clothing",
    "Clothing / Knitwear",
    "Clothing / Basics",
    "Garden",
)

BRANDS = (
    "Moulin Blanc",
    "Kaap Koffie",
    "Noordzee",
    "Lis & Laine",
    "Atelier Onze",
    "Grove",
    "Papeterie Sud",
    "Terra Cotta",
)

SIZES = ("S", "M", "L", "XL")
ARTICLES = (
    Article("Sourdough loaf", "BAK-001", "Food / Bakery", "Moulin Blanc", 4.95, 10),
    Article("Rye bread", "BAK-002", "Food / Bakery", "Moulin Blanc", 4.25, 6),
    Article("Butter croissant", "BAK-003", "Food / Bakery", "", 1.60, 10),
    Article("Cinnamon roll", "BAK-004", "Food / Bakery", "", 2.40, 8),
    Article("Speculoos tin", "BAK-005", "Food / Bakery", "Moulin Blanc", 9.90, 4, season="winter"),
    Article("Almond biscuits", "BAK-006", "Food / Bakery", "Moulin Blanc", 5.50, 4),
    Article("Olive oil 500 ml", "PAN-001", "Food / Pantry", "Grove", 12.50, 5),
    Article("Sea salt flakes", "PAN-002", "Food / Pantry", "Noordzee", 4.75, 4),
    Article("Heather honey", "PAN-003", "Food / Pantry", "Grove", 8.20, 4),
    Article("Fig jam", "PAN-004", "Food / Pantry", "Grove", 5.80, 4),
    Article("Spelt pasta", "PAN-005", "Food / Pantry", "Grove", 3.40, 6),
    Article("Tinned mackerel", "PAN-006", "Food / Pantry", "Noordzee", 4.10, 5),
    Article("Tomato passata", "PAN-007", "Food / Pantry", "Grove", 2.95, 7),
    Article("Walnuts", "PAN-008", "Food / Pantry", "", 18.90, 4, weighed=True),
    Article("Dark chocolate 70%", "PAN-009", "Food / Pantry", "", 3.95, 8),
    Article("House espresso beans", "COF-001", "Food / Coffee & Tea", "Kaap Koffie", 29.50, 6, weighed=True),
    Article("Filter coffee 250 g", "COF-002", "Food / Coffee & Tea", "Kaap Koffie", 8.90, 7),
    Article("Decaf 250 g", "COF-003", "Food / Coffee & Tea", "Kaap Koffie", 9.40, 3),
    Article("Breakfast tea", "COF-004", "Food / Coffee & Tea", "Kaap Koffie", 6.20, 5),
    Article("Mint tea", "COF-005", "Food / Coffee & Tea", "Kaap Koffie", 5.60, 4),
    Article("Flat white to go", "COF-006", "Food / Coffee & Tea", "Kaap Koffie", 3.60, 10),
    Article("Apple juice 1 l", "DRI-001", "Drinks", "Grove", 3.80, 6),
    Article("Elderflower lemonade", "DRI-002", "Drinks", "Grove", 3.20, 6, season="summer"),
    Article("Ginger kombucha", "DRI-003", "Drinks", "Grove", 3.90, 5, season="summer"),
    Article("Sparkling water", "DRI-004", "Drinks", "Noordzee", 1.40, 8),
    Article("Hot chocolate mix", "DRI-005", "Drinks", "Kaap Koffie", 7.50, 3, season="winter"),
    Article("Stoneware mug", "KIT-001", "Home / Kitchen", "Terra Cotta", 14.50, 5, ("Sand", "Ink", "Moss")),
    Article("Dinner plate", "KIT-002", "Home / Kitchen", "Terra Cotta", 19.00, 3, ("Sand", "Ink")),
    Article("Serving bowl", "KIT-003", "Home / Kitchen", "Terra Cotta", 34.00, 2),
    Article("Linen tea towel", "KIT-004", "Home / Kitchen", "Atelier Onze", 11.90, 4, ("Natural", "Rust")),
    Article("Chef's knife", "KIT-005", "Home / Kitchen", "Atelier Onze", 64.00, 1),
    Article("Beech spoon", "KIT-006", "Home / Kitchen", "Atelier Onze", 7.50, 3),
    Article("Enamel kettle", "KIT-007", "Home / Kitchen", "Terra Cotta", 49.00, 1),
    Article("French press", "KIT-008", "Home / Kitchen", "Kaap Koffie", 32.50, 2),
    Article("Olive soap", "BTH-001", "Home / Bath", "Noordzee", 6.50, 5),
    Article("Hand cream", "BTH-002", "Home / Bath", "Noordzee", 12.00, 4, season="winter"),
    Article("Bath towel", "BTH-003", "Home / Bath", "Lis & Laine", 28.00, 2, ("White", "Clay", "Slate")),
    Article("Loofah", "BTH-004", "Home / Bath", "Noordzee", 5.20, 2),
    Article("Soy candle", "BTH-005", "Home / Bath", "Atelier Onze", 18.50, 4, ("Cedar", "Fig"), season="winter"),
    Article("Notebook A5", "STA-001", "Home / Stationery", "Papeterie Sud", 9.80, 5, ("Ruled", "Plain", "Dotted")),
    Article("Postcard", "STA-002", "Home / Stationery", "Papeterie Sud", 1.50, 7),
    Article("Wrapping paper", "STA-003", "Home / Stationery", "Papeterie Sud", 4.20, 4, season="winter"),
    Article("Fountain pen", "STA-004", "Home / Stationery", "Papeterie Sud", 26.00, 1),
    Article("Desk calendar", "STA-005", "Home / Stationery", "Papeterie Sud", 13.50, 2, season="winter"),
    Article("Merino scarf", "KNI-001", "Clothing / Knitwear", "Lis & Laine", 45.00, 2, ("Grey", "Ochre"), "winter"),
    Article("Wool beanie", "KNI-002", "Clothing / Knitwear", "Lis & Laine", 24.00, 3, season="winter"),
    Article("Fisherman's sweater", "KNI-003", "Clothing / Knitwear", "Lis & Laine", 98.00, 1, SIZES, "winter"),
    Article("Wool socks", "KNI-004", "Clothing / Knitwear", "Lis & Laine", 14.00, 4, ("38-41", "42-45"), "winter"),
    Article("Cotton T-shirt", "BAS-001", "Clothing / Basics", "Lis & Laine", 25.00, 3, SIZES, "summer"),
    Article("Canvas tote", "BAS-002", "Clothing / Basics", "Atelier Onze", 12.50, 5),
    Article("Work apron", "BAS-003", "Clothing / Basics", "Atelier Onze", 38.00, 1),
    Article("Straw hat", "BAS-004", "Clothing / Basics", "Atelier Onze", 29.00, 1, season="summer"),
    Article("Terracotta pot", "GAR-001", "Garden", "Terra Cotta", 8.90, 3, ("12 cm", "18 cm"), "summer"),
    Article("Basil seeds", "GAR-002", "Garden", "Grove", 2.80, 3, season="summer"),
    Article("Hand trowel", "GAR-003", "Garden", "Atelier Onze", 16.50, 1, season="summer"),
    Article("Watering can", "GAR-004", "Garden", "Terra Cotta", 31.00, 1, season="summer"),
    Article("Bird feeder", "GAR-005", "Garden", "Atelier Onze", 22.00, 1, season="winter"),
    Article("Plant mister", "GAR-006", "Garden", "Terra Cotta", 15.50, 1),
    Article("Gift box large", "GFT-001", "Home", "", 39.00, 1, season="winter"),
    Article("Paper bag", "GFT-002", "Home", "", 0.10, 9),
)
DISCONTINUED = "KIT-007"
"""The code of an article that was archived; its sales remain."""

# fmt: off
FIRST_NAMES = (
    "Emma", "Louis", "Olivia", "Noah", "Mila", "Arthur", "Léa", "Jules", "Lucas", "Marie", "Adam", "Juliette", "Liam",
    "Elise", "Victor", "Nora", "Mathis", "Chloé", "Finn", "Anaïs", "Hugo", "Zoé", "Rayan", "Inès", "Maxime", "Lina",
    "Oscar", "Amber", "Yasmine", "Tom",
)
LAST_NAMES = (
    "Peeters", "Janssens", "Maes", "Jacobs", "Mertens", "Willems", "Claes", "Goossens", "Wouters", "De Smet", "Dubois",
    "Lambert", "Martin", "Dupont", "Simon", "Laurent", "Leroy", "Renard", "Lefèvre", "Fontaine", "Okafor", "Haddad",
    "Rossi", "Nowak", "Yilmaz",
)
# fmt: on
CITIES = {"BE-BRU": "Bruxelles", "BE-VAN": "Antwerpen", "BE-VOV": "Gent", "BE-WLG": "Liège", "GB-LND": "London"}
