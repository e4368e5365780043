"""Units, currencies and magnitudes: how a quantity is said. Data only."""

from __future__ import annotations


def _units(rows: str) -> dict[str, tuple[str, str]]:
    """Rows `symbols = singular [/ plural]`; symbols are separated by spaces and keep their case."""
    table: dict[str, tuple[str, str]] = {}
    for row in rows.replace("\n", ";").split(";"):
        symbols, _, names = row.partition("=")
        if symbols.strip():
            one, _, many = names.partition("/")
            one = one.strip()
            for symbol in symbols.split():
                table[symbol] = (one, many.strip() or one + "s")
    return table


# Written right after a number, with or without a space.
UNITS = _units("""
km kms KM = kilometer; m = meter; cm = centimeter; mm = millimeter; µm μm um = micrometer; nm = nanometer; pm = picometer; dm = decimeter
mi = mile; ft = foot / feet; yd yds = yard; nmi = nautical mile; ly = light year; au AU = astronomical unit; pc = parsec
kg kgs Kg KG = kilogram; g = gram; mg = milligram; µg μg mcg = microgram; lb lbs = pound; oz = ounce; t = ton; st = stone / stone
l L = liter; ml mL = milliliter; cl = centiliter; dl dL = deciliter; gal = gallon; qt = quart; pt = point; tbsp = tablespoon; tsp = teaspoon; hl = hectoliter
s sec secs = second; ms msec = millisecond; µs μs us usec = microsecond; ns = nanosecond; ps = picosecond; min mins = minute; h hr hrs = hour; d = day; y = year; yr yrs = year; wk wks = week; mo mos = month
km2 km² = square kilometer; m2 m² = square meter; cm2 cm² = square centimeter; mm2 mm² = square millimeter; ft2 ft² sqft = square foot / square feet; mi2 mi² = square mile; in2 in² = square inch / square inches
km3 km³ = cubic kilometer; m3 m³ = cubic meter; cm3 cm³ cc = cubic centimeter; mm3 mm³ = cubic millimeter; ft3 ft³ = cubic foot / cubic feet; dm3 dm³ = cubic decimeter
ha = hectare; ac = acre; sqmi = square mile; km/h kph kmh = kilometer per hour / kilometers per hour; m/s = meter per second / meters per second; mph = mile per hour / miles per hour; km/s = kilometer per second / kilometers per second
rpm RPM = revolution per minute / revolutions per minute; fps FPS = frame per second / frames per second; rps RPS = request per second / requests per second; qps QPS = query per second / queries per second; bpm = beat per minute / beats per minute; tps TPS = transaction per second / transactions per second; ops = operation / ops
req/s = request per second / requests per second; ops/s = operation per second / operations per second; req/min = request per minute / requests per minute
Hz = hertz / hertz; kHz KHz = kilohertz / kilohertz; MHz = megahertz / megahertz; GHz = gigahertz / gigahertz; THz = terahertz / terahertz
W = watt; kW KW = kilowatt; MW = megawatt; GW = gigawatt; mW = milliwatt; Wh = watt hour; kWh KWh = kilowatt hour; MWh = megawatt hour; GWh = gigawatt hour; V = volt; kV = kilovolt; mV = millivolt; mA = milliampere; mAh = milliampere hour; Ah = ampere hour; J = joule; kJ = kilojoule; MJ = megajoule; cal = calorie; kcal = kilocalorie; Ω ohm = ohm; kΩ = kilohm; N = newton; kN = kilonewton; Pa = pascal; kPa = kilopascal; hPa = hectopascal; MPa = megapascal; psi = pound per square inch / pounds per square inch; hp = horsepower / horsepower; bar = bar; atm = atmosphere; dB db = decibel; dBA = decibel A / decibels A; lm = lumen; lx = lux / lux; mol = mole; eV = electronvolt; keV = kiloelectronvolt; MeV = megaelectronvolt; GeV = gigaelectronvolt; K° = kelvin / kelvin; ppm = part per million / parts per million; dpi DPI = dot per inch / dots per inch; ppi = pixel per inch / pixels per inch; px = pixel; em = em; rem = rem; vh = V H / V H; vw = V W / V W; deg = degree; rad = radian; nt = nit; ct = carat
B = byte; KB kB kb = kilobyte; MB = megabyte; GB gb = gigabyte; TB tb = terabyte; PB = petabyte; EB = exabyte; KiB = kibibyte; MiB = mebibyte; GiB = gibibyte; TiB = tebibyte; PiB = pebibyte; kbit Kbit = kilobit; Mbit = megabit; Gbit = gigabit; Mb mb = megabit; Gb = gigabit; Kb = kilobit
bps = bit per second / bits per second; kbps Kbps KBps = kilobit per second / kilobits per second; Mbps mbps MBPS = megabit per second / megabits per second; Gbps gbps = gigabit per second / gigabits per second; Tbps = terabit per second / terabits per second; MBps = megabyte per second / megabytes per second; Mbit/s Mb/s = megabit per second / megabits per second; Gbit/s Gb/s = gigabit per second / gigabits per second; kbit/s kb/s = kilobit per second / kilobits per second
KB/s kB/s = kilobyte per second / kilobytes per second; MB/s = megabyte per second / megabytes per second; GB/s = gigabyte per second / gigabytes per second; TB/s = terabyte per second / terabytes per second; B/s = byte per second / bytes per second
°C ℃ = degree Celsius / degrees Celsius; °F ℉ = degree Fahrenheit / degrees Fahrenheit; F = degree Fahrenheit / degrees Fahrenheit; ° = degree / degrees; °K = kelvin / kelvin; % = percent / percent; ‰ = per mille / per mille; %% = percent / percent; pp = percentage point
""")

