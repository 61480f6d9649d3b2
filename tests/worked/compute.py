"""The figures of the site in tests/sites/worked, worked out a second time.

Python 3 and its standard library, nothing of Plaudit. It follows what the method page and the description of the
formats promise, in exact fractions as far as the formulas allow, so that ties are ties. Prints the figures as JSON,
as they are kept in figures.json beside this file.
"""

import functools
import json
import math
import re
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
SITE = HERE.parent / "sites" / "worked"
Z95 = 1.959963984540054
Z998 = 3.090232306167813
NARROW, MINUS = "\u202f", "\u2212"
MONTHS = "January February March April May June July August September October November December".split()


# --- The few forms of YAML that the site uses --------------------------------------------------------------------


def read_yaml(path):
    lines = [(len(line) - len(line.lstrip()), line.strip()) for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line[1] and not line[1].startswith("#")]
    value, rest = block(lines, 0)
    assert not rest, f"{path}: not understood from {rest[0]}"
    return value


def block(lines, indent):
    if lines[0][1].startswith("- "):
        items = []
        while lines and lines[0][0] == indent and lines[0][1].startswith("- "):
            items.append(whole(lines[0][1][2:]))
            lines = lines[1:]
        return items, lines
    found = {}
    while lines and lines[0][0] == indent:
        key, _, text = lines[0][1].partition(":")
        assert key not in found, f"{key} twice"
        lines = lines[1:]
        if text.strip():
            found[key] = whole(text)
        elif lines and lines[0][0] > indent:
            found[key], lines = block(lines, lines[0][0])
    return found, lines


def whole(text):
    """A value on one line, such as { a: 1, b: [2, 3] }."""
    value, rest = flow(text.strip(), top=True)
    assert not rest.strip(), f"not understood: {text}"
    return value


def flow(text, top=False):
    text = text.lstrip()
    if text[0] == "{":
        found, text = {}, text[1:].lstrip()
        while text[0] != "}":
            key, _, text = text.partition(":")
            found[key.strip()], text = flow(text)
            text = text.lstrip().removeprefix(",").lstrip()
        return found, text[1:]
    if text[0] == "[":
        items, text = [], text[1:].lstrip()
        while text[0] != "]":
            item, text = flow(text)
            items.append(item)
            text = text.lstrip().removeprefix(",").lstrip()
        return items, text[1:]
    if top:
        return scalar(text), ""
    end = re.search(r"[,}\]]", text)
    return scalar(text[: end.start()].strip()), text[end.start() :]


