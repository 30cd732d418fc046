"""Draws an overlay on all frames of a video, one after another, and prints the frames/s.

Needs Python 3 with OpenCV: on Debian the package python3-opencv.
"""

import argparse
import json
import time
from pathlib import Path

import cv2

from opencv_drawing import draw_steps


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("drawing", type=Path, help="what to draw: a JSON list of steps")
    parser.add_argument("video")
    parser.add_argument("output", help="the video that is written, H.264 in MP4")
    args = parser.parse_args()

    steps = json.loads(args.drawing.read_text())
    start = time.perf_counter()
    reader = cv2.VideoCapture(args.video)
    size = [int(reader.get(each)) for each in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)]
    codec = cv2.VideoWriter_fourcc(*"avc1")
    writer = cv2.VideoWriter(args.output, codec, reader.get(cv2.CAP_PROP_FPS), size)
    if not writer.isOpened():
        raise OSError("This OpenCV cannot write H.264.")
    count = 0
    while True:
        is_read, frame = reader.read()
        if not is_read:
            break
        draw_steps(frame, steps)
        writer.write(frame)
        count += 1
    writer.release()
    print(count / (time.perf_counter() - start))


if __name__ == "__main__":
    main()
