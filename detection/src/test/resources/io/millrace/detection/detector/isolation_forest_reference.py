"""Writes isolation-forest-reference.csv: points, and what scikit-learn's isolation forest says of them.

    python3 isolation_forest_reference.py > isolation-forest-reference.csv

Two clusters, a ring and scattered outliers in four dimensions. The score is the mean over 25 seeds, so that the file holds what the
algorithm says rather than what one seed says; the last two columns are those of two single seeds, to see how far seeds lie apart.
"""
import numpy as np
import sklearn
from sklearn.ensemble import IsolationForest

random = np.random.RandomState(7)
angle = random.uniform(0, 2 * np.pi, 120)
points = np.vstack([
    random.normal(0, 0.5, (160, 4)),
    random.normal(3, 0.3, (80, 4)) * [1, 1, 0.5, 2],
    np.column_stack([4 * np.cos(angle), 4 * np.sin(angle), random.normal(0, 0.2, 120), random.normal(0, 1, 120)]),
    random.uniform(-8, 8, (40, 4)),
]).astype(np.float32)


def scores(seed):
    forest = IsolationForest(n_estimators=100, max_samples=256, contamination=0.1, random_state=seed).fit(points)
    return -forest.score_samples(points)


mean = np.mean([scores(seed) for seed in range(25)], axis=0)
print(f"# scikit-learn {sklearn.__version__}: x0..x3, mean score of seeds 0..24, score of seed 0, score of seed 1")
for point, columns in zip(points, zip(mean, scores(0), scores(1))):
    print(",".join([f"{value:.6g}" for value in point] + [f"{value:.6f}" for value in columns]))