def scalar(text):
    if text == "~":
        return None
    if text in ("true", "false"):
        return text == "true"
    return Fraction(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


# --- Months ------------------------------------------------------------------------------------------------------


def month(text):
    """Months since year 0."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def month_id(number):
    return f"{number // 12:04}-{number % 12 + 1:02}"


# --- The site ----------------------------------------------------------------------------------------------------

UNIT_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
PER = {"percent": 100, "per_100": 100, "per_1000": 1000, "per_10000": 10000}


class Figure:
    """One KPI of one subject in one month."""

    def __init__(self, value=None, n=None, counts=None, answers=None, status="final", exceptional=False, invited=None):
        self.value, self.n, self.counts, self.answers = value, n, counts, answers
        self.status, self.exceptional, self.invited = status, exceptional, invited

    @property
    def ordinary(self):
        return self.value is not None and self.status != "provisional" and not self.exceptional


def figure_of(kpi, raw):
    """What a snapshot says about a KPI; None for a gap."""
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raw = {"value": raw}
    status, invited = raw.get("status", "final"), raw.get("invited")
    if "numerator" in raw:
        counts = raw["numerator"], raw["denominator"]
        value = PER.get(kpi["unit"], 1) * counts[0] / counts[1] if counts[1] else None
        return Figure(value, counts[1], counts=counts, status=status, invited=invited)
    if "promoters" in raw:
        answers = raw["promoters"], raw["passives"], raw["detractors"]
        value = 100 * (answers[0] - answers[2]) / sum(answers) if sum(answers) else None
        return Figure(value, sum(answers), answers=answers, status=status, invited=invited)
    return Figure(amount(kpi, raw["value"]), raw.get("n"), status=status, invited=invited)


def amount(kpi, value):
    if isinstance(value, Fraction):
        return value
    spans = re.findall(r"(\d+(?:\.\d+)?)([dhms])", value)
    assert spans, f"not a time span: {value}"
    lengths = {"d": 86400, "h": 3600, "m": 60, "s": 1}
    return sum(Fraction(number) * lengths[unit] for number, unit in spans) / UNIT_SECONDS[kpi["unit"]]


class Site:
    def __init__(self):
        self.kpis = read_yaml(SITE / "data/kpis.yaml")
        self.dimensions = read_yaml(SITE / "data/dimensions.yaml")
        self.year_starts = MONTHS.index(read_yaml(SITE / "plaudit.yaml")["year_starts"].title()) + 1
        snapshots = [read_yaml(path) for path in sorted((SITE / "data/snapshots").glob("*.yaml"))]
        self.snapshots = {month(snapshot["period"]): snapshot for snapshot in snapshots}
        self.first, self.last = min(self.snapshots), max(self.snapshots)
        studies = sorted((SITE / "data/benchmarks").glob("*.yaml"))
        self.studies = {path.stem: read_yaml(path) for path in studies}
        self.parts = [None]
        for dimension, about in self.dimensions.items():
            self.parts += [f"{dimension}/{member}" for member in about["members"]]
        self.figures = {}
        for kpi, about in self.kpis.items():
            if "compute" not in about:
                for part in self.parts:
                    self.figures[kpi, part] = self.measured(kpi, part)
        for kpi, about in self.kpis.items():
            if "compute" not in about:
                for part in self.parts:
                    if self.children(part):
                        self.roll_up(kpi, part)
        for kpi, about in self.kpis.items():
            if "compute" in about:
                for part in self.parts:
                    self.figures[kpi, part] = self.computed(about, part)

    def member(self, part):
        dimension, member = part.split("/")
        about = self.dimensions[dimension]["members"][member]
        return about if isinstance(about, dict) else {"name": about}

    def children(self, part):
        if part is None:
            return []
        dimension, member = part.split("/")
        others = [other for other in self.parts if other and other.startswith(dimension + "/")]
        return [other for other in others if self.member(other).get("parent") == member]

    def measured(self, kpi, part):
        found = {}
        for when, snapshot in self.snapshots.items():
            values = snapshot["values"]
            if part:
                dimension, member = part.split("/")
                values = snapshot.get("by", {}).get(dimension, {}).get(member, {})
            figure = figure_of(self.kpis[kpi], values.get(kpi))
            if figure:
                if snapshot.get("status") == "provisional":
                    figure.status = "provisional"
                figure.exceptional = self.is_exceptional(kpi, part, when)
                found[when] = figure
        return found

    def is_exceptional(self, kpi, part, when):
        def concerns(entry):
            kpis = entry["kpis"]
            return (kpis == "all" or kpi in kpis) and entry.get("by") in (None, part)

        return any(concerns(entry) for entry in self.snapshots[when].get("exceptional", []))

    def roll_up(self, kpi, part):
        """A parent without values of its own has what its parts come to, where all that exist then have evidence."""
        if self.figures[kpi, part]:
            return
        for when in self.snapshots:
            there = [child for child in self.children(part) if self.exists(child, when)]
            figures = [self.figures[kpi, child].get(when) for child in there]
            if not figures or any(figure is None for figure in figures):
                continue
            figure = together(self.kpis[kpi], figures)
            if figure:
                order = ["final", "estimated", "provisional"]
                figure.status = max((other.status for other in figures), key=order.index)
                # A flood in one team is not one in the whole field unless somebody says so.
                figure.exceptional = any(other.exceptional for other in figures)
                self.figures[kpi, part][when] = figure

    def exists(self, part, when):
        first = min(min(self.figures[kpi, part], default=self.last + 1) for kpi in self.kpis if (kpi, part) in self.figures)
        until = self.member(part).get("until")
        return first <= when and (until is None or when <= month(until))

    def inputs(self, kpi):
        return [word for word in re.findall(r"[a-z_]\w*", kpi.get("compute", "")) if word in self.kpis]

    def computed(self, kpi, part):
        found = {}
        for when in self.snapshots:
            figures = {name: self.figures[name, part].get(when) for name in self.inputs(kpi)}
            if any(figure is None or figure.value is None for figure in figures.values()):
                continue
            try:
                # Only names, numbers and the four operations: the catalogue is ours.
                formula = re.sub(r"\b(\d+)\b", r"Fraction(\1)", kpi["compute"])
                value = eval(formula, {"Fraction": Fraction}, {name: figure.value for name, figure in figures.items()})
            except ZeroDivisionError:
                continue
            status = max((figure.status for figure in figures.values()), key=["final", "estimated", "provisional"].index)
            exceptional = any(figure.exceptional for figure in figures.values())
            found[when] = Figure(value, status=status, exceptional=exceptional)
        return found

    def target(self, kpi, part, when):
        about = self.kpis[kpi]
        steps = about.get("target")
        if part:
            own = about.get("targets_by", {}).get(part)
            steps = own if own is not None else None if about["kind"] in ("count", "stock") else steps
        if isinstance(steps, list):
            steps = [step for step in steps if month(step["from"]) <= when]
            steps = max(steps, key=lambda step: step["from"])["value"] if steps else None
        if isinstance(steps, dict):
            return steps["min"], steps["max"]
        return None if steps is None else amount(about, steps)

    def starts(self, kpi, part, as_of):
        """Where limits begin afresh: (month, why)."""
        found = []
        for name in [kpi] + self.inputs(self.kpis[kpi]):
            for version in self.kpis[name].get("versions", []):
                if not version["comparable"]:
                    found.append((month(version["from"]), version["because"]))
        for when, snapshot in self.snapshots.items():
            for event in snapshot.get("events", []):
                concerns = event["kpi"] in ("all", kpi) and event.get("by") in (None, part)
                if event.get("recalculate_limits") and concerns:
                    found.append((when, f"{event['label']}: {event['because']}"))
        return sorted(start for start in found if start[0] <= as_of)

    def comparable(self, kpi, earlier, later):
        names = [kpi] + self.inputs(self.kpis[kpi])
        versions = [version for name in names for version in self.kpis[name].get("versions", [])]
        return not any(not version["comparable"] and earlier < month(version["from"]) <= later for version in versions)


def together(kpi, figures):
    """Several figures as one: counts and levels added, the rest from the evidence behind it. None without evidence."""
    if kpi["kind"] in ("count", "stock"):
        return Figure(sum(figure.value for figure in figures))
    return pooled(kpi, figures)


def pooled(kpi, figures):
    if all(figure.counts for figure in figures):
        counts = [sum(column) for column in zip(*(figure.counts for figure in figures))]
        return figure_of(kpi, {"numerator": counts[0], "denominator": counts[1]})
    if all(figure.answers for figure in figures):
        answers = [sum(column) for column in zip(*(figure.answers for figure in figures))]
        return figure_of(kpi, dict(zip(("promoters", "passives", "detractors"), answers)))
    if any(figure.n is None for figure in figures):
        return None
    n = sum(figure.n for figure in figures)
    return Figure(sum(figure.value * figure.n for figure in figures) / n, n) if n else None


# --- Intervals ---------------------------------------------------------------------------------------------------


def interval(kpi, figure):
    if kpi["kind"] == "proportion" and figure.n:
        share = figure.value / 100
        return scaled(wilson(share * figure.n, figure.n, Z95), 100)
    if kpi["kind"] == "nps" and figure.answers:
        return nps_interval(figure)
    if kpi["kind"] == "rate" and figure.counts:
        return scaled(poisson(figure.counts[0]), PER[kpi["unit"]] / float(figure.counts[1]))
    return None


def scaled(ends, factor):
    return None if ends is None else [end * factor for end in ends]


def wilson(x, n, z):
    x, n = float(x), float(n)
    reach = z * math.sqrt(z * z + 4 * x * (1 - x / n))
    return [(2 * x + z * z - reach) / (2 * (n + z * z)), (2 * x + z * z + reach) / (2 * (n + z * z))]


def nps_interval(figure):
    n = figure.n
    p, q = figure.answers[0] / n, figure.answers[2] / n
    variance = p + q - (p - q) ** 2
    if n < 2 or (variance == 0 and n < 30):
        return None
    reach = student_quantile(0.975, int(n) - 1) * 100 * math.sqrt(variance * n / (n - 1)) / math.sqrt(n)
    return [float(figure.value) - reach, float(figure.value) + reach]


def poisson(x):
    if x < 10:
        lower = gamma_quantile(float(x), 0.025) if x else 0.0
        return [lower, gamma_quantile(float(x) + 1, 0.975)]
    x = float(x)
    lower = x * (1 - 1 / (9 * x) - Z95 / (3 * math.sqrt(x))) ** 3
    return [lower, (x + 1) * (1 - 1 / (9 * (x + 1)) + Z95 / (3 * math.sqrt(x + 1))) ** 3]


def normal(z):
    return math.erfc(-z / math.sqrt(2)) / 2


def inverse(chance, share, low, high):
    """Where an increasing function reaches a share, by halving."""
    while chance(high) < share:
        low, high = high, high * 2
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if chance(middle) < share else (low, middle)
    return (low + high) / 2


def gamma_quantile(shape, share):
    """Half of a chi-squared quantile with 2 shape degrees of freedom; the shape is whole here."""

    def chance(x):  # 1 - P(Poisson(x) < shape)
        terms = [math.exp(-x + k * math.log(x) - math.lgamma(k + 1)) if x > 0 else float(k == 0) for k in range(int(shape))]
        return 1 - math.fsum(terms)

    return inverse(chance, share, 0.0, 1.0)


@functools.cache
def student_quantile(share, freedom):
    """Abramowitz and Stegun 26.7.3 and 26.7.4: for whole degrees of freedom the probability is a finite sum."""

    def chance(t):
        angle = math.atan(t / math.sqrt(freedom))
        term, terms = (1.0, []) if freedom % 2 == 0 else (math.cos(angle), [])
        for k in range(freedom // 2):
            terms.append(term)
            top, bottom = (2 * k + 1, 2 * k + 2) if freedom % 2 == 0 else (2 * k + 2, 2 * k + 3)
            term *= top / bottom * math.cos(angle) ** 2
        inside = math.sin(angle) * math.fsum(terms)
        inside = inside if freedom % 2 == 0 else 2 / math.pi * (angle + inside)
        return 0.5 + inside / 2

    return inverse(chance, share, 0.0, 1.0)


# --- Process limits ----------------------------------------------------------------------------------------------


class Group:
    def __init__(self, rows, because, options):
        self.rows, self.because = rows, because
        self.run = int(options.get("run_length", 7))
        # Limits that are fixed rest on the first so many values; later ones are held against them.
        self.values = [row["ordinary"] for row in rows]
        values, fix_after = self.values, options.get("fix_after")
        if fix_after:
            counted = [sum(value is not None for value in values[: place + 1]) for place in range(len(values))]
            values = [value for value, count in zip(values, counted) if count <= fix_after]
            while values and values[-1] is None:
                values.pop()
        present = [value for value in values if value is not None]
        self.measured = sum(value is not None for value in self.values)
        self.baseline = len(present)
        self.mean = sum(present) / len(present) if present else None
        self.moving_range = self.lower = self.upper = None
        self.screened = 0
        ranges = [abs(b - a) for a, b in zip(values, values[1:]) if a is not None and b is not None]
        if ranges:
            average = sum(ranges) / len(ranges)
            kept = [size for size in ranges if size < Fraction("3.267") * average] or ranges
            kept = kept if options.get("screen_outliers", True) else ranges
            self.screened = len(ranges) - len(kept)
            self.moving_range = sum(kept) / len(kept)
        if ranges and len(present) >= 5:
            self.lower = self.mean - Fraction("2.66") * self.moving_range
            self.upper = self.mean + Fraction("2.66") * self.moving_range
            self.mark(self.values)

    def mark(self, values):
        near = 2 * Fraction("2.66") / 3 * self.moving_range
        count = len(values)
        side = [None if value is None else (value > self.mean) - (value < self.mean) for value in values]
        outside = [value is not None and not self.lower <= value <= self.upper for value in values]
        is_near = [
            value is not None and not beyond and abs(value - self.mean) > near for value, beyond in zip(values, outside)
        ]
        for row in self.rows:
            row.update(rule="none", way=0, since=None)

        def say(index, rule, way, since):
            self.rows[index].update(rule=rule, way=way, since=since)

        # From the weakest to the strongest, so that the stronger has the last word.
        for start in range(count - self.run + 1):
            window = side[start : start + self.run]
            if None not in window and 0 not in window and len(set(window)) == 1:
                for index in range(start, start + self.run):
                    say(index, "shift", window[0], None)
        for start in range(count - 2):
            window = range(start, start + 3)
            sides = {side[index] for index in window}
            if len(sides) == 1 and sides & {1, -1} and sum(is_near[index] for index in window) >= 2:
                for index in window:
                    if is_near[index]:
                        say(index, "two_of_three", side[index], None)
        steps = [None if None in pair else (pair[1] > pair[0]) - (pair[1] < pair[0]) for pair in zip(values, values[1:])]
        for start in range(count - self.run + 1):
            window = steps[start : start + self.run - 1]
            if len(set(window)) == 1 and window[0] in (1, -1):
                for index in range(start, start + self.run):  # a later trend takes the turning point from an earlier one
                    say(index, "trend", window[0], None)
        for index in range(count):
            if outside[index]:
                say(index, "outside", side[index], None)


SIGN = {"higher": 1, "lower": -1, "neutral": 0}


def mark_of(way, better):
    if way == 0:
        return "common_cause"
    if SIGN[better] == 0:
        return "neutral_high" if way > 0 else "neutral_low"
    return "improvement" if way * SIGN[better] > 0 else "concern"


def sigma(group):
    return float(group.moving_range) / 1.128


def chance_of(target, mean, deviation, better):
    """The chance that a single value meets the target."""
    below = lambda limit: (
        normal((float(limit) - mean) / deviation) if deviation else float(mean <= limit)
    )
    if isinstance(target, tuple):
        if not deviation:
            return float(target[0] <= mean <= target[1])
        return below(target[1]) - below(target[0])
    if SIGN[better] == 0:
        return None
    if not deviation:
        return float(SIGN[better] * mean >= SIGN[better] * float(target))
    return normal(SIGN[better] * (mean - float(target)) / deviation)


def assurance_of(target, group, better):
    lower, upper = group.lower, group.upper
    sign = SIGN[better]
    if isinstance(target, tuple):
        if target[0] <= lower and upper <= target[1]:
            return "consistent_pass"
        return "consistent_fail" if upper < target[0] or target[1] < lower else "inconsistent"
    if sign == 0:
        return None
    if lower == upper:
        return "consistent_pass" if sign * lower >= sign * target else "consistent_fail"
    if target > upper:
        return "consistent_fail" if sign > 0 else "consistent_pass"
    if target < lower:
        return "consistent_pass" if sign > 0 else "consistent_fail"
    return "inconsistent"


# --- Slope, season, forecast -------------------------------------------------------------------------------------


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def theil_sen(values, stride=1):
    return sen_line(tuple(values), stride)


@functools.cache
def sen_line(values, stride):
    """Slope per `stride` places with its limits, over pairs that lie whole strides apart."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    pairs = [(a, b) for i, a in enumerate(known) for b in known[i + 1 :] if (b[0] - a[0]) % stride == 0]
    slopes = sorted((b[1] - a[1]) / (b[0] - a[0]) * stride for a, b in pairs)
    if not slopes:
        return None
    reach = Z95 * math.sqrt(kendall_variance(values, stride))
    low = max(round((len(slopes) - reach) / 2) - 1, 0)
    high = min(round((len(slopes) + reach) / 2), len(slopes) - 1)
    return median(slopes), slopes[low], slopes[high]


def seasons(values, stride):
    if stride == 1:
        return [[value for value in values if value is not None]]
    return [[value for value in values[start::stride] if value is not None] for start in range(stride)]


def kendall_variance(values, stride):
    total = Fraction(0)
    for season in seasons(values, stride):
        n = len(season)
        ties = [season.count(value) for value in set(season)]
        total += Fraction(n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties), 18)
    return total