# Units whose symbol is a word, a letter or a name of its own: only when nothing stands between number and symbol.
GLUED_ONLY = frozenset(
    "d y t st pt ct em rem bar us pm pc au AU ac deg rad mo pp nt F N J K a ops ly um mb Mb Gb Kb".split()
)

# Symbols that are said in full even without a number before them ("in lbs").
ALONE = _units(
    "lbs = pounds / pounds; kg kgs = kilograms / kilograms; km kms = kilometers / kilometers; mph = miles per hour / miles per hour; cm = centimeters / centimeters; kHz = kilohertz / kilohertz; MHz = megahertz / megahertz; GHz = gigahertz / gigahertz; kWh = kilowatt hours / kilowatt hours; °C = degrees Celsius / degrees Celsius; °F = degrees Fahrenheit / degrees Fahrenheit; Mbps = megabits per second / megabits per second; Gbps = gigabits per second / gigabits per second; km² = square kilometers / square kilometers; µs μs = microseconds / microseconds; GiB = gibibytes / gibibytes; MiB = mebibytes / mebibytes; KiB = kibibytes / kibibytes; oz = ounces / ounces"
)

# Units after "per" ("$0.25 per GB").
AFTER_PER = frozenset(
    "B KB MB GB TB PB KiB MiB GiB kg g km m cm mm ms s h min hr lb oz kWh MWh px L ml".split()
)

# "$4.99/mo", "12/kg", "5 req/s": what follows the slash.
PER = {
    "s": "second", "sec": "second", "min": "minute", "m": "minute", "h": "hour", "hr": "hour", "hour": "hour", "d": "day", "day": "day",
    "wk": "week", "week": "week", "w": "week", "mo": "month", "mon": "month", "month": "month", "mth": "month", "y": "year", "yr": "year", "year": "year",
    "qtr": "quarter", "user": "user", "seat": "seat", "person": "person", "gb": "gigabyte", "tb": "terabyte", "mb": "megabyte", "kb": "kilobyte",
    "kg": "kilogram", "g": "gram", "lb": "pound", "oz": "ounce", "km": "kilometer", "mi": "mile", "l": "liter", "ml": "milliliter", "gal": "gallon",
    "sqft": "square foot", "unit": "unit", "item": "item", "night": "night", "request": "request", "req": "request", "token": "token", "minute": "minute", "second": "second",
    "cm2": "square centimeter", "cm3": "cubic centimeter", "m2": "square meter", "m²": "square meter", "m3": "cubic meter", "m³": "cubic meter", "km2": "square kilometer", "km²": "square kilometer", "each": "each", "ft": "foot",
}  # fmt: skip

