#!/usr/bin/env python3
"""Makes areas.csv and places.csv from public data; see README.md beside it.

  make_places.py SHARED_DATA_FOLDER

SHARED_DATA_FOLDER has geo/ with the register of authorities, the boundaries of
authorities and integrated care boards, the lookup of districts, postcodes of OS
Open Names and centroids of outcodes. The choice is by a hash of the postcode,
so that it is the same wherever this runs.
"""
import csv
import gzip
import hashlib
import json
import os
import sys

MOST_POSTCODES = 60
MOST_OUTCODES = 12
HERE = os.path.dirname(os.path.abspath(__file__))


def rings(geometry):
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [ring for polygon in polygons for ring in polygon]


def contains(feature_rings, lon, lat):
    """Even-odd rule over all rings: holes and islands come out right."""
    inside = False
    for ring in feature_rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            if (y1 > lat) != (y2 > lat):
                if lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                    inside = not inside
    return inside


def distance(feature_rings, lon, lat):
    """Squared degrees to the nearest vertex, east-west shrunk."""
    return min(((x - lon) * 0.6) ** 2 + (y - lat) ** 2
               for ring in feature_rings for x, y in ring)


class Areas:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            features = json.load(file)["features"]
        self.areas = []
        for feature in features:
            properties = feature["properties"]
            all_rings = rings(feature["geometry"])
            xs = [x for ring in all_rings for x, _ in ring]
            ys = [y for ring in all_rings for _, y in ring]
            box = (min(xs), min(ys), max(xs), max(ys))
            self.areas.append(
                (properties["AREACD"], properties["AREANM"], all_rings, box))

    def at(self, lon, lat):
        for code, name, all_rings, (x1, y1, x2, y2) in self.areas:
            if x1 <= lon <= x2 and y1 <= lat <= y2:
                if contains(all_rings, lon, lat):
                    return code, name
        return None

    def nearest(self, lon, lat):
        found = self.at(lon, lat)
        if found:
            return found
        best = min(self.areas, key=lambda area: distance(area[2], lon, lat))
        return best[0], best[1]


def order(text):
    return hashlib.sha256(text.encode()).hexdigest()


def read(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def main():
    geo = os.path.join(sys.argv[1], "geo")
    register = read(os.path.join(geo, "england_upper_tier_authorities.csv"))
    lookup = read(os.path.join(geo, "ltla23_to_utla23_lookup.csv"))
    authorities = Areas(
        os.path.join(geo, "ctyua_dec2024_england_buc.geojson"))
    boards = Areas(os.path.join(geo, "icb_apr2023_england_bsc.geojson"))

    districts = {}
    for row in lookup:
        districts.setdefault(row["UTLA23CD"], []).append(row["LTLA23NM"])
    upper_tier_of = {row["LTLA23NM"]: row["UTLA23CD"] for row in lookup}
    upper_tier_of.update({row["UTLA23NM"]: row["UTLA23CD"] for row in lookup})

    candidates = {}
    for row in read(os.path.join(
            geo, "postcodes_england_os_opennames_partial.csv.gz")):
        lon, lat = float(row["lon"]), float(row["lat"])
        # The name of the district decides; the boundary, where it is absent.
        # OS writes "City of Bristol", ONS "Bristol, City of".
        gss = upper_tier_of.get(row["district"])
        if gss is None:
            found = authorities.at(lon, lat)
            gss = found[0] if found else None
        if gss:
            candidates.setdefault(gss, []).append(
                (row["postcode"], lat, lon, row["district"]))
    outcodes = {}
    for row in read(os.path.join(geo, "uk_outcodes_centroids.csv")):
        if row["country"] != "ENG" or not row["latitude"]:
            continue
        lat, lon = float(row["latitude"]), float(row["longitude"])
        found = authorities.at(lon, lat)
        if found:
            outcodes.setdefault(found[0], []).append((row["postcode"], lat, lon))

    with open(os.path.join(HERE, "areas.csv"), "w", newline="",
              encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["gss", "title", "latitude", "longitude", "population",
                      "icb_code", "icb", "outcodes", "districts"])
        for row in register:
            gss = row["gss_code"]
            lat, lon = float(row["lat"]), float(row["long"])
            icb_code, icb = boards.nearest(lon, lat)
            own = sorted({c[0].split()[0] for c in candidates.get(gss, [])} |
                         {o[0] for o in outcodes.get(gss, [])}, key=order)
            out.writerow([
                gss, row["name"], f"{lat:.4f}", f"{lon:.4f}",
                int(float(row["pop_2020"])), icb_code, icb,
                ";".join(sorted(own[:MOST_OUTCODES])),
                ";".join(d for d in districts.get(gss, [])
                         if d != row["name"])])

    with open(os.path.join(HERE, "places.csv"), "w", newline="",
              encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["gss", "postcode", "latitude", "longitude", "district"])
        for row in register:
            gss = row["gss_code"]
            chosen = sorted(candidates.get(gss, []),
                            key=lambda c: order(c[0]))[:MOST_POSTCODES]
            if not chosen:
                chosen = [(o, lat, lon, row["name"])
                          for o, lat, lon in outcodes.get(gss, [])]
            if not chosen:
                # No outcode has its centroid here, as in the City of London:
                # the nearest one, which reaches into it.
                chosen = [nearest_outcode(outcodes, row)]
            for postcode, lat, lon, district in sorted(chosen):
                out.writerow([gss, postcode, f"{lat:.5f}", f"{lon:.5f}",
                              district])


def nearest_outcode(outcodes, row):
    lat, lon = float(row["lat"]), float(row["long"])
    every = [o for group in outcodes.values() for o in group]
    code, y, x = min(every, key=lambda o: (o[1] - lat) ** 2 +
                     ((o[2] - lon) * 0.6) ** 2)
    return code, y, x, row["name"]


if __name__ == "__main__":
    main()