def mann_kendall(values, stride=1):
    score = pairs = 0
    for season in seasons(values, stride):
        for i, a in enumerate(season):
            for b in season[i + 1 :]:
                score += (b > a) - (b < a)
                pairs += 1
    variance = kendall_variance(values, stride)
    if score == 0:
        return 1.0, 0.0
    z = (abs(score) - 1) / math.sqrt(variance)
    return math.erfc(z / math.sqrt(2)), score / pairs


def is_dependent(values, lag, enough):
    """Whether what is left after the Theil-Sen line resembles itself so many places before."""
    known = [value for value in values if value is not None]
    if len(known) < enough or len(set(known)) < 2:
        return False
    slope = float(theil_sen(values)[0])
    left = [None if value is None else float(value) - slope * place for place, value in enumerate(values)]
    mean = math.fsum(value for value in left if value is not None) / len(known)
    total = math.fsum((value - mean) ** 2 for value in left if value is not None)
    pairs = [(a, b) for a, b in zip(left, left[lag:]) if a is not None and b is not None]
    return math.fsum((a - mean) * (b - mean) for a, b in pairs) / total > Z95 / math.sqrt(len(known))


BOUNDS = {"proportion": (0, 100), "nps": (-100, 100), "rate": (0, None), "count": (0, None), "stock": (0, None), "duration": (0, None)}


def bounds_of(kpi):
    if "scale" in kpi:
        return kpi["scale"]["min"], kpi["scale"]["max"]
    return BOUNDS.get(kpi["kind"], (None, None))


