"""Writes hand_checked_cases.json beside itself: the definitions of the metrics, written down a second time as plainly as
possible (quadratic loops, sums over every row, integrals by a fine midpoint rule), so that the Java code is compared with
something that shares no line and no trick with it. Standard library alone: python3 hand_checked_cases.py"""
import json
import math
import pathlib


def runs(flags):
    found, start = [], None
    for i, flag in enumerate(list(flags) + [0]):
        if flag and start is None:
            start = i
        if not flag and start is not None:
            found.append((start, i - 1))
            start = None
    return found


def harmonic(p, r):
    return 2 * p * r / (p + r) if p + r > 0 else 0.0


def point(pred, y):
    tp = sum(1 for a, b in zip(pred, y) if a and b)
    return (tp / sum(pred) if sum(pred) else 0.0), tp / sum(y)


def adjusted(pred, y):
    out = list(pred)
    for a, b in runs(y):
        if any(pred[a:b + 1]):
            for i in range(max(a, 1), b + 1):
                out[i] = 1
    return point(out, y)


def event(pred, y):
    hit = [any(pred[a:b + 1]) for a, b in runs(y)]
    return point(pred, y)[0], sum(hit) / len(hit)


def ranges(pred, y):
    def reward(mine, other, alpha):
        total = 0
        for a, b in mine:
            rows = set(range(a, b + 1))
            touching = [set(range(c, d + 1)) for c, d in other if rows & set(range(c, d + 1))]
            if touching:
                total += alpha + (1 - alpha) * sum(len(rows & t) for t in touching) / len(rows) / len(touching)
        return total / len(mine) if mine else 0.0
    return reward(runs(pred), runs(y), 0), reward(runs(y), runs(pred), 0.2)


def affiliation(pred, y, per_row=1024):
    n, js = len(y), [(a, b + 1) for a, b in runs(y)]
    ps = [(a, b + 1) for a, b in runs(pred)]
    precision, recall = [], []
    for k, (j0, j1) in enumerate(js):
        e0 = 0 if k == 0 else (js[k - 1][1] + j0) / 2
        e1 = n if k == len(js) - 1 else (j1 + js[k + 1][0]) / 2
        inside = [(max(a, e0), min(b, e1)) for a, b in ps if min(b, e1) > max(a, e0)]

        def tail(low, high):  # share of the zone outside [low, high]
            return 1 - (min(high, e1) - max(low, e0)) / (e1 - e0)

        if inside:
            total = length = 0
            for a, b in inside:
                h = 1 / per_row  # borders lie on halves of rows, so no step straddles one
                for s in range(round((b - a) * per_row)):
                    x = a + (s + .5) * h
                    d = max(j0 - x, x - j1, 0)
                    total += h * (1 if d == 0 else tail(j0 - d, j1 + d))
                length += b - a
            precision.append(total / length)
        total, h = 0, 1 / per_row
        for s in range((j1 - j0) * per_row if inside else 0):
            t = j0 + (s + .5) * h
            d = min(max(a - t, t - b, 0) for a, b in inside)
            total += h * (1 if d == 0 else tail(t - d, t + d))
        recall.append(total / (j1 - j0))
    return (sum(precision) / len(precision) if precision else 0.0), sum(recall) / len(recall)


