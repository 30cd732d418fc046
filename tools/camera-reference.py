#!/usr/bin/env python3
"""Computes with OpenCV the numbers that src/core/draw/camera.test.ts compares the camera with.

Needs Python 3 with opencv and numpy. Run it from anywhere:

    python3 tools/camera-reference.py

It writes src/core/draw/camera-reference.json: seeded calibrations (in the form of a recording's
calibration file) with their rotation matrices by cv2.Rodrigues, and targets with their four corners
by cv2.projectPoints, before truncation. As in `projection: reference`, y is not flipped:
x = -d*tan(angle), y = d*tan(angle), z = d. The order of the corners is left-top, left-bottom,
right-top, right-bottom.
"""

import json
import math
from pathlib import Path

import cv2
import numpy as np

OUT = Path(__file__).resolve().parent.parent / "src" / "core" / "draw" / "camera-reference.json"
CASE_COUNT = 60
SEED = 20251027

random = np.random.default_rng(SEED)

ZERO = [0.0, 0.0, 0.0, 0.0, 0.0]
# k1, k2, p1, p2, k3
DISTORTIONS = [
    ("none", ZERO),
    ("barrel", [-0.32, 0.11, 0.0011, -0.0007, -0.018]),
    ("pincushion", [0.24, 0.18, -0.002, 0.0015, 0.06]),
    ("strong", [-0.45, 0.28, 0.012, -0.017, -0.09]),
    ("tangential only", [0.0, 0.0, 0.03, -0.04, 0.0]),
]
ROTATIONS = [
    ("none", lambda: [0.0, 0.0, 0.0]),
    ("about x", lambda: [random.uniform(-0.4, 0.4), 0.0, 0.0]),
    ("about y", lambda: [0.0, random.uniform(-0.4, 0.4), 0.0]),
    ("about z", lambda: [0.0, 0.0, random.uniform(-1.5, 1.5)]),
    ("about all", lambda: list(random.uniform(-0.35, 0.35, 3))),
    ("tiny", lambda: list(random.uniform(-1e-9, 1e-9, 3))),
    ("near pi about z", lambda: near_pi([*random.uniform(-0.05, 0.05, 2), 1.0])),
    ("near pi about any axis", lambda: near_pi(random.normal(size=3))),
]
# Middle of the target, in degrees: positive is left, positive is up.
DIRECTIONS = [
    ("ahead", 0.0, 0.0),
    ("left", 12.0, 0.0),
    ("right", -12.0, 0.0),
    ("up", 0.0, 7.0),
    ("down", 0.0, -7.0),
    ("left and up", 15.0, 6.0),
    ("right and down", -15.0, -6.0),
]


def near_pi(axis):
    """A rotation of nearly 180 degrees. Unless the axis is z, it puts targets behind the camera."""
    axis = np.array(axis) / np.linalg.norm(axis)
    return list(axis * (math.pi - random.uniform(1e-9, 1e-3)))


def make_case(index):
    distortion_name, distortion = DISTORTIONS[index % len(DISTORTIONS)]
    rotation_name, make_rotation = ROTATIONS[index % len(ROTATIONS)]
    direction_name, middle_left, middle_up = DIRECTIONS[index * 3 % len(DIRECTIONS)]
    width, height = [(1920, 1080), (1280, 720), (1164, 874)][index % 3]
    focal = width * random.uniform(0.6, 1.2)
    calibration = {
        "image_width": width,
        "image_height": height,
        "camera_matrix": [
            [focal, 0.0, width / 2 + random.uniform(-20, 20)],
            [0.0, focal * random.uniform(0.97, 1.03), height / 2 + random.uniform(-20, 20)],
            [0.0, 0.0, 1.0],
        ],
        "distortion_coefficients": distortion,
        "rotation_vector": make_rotation(),
        "translation_vector": [0.0, 0.0, 0.0]
        if index % 4 == 0
        else [random.uniform(-1.5, 1.5), random.uniform(-2, 2), random.uniform(-1, 3)],
    }
    half_width, half_height = random.uniform(0.5, 6), random.uniform(0.5, 5)
    target = {
        "id": index,
        "type": "car",
        "distance_m": random.uniform(5, 90),
        "angle_left": middle_left + half_width,
        "angle_right": middle_left - half_width,
        "angle_top": middle_up + half_height,
        "angle_bottom": middle_up - half_height,
    }
    return (
        f"{index}: distortion {distortion_name}, rotation {rotation_name}, target {direction_name}",
        calibration,
        target,
    )


def project(calibration, target):
    d = target["distance_m"]
    points = np.array(
        [
            [-d * math.tan(math.radians(x)), d * math.tan(math.radians(y)), d]
            for x in (target["angle_left"], target["angle_right"])
            for y in (target["angle_top"], target["angle_bottom"])
        ],
        dtype=np.float64,
    )
    rotation = np.array(calibration["rotation_vector"], dtype=np.float64)
    corners, _ = cv2.projectPoints(
        points,
        rotation,
        np.array(calibration["translation_vector"], dtype=np.float64),
        np.array(calibration["camera_matrix"], dtype=np.float64),
        np.array(calibration["distortion_coefficients"], dtype=np.float64),
    )
    matrix, _ = cv2.Rodrigues(rotation)
    return matrix.reshape(9).tolist(), corners.reshape(-1, 2).tolist()


def plain(value):
    """Converts numpy's numbers to Python's."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.item() if isinstance(value, np.generic) else value


def main():
    cases = []
    while len(cases) < CASE_COUNT:
        name, calibration, target = make_case(len(cases))
        matrix, corners = project(calibration, target)
        values = [value for corner in corners for value in corner]
        # So close to a whole number, truncation would depend on the last bit. And numbers this
        # large have a precision worse than a hundredth of a pixel.
        if any(abs(value - round(value)) < 1e-6 or abs(value) > 1e5 for value in values):
            continue
        cases.append(
            plain(
                {
                    "name": name,
                    "calibration": calibration,
                    "target": target,
                    "rotation_matrix": matrix,
                    "corners": corners,
                }
            )
        )
    reference = {
        "made_by": f"tools/camera-reference.py, cv2 {cv2.__version__}, seed {SEED}",
        "cv2_version": cv2.__version__,
        "cases": cases,
    }
    head = json.dumps({**reference, "cases": []}, indent=2).removesuffix("[]\n}")
    lines = ",\n".join("    " + json.dumps(case) for case in cases)
    OUT.write_text(f"{head}[\n{lines}\n  ]\n}}\n", encoding="utf-8")
    values = [value for case in cases for corner in case["corners"] for value in corner]
    print(f"{len(cases)} cases, corners from {min(values):.1f} to {max(values):.1f} px: {OUT.name}")


if __name__ == "__main__":
    main()