def drift(values, ahead):
    slope = float(theil_sen(values)[0])
    steps = [float(b) - float(a) for a, b in zip(values, values[1:]) if a is not None and b is not None]
    n = len(steps) + 1
    variance = math.fsum((step - slope) ** 2 for step in steps) / (n - 2)
    return float(values[-1]) + ahead * slope, math.sqrt(variance * ahead * (1 + ahead / (n - 1)))


def year_before(values, year, ahead):
    slope = float(theil_sen(values, year)[0])
    before = values[len(values) + ahead - 1 - year]
    if before is None:
        return None
    steps = [float(b) - float(a) - slope for a, b in zip(values, values[year:]) if a is not None and b is not None]
    return float(before) + slope, math.sqrt(math.fsum(step * step for step in steps) / len(steps))


def is_clear(slope):
    return slope["mann_kendall_p"] < 0.05 and slope["lower"] * slope["upper"] > 0


def forecast(site, kpi_id, part, as_of, group, season, latest_rule, slope, year):
    kpi = site.kpis[kpi_id]
    values = [row["ordinary"] for row in group.rows]
    every = 12 // year
    if season:
        method, law = "year_before", lambda series, ahead: year_before(series, year, ahead)
    elif all(row["rule"] == "none" for row in group.rows):
        method, law = "usual", None
    elif latest_rule in ("trend", "shift") or (latest_rule != "none" and is_clear(slope)):
        method, law = "slope", drift
    else:
        return []
    low, high = bounds_of(kpi)
    found = []
    for ahead in range(1, 4):
        period = as_of + ahead * every
        target = site.target(kpi_id, part, period)
        if method == "usual":
            mean, lower, upper = float(group.mean), float(group.lower), float(group.upper)
            chance = None if target is None else chance_of(target, mean, sigma(group), kpi["better"])
        else:
            expected = law(values, ahead)
            if expected is None:
                return []  # three months ahead or none
            mean, error = expected
            lower, upper = mean - Z95 * error, mean + Z95 * error
            leaves = low is not None and high is not None and (lower < low or upper > high)
            if leaves and all(low < value < high for value in values if value is not None):
                forth = lambda value: math.log((float(value) - low) / (high - float(value)))
                back = lambda value: float(low) + float(high - low) / (1 + math.exp(-value))
                mean, error = law([None if value is None else forth(value) for value in values], ahead)
                goal = None if target is None else tuple(map(forth, target)) if isinstance(target, tuple) else forth(target)
                chance = None if goal is None else chance_of(goal, mean, error, kpi["better"])
                mean, lower, upper = back(mean), back(mean - Z95 * error), back(mean + Z95 * error)
            else:
                chance = None if target is None else chance_of(target, mean, error, kpi["better"])
        held = lambda value: max(float(low) if low is not None else value, min(float(high) if high is not None else value, value))
        found.append(
            {
                "period": month_id(period),
                "value": held(mean),
                "lower": held(lower),
                "upper": held(upper),
                "target": target,
                "chance": chance,
                "method": method,
            }
        )
    return found


# --- What is stated about one subject ----------------------------------------------------------------------------

MISSING = Figure()