def soft(y, w):
    out = [float(v) for v in y]
    for a, b in runs(y):
        for d in range(1, w // 2 + 1):
            for i in (a - d, b + d):
                if 0 <= i < len(y):
                    out[i] += math.sqrt(1 - d / w)
    return [min(1, v) for v in out]


def zones(y, w):
    near = [0] * len(y)
    for a, b in runs(y):
        for i in range(max(0, a - w // 2), min(len(y), b + w // 2 + 1)):
            near[i] = 1
    merged = []
    for a, b in runs(near):  # borders that lie side by side without sharing a row stay two zones
        cut = a
        events = [e for e in runs(y) if a <= e[0] <= b]
        for (_, end), (start, _) in zip(events, events[1:]):
            if end + w // 2 < start - w // 2:
                merged.append((cut, end + w // 2))
                cut = start - w // 2
        merged.append((cut, b))
    return merged


def volumes(score, y, top):
    n, order, roc, pr = len(y), sorted(score, reverse=True), 0, 0
    cuts = [order[n - 1 if k == 249 else int(k * ((n - 1) / 249))] for k in range(250)]
    for w in range(top + 1):
        label, places = soft(y, w), zones(y, w)
        t0 = f0 = 0
        for cut in cuts:
            pred = [s >= cut for s in score]
            tp = sum(v for v, p in zip(label, pred) if p)
            border = tp - sum(1 for v, p in zip(y, pred) if p and v)
            p_new = sum(y) + border / 2
            hit = sum(any(pred[a:b + 1]) for a, b in places) / len(places)
            t, f = min(tp / p_new, 1) * hit, (sum(pred) - tp) / (n - p_new)
            roc += (f - f0) * (t + t0) / 2
            pr += (t - t0) * tp / sum(pred)
            t0, f0 = t, f
        roc += (1 - f0) * (1 + t0) / 2
    return roc / (top + 1), pr / (top + 1)


def auc_roc(score, y):
    pairs = [(a > b) + (a == b) / 2 for a, u in zip(score, y) for b, v in zip(score, y) if u and not v]
    return sum(pairs) / len(pairs)


def auc_pr(score, y):
    area = r0 = 0
    for cut in sorted(set(score), reverse=True):
        p, r = point([s >= cut for s in score], y)
        area, r0 = area + (r - r0) * p, r
    return area


def best(score, y, metric):
    low, high = min(score), max(score)
    cuts = [high if k == 99 else k * ((high - low) / 99) + low for k in range(100)]
    return max(harmonic(*metric([int(s > c) for s in score], y)) for c in cuts)


def standard(score, y):
    found = []
    for cut in set(score):
        p, r = point([int(s >= cut) for s in score], y)
        found.append(2 * p * r / (p + r + 1e-5))
    return max(found)


CASES = [
    ("perfect: the event alone scores 1",
     [0, 0, 0, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 0, 0, 0], 0, 0.5),
    ("half found: AUC-PR = 1/2 * 1 + 1/2 * 2/3, AUC-ROC = 7/8, F1 = 2/3",
     [0, 1, 1, 0, 0, 0], [.1, .9, .4, .5, .2, .3], 2, 0.6),
    ("worst: the event scores lowest; AUC-ROC = 0, AUC-PR = 2/4 * 1/2 + 1/3 * 1/2",
     [0, 0, 1, 1], [.9, .8, .1, .2], 1, 0.5),
    ("all scores equal: chance; AUC-ROC = 1/2, AUC-PR = 1/4, no threshold predicts anything",
     [0, 0, 1, 0], [.5, .5, .5, .5], 1, 0.5),
    ("event from row 0, first hit in row 1: the point adjustment leaves row 0 out, PA-F1 = 4/5",
     [1, 1, 1, 0, 0], [.2, .9, .3, .1, .1], 1, 0.5),
    ("two events, one found late, one missed, one false alarm",
     [0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0],
     [.1, .2, .1, .3, .8, .9, .7, .1, .2, .1, .3, .2, .25, .1, .85, .15], 4, 0.5),
    ("one event in three pieces: the cardinality factor is 1/3",
     [0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0], 6, 0.5),
    ("one prediction across two events whose borders meet",
     [0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], [.1, .2, .3, .9, .9, .8, .9, .9, .2, .1, .2, .1, .3, .1], 8, 0.5),
]


def values():
    for name, y, score, top, cut in CASES:
        pred = [int(s > cut) for s in score]
        roc, pr = volumes(score, y, top)
        yield {
            "name": name, "slidingWindow": top, "labels": y, "scores": score,
            "expected": {
                "AUC-ROC": auc_roc(score, y), "AUC-PR": auc_pr(score, y), "VUS-ROC": roc, "VUS-PR": pr,
                "Standard-F1": standard(score, y), "PA-F1": best(score, y, adjusted),
                "Event-based-F1": best(score, y, event), "R-based-F1": best(score, y, ranges),
                "Affiliation-F": best(score, y, affiliation)},
            "predictionThreshold": cut,
            "expectedForPrediction": {
                "Standard-F1": harmonic(*point(pred, y)), "PA-F1": harmonic(*adjusted(pred, y)),
                "Event-based-F1": harmonic(*event(pred, y)), "R-based-F1": harmonic(*ranges(pred, y)),
                "Affiliation-F": harmonic(*affiliation(pred, y))}}


if __name__ == "__main__":
    target = pathlib.Path(__file__).with_suffix(".json")
    lines = [json.dumps(case) for case in values()]
    target.write_text("[\n" + ",\n".join(lines) + "\n]\n")
