"""Draws an overlay on all frames of a folder with a pool of processes, and prints the frames/s.

Needs Python 3 with OpenCV: on Debian the package python3-opencv.
"""

import argparse
import json
import multiprocessing
import time
from pathlib import Path

import cv2
import numpy as np

# Hershey Simplex at scale 0.8 is about as large as a font of 24 px.
SCALE_PER_PX = 0.8 / 24


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("frames", type=Path, help="folder of the frames")
    parser.add_argument("output", type=Path, help="folder that the drawn frames go to")
    parser.add_argument("drawing", type=Path, help="what to draw: a JSON list of steps")
    parser.add_argument("workers", type=int, help="number of processes")
    args = parser.parse_args()

    steps = json.loads(args.drawing.read_text())
    jobs = [(str(path), str(args.output / path.name)) for path in sorted(args.frames.iterdir())]
    start = time.perf_counter()
    with multiprocessing.Pool(args.workers, start_worker, [steps]) as pool:
        for _ in pool.imap_unordered(draw_frame, jobs, chunksize=4):
            pass
    print(len(jobs) / (time.perf_counter() - start))


def start_worker(steps):
    """The processes are the parallelism: threads of OpenCV's own would only get in their way."""
    global drawing
    drawing = steps
    cv2.setNumThreads(1)


def draw_frame(job):
    source, target = job
    frame = cv2.imread(source)
    for step in drawing:
        DRAW[step["kind"]](frame, step)
    options = [cv2.IMWRITE_JPEG_QUALITY, 95] if target.endswith(".jpg") else []
    if not cv2.imwrite(target, frame, options):
        raise OSError(f"{target} could not be written.")


def draw_fill(frame, step):
    (left, top), (right, bottom) = corners(step)
    part = frame[top:bottom, left:right]
    color = np.full_like(part, bgr(step["color"]))
    part[:] = cv2.addWeighted(part, 1 - step["alpha"], color, step["alpha"], 0)


def draw_stroke(frame, step):
    thickness = round(step["thicknessPx"])
    cv2.rectangle(frame, *corners(step), bgr(step["color"]), thickness)


def draw_text(frame, step):
    strokes = [(step["color"], 1)]
    if step["outline"]:
        strokes.insert(0, (step["outline"]["color"], round(step["outline"]["thicknessPx"])))
    at = (round(step["x"]), round(step["y"]))
    scale = step["sizePx"] * SCALE_PER_PX
    for color, thickness in strokes:
        font = cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(frame, step["text"], at, font, scale, bgr(color), thickness, cv2.LINE_AA)


def corners(step):
    left, top = round(step["x"]), round(step["y"])
    return (left, top), (left + round(step["width"]), top + round(step["height"]))


def bgr(color):
    """#rrggbb, as OpenCV has it."""
    return tuple(int(color[at : at + 2], 16) for at in (5, 3, 1))


DRAW = {"fill": draw_fill, "stroke": draw_stroke, "text": draw_text}

if __name__ == "__main__":
    main()