def rows_of(site, kpi_id, part, as_of):
    """One row per month in which the KPI was due, from the first measured one on."""
    figures = {when: figure for when, figure in site.figures[kpi_id, part].items() if when <= as_of}
    measured = [when for when, figure in figures.items() if figure.value is not None]
    if not measured:
        return []
    last = as_of
    if part and site.member(part).get("until"):
        last = min(last, month(site.member(part)["until"]))
    if "every" in site.kpis[kpi_id]:
        due = []
        for quarter in range(min(measured) // 3, last // 3 + 1):
            in_it = [when for when in measured if when // 3 == quarter]
            if in_it:
                due.append(max(in_it))
            elif quarter * 3 + 2 <= last:
                due.append(quarter * 3 + 2)
    else:
        due = range(min(measured), last + 1)
    rows = []
    for when in due:
        figure = figures.get(when, MISSING)
        rows.append({"when": when, "figure": figure, "ordinary": figure.value if figure.ordinary else None})
    return rows


def groups_of(rows, starts, options):
    cuts = {0: None}
    for when, because in starts:
        later = [index for index, row in enumerate(rows) if row["when"] >= when and row["figure"].value is not None]
        if later and when > rows[0]["when"]:
            cuts[later[0]] = because
    places = sorted(cuts) + [len(rows)]
    return [Group(rows[a:b], cuts[a], options) for a, b in zip(places, places[1:])]


ACCUMULATES = {
    "proportion": "pooled", "rate": "pooled", "nps": "pooled", "mean": "mean", "duration": "mean", "count": "sum", "stock": "last"
}


def accumulated(site, kpi_id, rows):
    kpi = site.kpis[kpi_id]
    figures = [row["figure"] for row in rows]
    if not figures or any(figure.value is None for figure in figures):
        return None
    if not site.comparable(kpi_id, rows[0]["when"], rows[-1]["when"]):
        return None
    way = kpi.get("accumulates", ACCUMULATES.get(kpi["kind"], "none"))
    if way == "sum":
        return sum(figure.value for figure in figures)
    if way == "last":
        return figures[-1].value
    if way == "none":
        return None
    all_of_them = pooled(kpi, figures)
    return all_of_them and all_of_them.value


def change_of(now, before):
    difference = now["figure"].value - before["figure"].value
    percent = 100 * difference / before["figure"].value if before["figure"].value > 0 else None
    return {
        "from": month_id(before["when"]), "before": before["figure"].value, "difference": difference, "percent": percent
    }


def findings(site, kpi_id, part, as_of, closer=True):
    """Everything about one subject as of a month; without a closer look no slope, season, forecast and benchmark."""
    kpi = site.kpis[kpi_id]
    better = kpi["better"]
    rows = rows_of(site, kpi_id, part, as_of)
    if not rows:
        return None
    quarterly = "every" in kpi
    year = 4 if quarterly else 12
    groups = groups_of(rows, site.starts(kpi_id, part, as_of), kpi.get("limits", {}))
    group = groups[-1]
    latest = [row for row in rows if row["figure"].value is not None][-1]
    current = latest if latest["when"] == as_of else None
    target = site.target(kpi_id, part, as_of)

    points = []
    for number, some in enumerate(groups):
        for row in some.rows:
            figure = row["figure"]
            points.append(
                {
                    "period": month_id(row["when"]),
                    "value": figure.value,
                    "n": figure.n if figure.value is not None else None,
                    "invited": figure.invited,
                    "interval": interval(kpi, figure) if figure.value is not None else None,
                    "target": site.target(kpi_id, part, row["when"]),
                    "status": figure.status,
                    "exceptional": site.is_exceptional(kpi_id, part, row["when"]) or figure.exceptional,
                    "limits_group": number,
                    "mean": some.mean if some.lower is not None else None,
                    "lower_limit": some.lower,
                    "upper_limit": some.upper,
                    "rule": row.get("rule", "none"),
                    "mark": mark_of(row.get("way", 0), better),
                }
            )
    limits = [
        {
            "from": month_id(some.rows[0]["when"]),
            "because": some.because,
            "measured": some.measured,
            "baseline": some.baseline,
            "screened": some.screened,
            "mean": some.mean,
            "mean_moving_range": some.moving_range,
            "lower_limit": some.lower,
            "upper_limit": some.upper,
        }
        for some in groups
    ]

    count = group.baseline
    firmness = "value_only" if count < 5 else "early" if count < 12 else "verdict" if count < 20 else "firm"
    kind = rule = since = None
    if count >= 12 and latest["ordinary"] is not None:
        way, rule = latest["way"], latest["rule"]
        mark = mark_of(way, better)
        kind = mark if mark == "common_cause" else mark.removesuffix("_high").removesuffix("_low") + ("_high" if way > 0 else "_low")
        since = since_of(group, latest)
    assurance = chance = None
    if count >= 12 and target is not None:
        assurance = assurance_of(target, group, better)
        if assurance:
            chance = chance_of(target, float(group.mean), sigma(group), better)

    change = change_year = None
    if current and not current["figure"].exceptional:
        before = [row for row in rows if row is not current and row["ordinary"] is not None]
        if before and site.comparable(kpi_id, before[-1]["when"], as_of):
            change = change_of(current, before[-1])
        before = [row for row in before if row["when"] // (12 // year) == as_of // (12 // year) - year]
        if before and site.comparable(kpi_id, before[-1]["when"], as_of):
            change_year = change_of(current, before[-1])

    # In a month between two quarters nothing is missing yet: the year then ends with the last quarter.
    rolling = to_date = None
    if rows[-1]["when"] == as_of or quarterly:
        april = as_of - (as_of + 1 - site.year_starts) % 12
        if len(rows) >= year:
            rolling = accumulated(site, kpi_id, rows[-year:])
        if rows[0]["when"] // (12 // year) <= april // (12 // year):
            to_date = accumulated(site, kpi_id, [row for row in rows if row["when"] >= april])

    values = [row["ordinary"] for row in group.rows]
    season = closer and group.measured >= 2 * year and is_dependent(values, year, 2 * year)
    slope = None
    if closer and group.measured >= 8:
        stride = year if season else 1
        line = [float(number) / stride for number in theil_sen(values, stride)]
        p, tau = mann_kendall(values, stride)
        slope = {
            "per_period": line[0], "lower": line[1], "upper": line[2], "mann_kendall_p": p, "tau": tau,
            "periods": group.measured, "seasonal": season,
        }
    ahead = []
    if closer and kind and current:
        ahead = forecast(site, kpi_id, part, as_of, group, season, rule, slope, year)
    cautions = ["season"] if season else []
    if closer and is_dependent(values, 1, 12):
        cautions.append("autocorrelation")

    found = {
        "dimension": part and part.split("/")[0],
        "member": part and part.split("/")[1],
        "points": points,
        "limits": limits,
        "variation": {"class": kind, "rule": rule, "since": since, "firmness": firmness},
        "assurance": assurance,
        "chance": chance,
        "change": change,
        "change_year": change_year,
        "rolling_year": rolling,
        "year_to_date": to_date,
        "cautions": cautions,
        "slope": slope,
        "forecast": ahead,
        "by_counts": by_counts(kpi, group) if closer else None,
        "benchmark": None if part or not closer else benchmark(site, kpi_id, as_of, latest, slope, kind),
    }
    return {"data": found, "group": group, "current": current, "latest": latest, "target": target}


def since_of(group, latest):
    if latest["rule"] == "none":
        return None
    if latest["rule"] == "outside":
        return month_id(latest["when"])
    rows = group.rows
    place = rows.index(latest)
    if latest["rule"] == "two_of_three":
        near = [row for row in rows[place - 2 : place + 1] if row["rule"] == "two_of_three"]
        return month_id(near[0]["when"])
    values = [row["ordinary"] for row in rows]
    way = latest["way"]
    if latest["rule"] == "shift":
        goes_on = lambda at: values[at - 1] is not None and (values[at - 1] - group.mean) * way > 0
    else:
        goes_on = lambda at: values[at - 1] is not None and (values[at] - values[at - 1]) * way > 0
    while place > 0 and goes_on(place):
        place -= 1
    return month_id(rows[place]["when"])


def by_counts(kpi, group):
    """A p' or u' chart of the latest group, where sizes vary by more than a quarter or few cases count or do not."""
    if kpi["kind"] not in ("proportion", "rate") or group.lower is None:
        return None
    known = [row for row in group.rows if row["ordinary"] is not None]
    if not all(row["figure"].counts for row in known):
        return None
    counts = [row["figure"].counts if row["ordinary"] is not None else None for row in group.rows]
    sizes = [pair[1] for pair in counts if pair]
    mean = sum(sizes) / len(sizes)
    share = kpi["kind"] == "proportion"
    uneven = any(abs(size - mean) > mean / 4 for size in sizes)
    few = any(pair[0] < 10 or (share and pair[1] - pair[0] < 10) for pair in counts if pair)
    if not uneven and not few:
        return None
    centre = float(sum(pair[0] for pair in counts if pair) / sum(sizes))
    spread = [math.sqrt(centre * ((1 - centre) if share else 1) / pair[1]) if pair else None for pair in counts]
    # Where nothing varies (0 or 100 % throughout) every score is 0, as the limits of a constant series are its mean.
    scores = [(float(pair[0] / pair[1]) - centre) / s if pair and s else pair and 0.0 for pair, s in zip(counts, spread)]
    ranges = [abs(b - a) for a, b in zip(scores, scores[1:]) if a is not None and b is not None]
    if not ranges:
        return None
    stretch = math.fsum(ranges) / len(ranges) / 1.128
    per = PER[kpi["unit"]]
    points = []
    for row, pair, s in zip(group.rows, counts, spread):
        point = {"period": month_id(row["when"]), "lower_limit": None, "upper_limit": None, "outside": False}
        if pair:
            lower, upper = max(0, centre - 3 * s * stretch), centre + 3 * s * stretch
            upper = min(upper, 1) if share else upper
            value = float(pair[0] / pair[1])
            point.update(lower_limit=lower * per, upper_limit=upper * per, outside=not lower <= value <= upper)
        points.append(point)
    return {"chart": "p_prime" if share else "u_prime", "centre": centre * per, "stretch": stretch, "points": points}


# --- Beside others -----------------------------------------------------------------------------------------------


def quantile(values, share):
    values = sorted(values)
    at = (len(values) - 1) * share
    below = int(at)
    rest = values[below + 1] - values[below] if below + 1 < len(values) else 0
    return values[below] + (at - below) * rest


def ours_in(site, kpi_id, study):
    """Our figure over the fieldwork: pooled from its ordinary months, or the last of them."""
    kpi = site.kpis[kpi_id]
    first, last = month(study["fieldwork"]["from"]), month(study["fieldwork"]["to"])
    inside = sorted((when, figure) for when, figure in site.figures[kpi_id, None].items() if first <= when <= last and figure.ordinary)
    if not inside:
        return None, None
    inside = [figure for when, figure in inside if site.comparable(kpi_id, when, inside[-1][0])]
    all_of_them = None if kpi["kind"] in ("count", "stock") else pooled(kpi, inside)
    return (all_of_them, "pooled") if all_of_them else (inside[-1], "last")


def beside(site, kpi_id, study):
    """Our figure against the others in one study."""
    kpi, about = site.kpis[kpi_id], study["results"][kpi_id]
    sign = SIGN[kpi["better"]]
    ours, basis = ours_in(site, kpi_id, study)
    if ours is None:
        return None
    found = dict.fromkeys(
        "quartiles best worst advantage advantage_percent advantage_normalised advantage_to_best percentile quartile next_quartile clear".split()
    )
    found.update(ours=ours.value, basis=basis, n=ours.n, interval=interval(kpi, ours), average_only="average" in about)
    if "average" in about:
        middle, found["peers"] = about["average"], about.get("n")
    elif "peers" in about:
        peers = about["peers"]
        found["peers"] = len(peers)
        middle = quantile(peers, Fraction(1, 2))
        found["quartiles"] = [quantile(peers, Fraction(1, 4)), quantile(peers, Fraction(3, 4))]
        if sign:
            found["worst"], found["best"] = sorted([min(peers), max(peers)], reverse=sign < 0)
    else:
        found["peers"], middle = about["n"], about["median"]
        found["quartiles"] = [about["p25"], about["p75"]]
        found["best"], found["worst"] = about.get("best"), about.get("worst")
    found["benchmark"] = middle
    difference = ours.value - middle
    if "average" in about and abs(difference) <= about.get("read_off", 0):
        difference = None
    found["difference"] = difference
    if sign and difference is not None:
        found["advantage"] = sign * difference
        if kpi["kind"] not in ("nps", "mean") and middle:
            found["advantage_percent"] = 100 * sign * difference / abs(middle)
        if found["quartiles"] and found["quartiles"][0] != found["quartiles"][1]:
            deviation = float(found["quartiles"][1] - found["quartiles"][0]) / 1.3489795003921634
            found["advantage_normalised"] = float(sign * difference) / deviation
        if found["best"] is not None:
            found["advantage_to_best"] = sign * (ours.value - found["best"])
    if sign and found["quartiles"]:
        value = sign * ours.value
        low, high = sorted(sign * quartile for quartile in found["quartiles"])
        level = sign * middle
        found["quartile"] = "top" if value >= high else "second" if value >= level else "third" if value >= low else "bottom"
        following = {"top": None, "second": high, "third": level, "bottom": low}[found["quartile"]]
        found["next_quartile"] = None if following is None else sign * following
        if "peers" in about:
            worse = sum(sign * peer < value for peer in about["peers"]) + Fraction(sum(sign * peer == value for peer in about["peers"]), 2)
            found["percentile"] = 100 * worse / len(about["peers"])
        else:
            marks = [(low, 25), (level, 50), (high, 75)]
            if found["best"] is not None:
                marks.append((sign * found["best"], 100))
            if value >= marks[-1][0]:
                found["percentile"] = marks[-1][1] if value == marks[-1][0] or marks[-1][1] == 100 else None
            for (a, share_a), (b, share_b) in zip(marks, marks[1:]):
                if a <= value < b:
                    found["percentile"] = share_a + (share_b - share_a) * (value - a) / (b - a)
    if found["interval"]:
        found["clear"] = not found["interval"][0] <= middle <= found["interval"][1]
    return found


def benchmark(site, kpi_id, as_of, latest, slope, kind):
    ended = [(month(study["fieldwork"]["to"]), name) for name, study in site.studies.items() if kpi_id in study["results"]]
    ended = [(end, name) for end, name in ended if end <= as_of]
    if not ended:
        return None
    end, name = max(ended)
    found = beside(site, kpi_id, site.studies[name])
    if found is None:
        return None
    found.update(study=name, dated=as_of - end > 18, closes_after=None)
    sign = SIGN[site.kpis[kpi_id]["better"]]
    sure = slope and (slope["mann_kendall_p"] < 0.05 or (kind or "").startswith("improvement"))
    if sure:
        left = float(sign * (found["benchmark"] - latest["figure"].value))
        pace = sign * slope["per_period"]
        if left > 0 and pace > 0 and math.ceil(left / pace) <= 36:
            found["closes_after"] = math.ceil(left / pace)
    return found


def study_of(site, name):
    study = site.studies[name]
    rows = {kpi_id: beside(site, kpi_id, study) for kpi_id in study["results"]}
    score = None
    if "weights" in study:
        lines = []
        for kpi_id, case in study["weights"].items():
            ours, _ = ours_in(site, kpi_id, study)
            reached = None
            if ours:
                reached = 100 * (ours.value - case["worst"]) / (case["best"] - case["worst"])
                reached = min(max(reached, Fraction(0)), Fraction(100))
            lines.append((case["weight"], reached))
        counted = [(weight, reached) for weight, reached in lines if reached is not None]
        coverage = sum(weight for weight, _ in counted) / sum(weight for weight, _ in lines)
        total = None
        if coverage >= Fraction(3, 4):
            total = sum(weight * reached for weight, reached in counted) / sum(weight for weight, _ in counted)
        score = {"coverage": coverage, "total": total, "lines": [reached for _, reached in lines]}
    return {"rows": rows, "score": score}


def comparisons(site, kpi_id):
    """Parts side by side in the last month: fewer than eight each with its intervals, eight and more in a funnel."""
    kpi = site.kpis[kpi_id]
    if kpi["kind"] not in ("proportion",):
        return []
    found = []
    for dimension in site.dimensions:
        parts = [part for part in site.parts if part and part.startswith(dimension + "/") and not site.children(part)]
        figures = [(part, site.figures[kpi_id, part].get(site.last)) for part in parts]
        figures = [(part, figure) for part, figure in figures if figure and figure.counts and figure.value is not None]
        if len(figures) < 2:
            continue
        everyone = pooled(kpi, [figure for _, figure in figures]).value
        if len(figures) >= 8:
            found.append({"dimension": dimension, "method": "funnel", "pooled": everyone, **funnel(figures, everyone)})
            continue
        lines = []
        for part, figure in figures:
            wide = scaled(wilson(*figure.counts, Z998), 100)
            lines.append(
                {
                    "member": part.split("/")[1],
                    "value": figure.value,
                    "n": figure.n,
                    "limits_95": interval(kpi, figure),
                    "limits_998": wide,
                    "outlier": not wide[0] <= everyone <= wide[1],
                }
            )
        found.append({"dimension": dimension, "method": "intervals", "pooled": everyone, "parts": lines})
    return found


# --- In words ----------------------------------------------------------------------------------------------------

SYMBOLS = {"EUR": "€"}


def rounded(value, step):
    """Half away from zero on the shortest decimal that reads back, to a multiple of a step; without its sign."""
    exact = abs(Fraction(repr(float(value))))
    return int(exact / step + Fraction(1, 2)) * step


def grouped(number, places):
    whole_part, rest = divmod(number * 10**places, 10**places)
    return f"{int(whole_part):,}" + (f".{int(rest):0{places}}" if places else "")


class Amount:
    """A number as it is written: sign, number with leading symbol, unit."""

    def __init__(self, kpi, value, step=None, places=None):
        unit = kpi["unit"]
        self.leads = SYMBOLS[kpi["currency"]] if unit == "currency" else ""
        if unit in ("seconds", "minutes", "hours"):
            seconds = abs(Fraction(repr(float(value)))) * UNIT_SECONDS[unit]
            if not step:
                places = int(kpi.get("decimals", 0)) if places is None else places
                fine = Fraction(1, 10**places)
                step = fine if rounded(seconds, fine) < 60 else 1 if rounded(seconds, 1) < 3600 else 60
            seconds = self.read = rounded(seconds, step)
            if seconds < 60:
                pieces = [(grouped(seconds, places or 0) if step != int(step) else f"{int(seconds)}", "s")]
            elif seconds < 3600:
                pieces = [(seconds // 60, "min"), (seconds % 60, "s")]
            else:
                pieces = [(seconds // 3600, "h"), (seconds // 60 % 60, "min")]
            self.pieces = [(f"{number}", name) for number, name in pieces if number]
        else:
            places = int(kpi.get("decimals", 0)) if places is None else places
            self.read = rounded(value, step or Fraction(1, 10**places))
            names = {"percent": "%", "days": "day" if self.read == 1 else "days", "per_1000": "per 1,000"}
            name = "" if "per" in kpi["name"].split() and unit.startswith("per_") else names.get(unit, "")
            self.pieces = [(grouped(self.read, 0 if step else places), name)]
        self.negative = value < 0 and self.read != 0

    def text(self, unit=True, lead=True):
        words = [number + (NARROW + name if name and unit else "") for number, name in self.pieces]
        return (MINUS if self.negative else "") + (self.leads if lead else "") + NARROW.join(words)


def say(kpi, value):
    return Amount(kpi, value).text()


def say_change(kpi, difference):
    amount = Amount(kpi, difference)
    text = ("+" if difference > 0 and amount.read else "") + amount.text()
    return text.removesuffix("%") + "pts" if kpi["unit"] == "percent" else text


def say_signed(value, places):
    number = rounded(value, Fraction(1, 10**places))
    return ("" if not number else "+" if value > 0 else MINUS) + grouped(number, places)


def say_percent_change(percent):
    return say_signed(percent, 1 if abs(percent) < Fraction(995, 100) else 0) + NARROW + "%"


def given(kpi, value):
    """As short as somebody wrote it; money with all its decimals or none."""
    places = 0
    while value * 10**places % 1:
        places += 1
    if kpi["unit"] == "currency" and places:
        places = int(kpi["decimals"])
    return Amount(kpi, value, places=places)


def say_target(kpi, target):
    if target is None:
        return "no target"
    if isinstance(target, tuple):
        return "target " + joined(kpi, *(given(kpi, end) for end in target))
    return "target " + ("at most " if kpi["better"] == "lower" else "") + given(kpi, target).text()


def joined(kpi, low, high):
    """Two ends with one unit where they share it."""
    alike = len(low.pieces) == len(high.pieces) == 1
    alike = alike and (low.pieces[0][1] == high.pieces[0][1] or low.read == 0 or kpi["unit"] == "days")
    dash = alike and not low.negative and kpi["kind"] != "nps"
    if low.text() == high.text():
        return high.text()
    return low.text(unit=not alike) + ("–" if dash else " to ") + high.text(lead=not dash)


def say_range(kpi, low, high, value=None):
    """A range in the coarsest steps that its width deserves: a fifth of it, a third for time spans.

    The ends are held to what is possible, stay apart, and a value inside reads as inside, one beyond as beyond.
    """
    spans = kpi["unit"] in ("seconds", "minutes", "hours")
    deserved = (high - low) * UNIT_SECONDS[kpi["unit"]] / 3 if spans else (high - low) / 5
    least, most = bounds_of(kpi)
    hold = lambda end: end if least is None else max(end, least)
    low_held, high_held = (hold(end) if most is None else min(hold(end), most) for end in (low, high))
    steps = [3600, 1800, 600, 60, 30, 10, 1] if spans else []
    if not spans and most is None:
        steps = [10**power for power in range(9, 0, -1)]
    steps = [(step, None) for step in steps]
    if not spans:
        decimals = int(kpi.get("decimals", 0))
        decimals = min(decimals, 1) if kpi["unit"] == "currency" else decimals
        steps += [(Fraction(1, 10**places), places) for places in range(decimals)]
    steps = [step for step in steps if step[0] <= deserved] + [(None, None)]
    signed = lambda amount: -amount.read if amount.negative else amount.read
    for step, places in steps:
        size = step if places is None else None
        ends = [Amount(kpi, end, step=size, places=places) for end in (low_held, high_held)]
        reads = [signed(end) for end in ends]
        if step is None or reads[0] < reads[1] or low_held == high_held:
            if step is None or value is None:
                break
            inside = reads[0] <= signed(Amount(kpi, value)) <= reads[1]
            if inside == (low <= value <= high):
                break
    return joined(kpi, *ends)


def name_inside(when, now):
    """A month beside another one: with its year when that is not clear."""
    return MONTHS[when % 12] + (f" {when // 12}" if now - when >= 12 else "")


def line_of(site, kpi_id, part, as_of):
    """What a scorecard prints about one KPI; None where it has not begun."""
    kpi, found = site.kpis[kpi_id], findings(site, kpi_id, part, as_of, closer=False)
    if found is None:
        return None
    data, group, current = found["data"], found["group"], found["current"]
    line = {
        "value": say(kpi, current["figure"].value) if current else None,
        "change": None,
        "target": say_target(kpi, found["target"]),
        "standing": current["figure"].status if current and current["figure"].status != "final" else None,
        "says": [],
    }
    if data["change"]:
        before = month(data["change"]["from"])
        line["change"] = say_change(kpi, data["change"]["difference"]) + " on " + name_inside(before, as_of)
    if current:
        line["says"].append(say(kpi, current["figure"].value))
    # After an exceptional month the sentence compares with the last ordinary one instead.
    usual = current and data["variation"]["class"] == "common_cause" and group.moving_range
    if usual and data["change"] and data["change"]["from"] == month_id(as_of - 1):
        line["says"].append(say_range(kpi, group.lower, group.upper, current["figure"].value))
        if data["assurance"] == "inconsistent":
            line["says"].append(in_ten(found["target"], data["chance"]))
    return line


def in_ten(target, chance):
    if isinstance(target, tuple):
        chance = 1 - chance
    times = int(chance * 10 + 0.5)
    often = "rarely" if times == 0 else "nearly always" if times == 10 else None
    if isinstance(target, tuple):
        return often or f"about {times} time{'s' if times > 1 else ''} in 10"
    return often or f"in about {times} month{'s' if times > 1 else ''} of 10"


def kpi_page(site, kpi_id):
    """The facts about the whole and the table behind the chart on a KPI's page."""
    kpi, found = site.kpis[kpi_id], findings(site, kpi_id, None, site.last, closer=False)
    data, latest, group = found["data"], found["latest"], found["group"]
    name = lambda when: f"{MONTHS[when % 12]} {when // 12}"
    facts = {name(latest["when"]): say(kpi, latest["figure"].value)}
    point = [point for point in data["points"] if point["value"] is not None][-1]
    if point["n"] is not None:
        facts["Worked out from"] = f"{int(point['n']):,}"
    if point["interval"]:
        facts["95 % interval"] = say_range(kpi, *map(Fraction, point["interval"]))
    for change, term in ((data["change"], "On {}"), (data["change_year"], "On {}, a year before")):
        if change:
            facts[term.format(name(month(change["from"])))] = say_change(kpi, change["difference"])
    if data["rolling_year"] is not None:
        facts["Over the last year"] = say(kpi, data["rolling_year"])
    if data["year_to_date"] is not None:
        facts["Financial year to date"] = say(kpi, data["year_to_date"])
    facts["Target"] = say_target(kpi, found["target"]).removeprefix("target ")
    if group.lower is not None:
        term = "Usual range" if group.baseline >= 12 else "Early limits"
        facts[term] = say_range(kpi, group.lower, group.upper)
    table = []
    for point in reversed(data["points"]):
        when = month(point["period"])
        target = point["target"]
        row = [f"{MONTHS[when % 12][:3]} {when // 12}"]
        row.append("no data" if point["value"] is None else say(kpi, point["value"]))
        row.append("" if target is None else say_target(kpi, target).removeprefix("target ").removeprefix("at most "))
        row += ["" if point[end] is None else say(kpi, point[end]) for end in ("lower_limit", "upper_limit")]
        table.append(row)
    return {"facts": facts, "table": table}


def study_page(site, name):
    study, found = site.studies[name], study_of(site, name)
    whole_number = lambda value: grouped(rounded(value, 1), 0)
    table, others = {}, {}
    for kpi_id, row in found["rows"].items():
        kpi = site.kpis[kpi_id]
        if row is None:
            continue
        quartiles = row["quartiles"] or [None, None]
        known = lambda value: "not known" if value is None else say(kpi, value)
        about = "about " if row["average_only"] else ""
        middle = about + say(kpi, row["benchmark"])
        between = "not known" if not row["interval"] else say_range(kpi, *row["interval"], row["ours"])
        difference, percent, deviations = row["difference"], row["advantage_percent"], row["advantage_normalised"]
        way = 1 if difference is None or difference > 0 else -1
        cells = [say(kpi, row["ours"]), between, middle]
        cells.append("none seen" if difference is None else say_change(kpi, difference))
        cells.append("not stated" if percent is None else say_percent_change(way * abs(percent)))
        cells.append("not known" if deviations is None else say_signed(way * abs(deviations), 2))
        cells.append("not known" if row["percentile"] is None else whole_number(row["percentile"]) + NARROW + "%")
        quarters = {"top": "best", "second": "second-best", "third": "second-worst", "bottom": "worst", None: "not known"}
        cells.append(quarters[row["quartile"]])
        following = row["next_quartile"]
        if following is None:
            cells.append("in the best" if row["quartile"] == "top" else "not known")
        else:
            cells.append(f"{say_change(kpi, following - row['ours'])} to {say(kpi, following)}")
        peers = "not known" if row["peers"] is None else grouped(row["peers"], 0) + (", indicative" if row["peers"] < 10 else "")
        definition = {"yes": "as ours", "partly": "may differ", "no": "another"}[study["results"][kpi_id].get("comparable", "yes")]
        others[kpi["name"]] = [known(row["worst"]), known(quartiles[0]), middle, known(quartiles[1]), known(row["best"]), peers, definition]
        table[kpi["name"]] = cells
    score = found["score"] and {
        "total": None if found["score"]["total"] is None else whole_number(found["score"]["total"]),
        "coverage": whole_number(100 * found["score"]["coverage"]) + NARROW + "%",
        "lines": {
            site.kpis[kpi_id]["name"]: None if reached is None else whole_number(reached)
            for kpi_id, reached in zip(study["weights"], found["score"]["lines"])
        },
    }
    return {"table": table, "others": others, "score": score}


def pages(site):
    """What is printed: every scorecard of the whole, those of parts in some months, KPI pages, studies."""
    scorecards = {}
    for when in site.snapshots:
        lines = {kpi_id: line_of(site, kpi_id, None, when) for kpi_id in site.kpis}
        scorecards[f"{month_id(when)}/index.html"] = {kpi_id: line for kpi_id, line in lines.items() if line}
    for when in map(month, ("2025-09", "2026-02", "2026-10")):
        for part in site.parts:
            if part and part.startswith("team/") and (part != "team/north" or when <= month("2025-09")):
                lines = {kpi_id: line_of(site, kpi_id, part, when) for kpi_id in site.kpis}
                lines = {kpi_id: line for kpi_id, line in lines.items() if line}
                scorecards[f"{month_id(when)}/{part}/index.html"] = lines
    return {
        "scorecards": scorecards,
        "kpis": {f"kpis/{kpi_id}/index.html": kpi_page(site, kpi_id) for kpi_id in site.kpis},
        "studies": {f"benchmarks/{name}/index.html": study_page(site, name) for name in site.studies},
        "revisions": revisions(site),
    }


def revisions(site):
    """What was published and what stands now, on the scorecard of the month."""
    found = {}
    for when, snapshot in site.snapshots.items():
        for revision in snapshot.get("revisions", []):
            kpi = site.kpis[revision["kpi"]]
            before = figure_of(kpi, revision["was"])
            now = site.figures[revision["kpi"], revision.get("by")][when]
            texts = [say(kpi, before.value), say(kpi, now.value)]
            found.setdefault(f"{month_id(when)}/index.html", []).append(texts)
    return found


def funnel(figures, everyone):
    """Limits for shares on the scale asin(sqrt(p)), widened where the parts differ more than chance explains."""
    centre = math.asin(math.sqrt(everyone / 100))
    spread = [1 / (2 * math.sqrt(figure.n)) for _, figure in figures]
    scores = [(math.asin(math.sqrt(figure.value / 100)) - centre) / s for (_, figure), s in zip(figures, spread)]
    low, high = quantile(scores, 0.1), quantile(scores, 0.9)
    phi = math.fsum(min(max(score, low), high) ** 2 for score in scores) / len(scores)
    weights = [1 / s**2 for s in spread]
    count, total = len(scores), math.fsum(weights)
    excess = count * phi - (count - 1)
    between = max(0, excess / (total - math.fsum(weight**2 for weight in weights) / total)) if phi > 1 else 0
    parts = []
    for (part, figure), s in zip(figures, spread):
        ends = lambda z: [100 * math.sin(centre + sign * z * math.sqrt(s**2 + between)) ** 2 for sign in (-1, 1)]
        wide = ends(Z998)
        parts.append(
            {
                "member": part.split("/")[1],
                "value": figure.value,
                "n": figure.n,
                "limits_95": ends(Z95),
                "limits_998": wide,
                "outlier": not wide[0] <= figure.value <= wide[1],
            }
        )
    return {"dispersion": phi, "parts": parts}


def main():
    site = Site()
    kpis = {}
    for kpi_id in site.kpis:
        subjects = [findings(site, kpi_id, part, site.last) for part in site.parts]
        subjects = [found["data"] for found in subjects if found]
        kpis[kpi_id] = {"as_of": month_id(site.last), "subjects": subjects, "comparisons": comparisons(site, kpi_id)}
    studies = {name: study_of(site, name) for name in site.studies}
    print(written(plain({"kpis": kpis, "studies": studies, "pages": pages(site)})))


def plain(thing):
    if isinstance(thing, Fraction):
        return int(thing) if thing.denominator == 1 else float(thing)
    if isinstance(thing, dict):
        return {key: plain(value) for key, value in thing.items()}
    return [plain(item) for item in thing] if isinstance(thing, (list, tuple)) else thing


def written(thing, indent=""):
    """JSON with short things on one line, so that a difference can be read."""
    line = json.dumps(thing, ensure_ascii=False)
    if len(line) <= 100 or not isinstance(thing, (dict, list)) or "period" in thing:
        return line
    deeper = indent + " "
    if isinstance(thing, dict):
        items = [f"{json.dumps(key)}: {written(value, deeper)}" for key, value in thing.items()]
    else:
        items = [written(item, deeper) for item in thing]
    start, end = "{}" if isinstance(thing, dict) else "[]"
    return start + "\n" + ",\n".join(deeper + item for item in items) + "\n" + indent + end


if __name__ == "__main__":
    main()
