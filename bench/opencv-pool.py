"""Draws an overlay on all frames of a folder with a pool of processes, and prints the frames/s.

Needs Python 3 with OpenCV: on Debian the package python3-opencv.
"""

import argparse
import json
import multiprocessing
import time
from pathlib import Path

import cv2

from opencv_drawing import draw_steps


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("drawing", type=Path, help="what to draw: a JSON list of steps")
    parser.add_argument("frames", type=Path, help="folder of the frames")
    parser.add_argument("output", type=Path, help="folder that the drawn frames go to")
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
    """One thread per process: more threads of OpenCV would only compete with the other processes."""
    global drawing
    drawing = steps
    cv2.setNumThreads(1)


def draw_frame(job):
    source, target = job
    frame = cv2.imread(source)
    draw_steps(frame, drawing)
    options = [cv2.IMWRITE_JPEG_QUALITY, 95] if target.endswith(".jpg") else []
    if not cv2.imwrite(target, frame, options):
        raise OSError(f"{target} could not be written.")


if __name__ == "__main__":
    main()