MAGNITUDES = {
    "hundred": "hundred", "thousand": "thousand", "million": "million", "billion": "billion", "trillion": "trillion", "quadrillion": "quadrillion",
    "k": "thousand", "K": "thousand", "m": "million", "M": "million", "mm": "million", "mn": "million", "mln": "million", "b": "billion", "B": "billion", "bn": "billion", "t": "trillion",
    "T": "trillion", "tn": "trillion", "G": "billion", "dozen": "dozen",
}  # fmt: skip

# Symbol or code: (one, many, one hundredth, many hundredths).
CURRENCIES: dict[str, tuple[str, str, str, str]] = {
    symbol: (one, many, cent, cents)
    for symbols, one, many, cent, cents in (
        ("$ USD", "dollar", "dollars", "cent", "cents"),
        ("US$ U.S.$", "U S dollar", "U S dollars", "cent", "cents"),
        ("A$ AU$ AUD", "Australian dollar", "Australian dollars", "cent", "cents"),
        ("C$ CA$ CAD Can$", "Canadian dollar", "Canadian dollars", "cent", "cents"),
        ("HK$ HKD", "Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
        ("NZ$ NZD", "New Zealand dollar", "New Zealand dollars", "cent", "cents"),
        ("S$ SGD", "Singapore dollar", "Singapore dollars", "cent", "cents"),
        ("NT$ TWD", "Taiwan dollar", "Taiwan dollars", "cent", "cents"),
        ("R$ BRL", "Brazilian real", "Brazilian reais", "centavo", "centavos"),
        ("MX$ MXN", "Mexican peso", "Mexican pesos", "centavo", "centavos"),
        ("€ EUR", "euro", "euros", "cent", "cents"),
        ("£ GBP", "pound", "pounds", "penny", "pence"),
        ("¥ JPY ￥", "yen", "yen", "sen", "sen"),
        ("CNY RMB CN¥", "yuan", "yuan", "fen", "fen"),
        ("₩ KRW", "won", "won", "jeon", "jeon"),
        ("₹ INR Rs Rs.", "rupee", "rupees", "paisa", "paise"),
        ("₽ RUB", "ruble", "rubles", "kopek", "kopeks"),
        ("₺ TRY", "lira", "lira", "kurus", "kurus"),
        ("₪ ILS", "shekel", "shekels", "agora", "agorot"),
        ("₫ VND", "dong", "dong", "xu", "xu"),
        ("₦ NGN", "naira", "naira", "kobo", "kobo"),
        ("₱ PHP₱", "peso", "pesos", "centavo", "centavos"),
        ("₿ BTC", "bitcoin", "bitcoin", "satoshi", "satoshis"),
        ("฿ THB", "baht", "baht", "satang", "satang"),
        ("₴ UAH", "hryvnia", "hryvnias", "kopiyka", "kopiykas"),
        ("zł PLN", "zloty", "zlotys", "grosz", "groszy"),
        ("CHF Fr.", "Swiss franc", "Swiss francs", "centime", "centimes"),
        ("kr SEK", "krona", "kronor", "ore", "ore"),
        ("NOK DKK", "krone", "kroner", "ore", "ore"),
        ("ZAR", "rand", "rand", "cent", "cents"),
        ("CZK", "koruna", "koruna", "haler", "halers"),
        ("HUF", "forint", "forints", "filler", "fillers"),
        ("SAR", "riyal", "riyals", "halala", "halalas"),
        ("AED", "dirham", "dirhams", "fils", "fils"),
    )
    for symbol in symbols.split()
}  # fmt: skip
CENTS = {"¢": ("cent", "cents")}
