"""Writes all frames of a folder as JPEG: quality 95, with the standard Huffman tables.

Needs Python 3 with OpenCV: on Debian the package python3-opencv.
"""

import argparse
from pathlib import Path

import cv2


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("frames", type=Path, help="folder of the frames")
    parser.add_argument("output", type=Path, help="folder that the JPEG frames go to")
    args = parser.parse_args()

    for path in sorted(args.frames.iterdir()):
        target = args.output / f"{path.stem}.jpg"
        if not cv2.imwrite(str(target), cv2.imread(str(path)), [cv2.IMWRITE_JPEG_QUALITY, 95]):
            raise OSError(f"{target} could not be written.")


if __name__ == "__main__":
    main()
