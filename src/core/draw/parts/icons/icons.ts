import { pointOnCircle } from '../../shapes.ts'
import type { Point } from '../../surface.ts'

/** A sign of a quantity, on a ground of 24 × 24. */
export interface Icon {
  /** Of {@link STROKE} thickness. */
  lines: readonly (readonly Point[])[]
  fills: readonly (readonly Point[])[]
}

export const GRID = 24
export const STROKE = 2

/** Two degrees less or more are not seen at the size of a letter. */
const ARC_STEP_DEG = 9

/** Points of x, y, x, y … */
function line(...numbers: readonly number[]): Point[] {
  return Array.from({ length: numbers.length / 2 }, (_, index) => ({
    x: numbers[2 * index] as number,
    y: numbers[2 * index + 1] as number,
  }))
}

/** Angles are clockwise from the right; `toDeg` below `fromDeg` goes the other way round. */
function arc(x: number, y: number, radius: number, fromDeg: number, toDeg: number): Point[] {
  const count = Math.ceil(Math.abs(toDeg - fromDeg) / ARC_STEP_DEG)
  return Array.from({ length: count + 1 }, (_, index) => {
    const angleDeg = fromDeg + ((toDeg - fromDeg) * index) / count
    return pointOnCircle({ x, y }, radius, (angleDeg * Math.PI) / 180)
  })
}

function circle(x: number, y: number, radius: number): Point[] {
  return arc(x, y, radius, 0, 360)
}

function closed(points: readonly Point[]): Point[] {
  return [...points, ...points.slice(0, 1)]
}

/** The curve of a heart: x = 16 sin³ t, y = 13 cos t − 5 cos 2t − 2 cos 3t − cos 4t. */
function heart(): Point[] {
  return Array.from({ length: 60 }, (_, index) => {
    const t = (2 * Math.PI * index) / 60
    const up = 13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t)
    return { x: 12 + 10 * Math.sin(t) ** 3, y: 11 - 0.63 * up }
  })
}

/** The crests of water, at a height. */
function wave(y: number): Point[] {
  return Array.from({ length: 25 }, (_, index) => ({
    x: 2 + (20 * index) / 24,
    y: y - 1.4 * Math.sin((index / 24) * 4 * Math.PI),
  }))
}

export const ICONS = {
  speed: {
    lines: [arc(12, 14, 9.5, 160, 380), line(12, 14, 16.6, 8.4)],
    fills: [circle(12, 14, 2.1)],
  },
  heart: { lines: [], fills: [heart()] },
  temperature: {
    lines: [
      closed([...arc(12, 4.6, 2.6, 180, 360), ...arc(12, 17.4, 4.4, -54, 234)]),
      line(12, 17, 12, 9),
    ],
    fills: [circle(12, 17.4, 2.2)],
  },
  battery: {
    lines: [
      closed([
        ...arc(4, 9, 2, 180, 270),
        ...arc(17, 9, 2, 270, 360),
        ...arc(17, 15, 2, 0, 90),
        ...arc(4, 15, 2, 90, 180),
      ]),
      line(22, 10.5, 22, 13.5),
    ],
    fills: [line(5, 10, 13, 10, 13, 14, 5, 14)],
  },
  altitude: {
    lines: [closed(line(2, 19.5, 9, 6, 13.2, 13.6, 15.6, 10, 22, 19.5))],
    fills: [line(9, 6, 11.4, 10.4, 9.6, 11.9, 8.4, 10.6, 6.7, 10.5)],
  },
  power: {
    lines: [],
    fills: [line(13.5, 1.5, 4.5, 13.8, 11, 13.8, 9.8, 22.5, 19.5, 9.6, 13, 9.6)],
  },
  time: { lines: [circle(12, 12, 9.5), line(12, 6.5, 12, 12, 15.8, 14.4)], fills: [] },
  heading: { lines: [], fills: [line(12, 2, 19.5, 21, 12, 16.8, 4.5, 21)] },
  distance: {
    lines: [
      line(2.5, 12, 21.5, 12),
      line(6.5, 8, 2.5, 12, 6.5, 16),
      line(17.5, 8, 21.5, 12, 17.5, 16),
    ],
    fills: [],
  },
  cadence: {
    lines: [arc(12, 12, 8.5, -50, 225), line(18, 1.6, 17.5, 5.6, 21.6, 6.4)],
    fills: [circle(12, 12, 2.4)],
  },
  depth: {
    lines: [wave(4), line(12, 8.5, 12, 21), line(7.4, 16.4, 12, 21, 16.6, 16.4)],
    fills: [],
  },
  wind: {
    lines: [
      [...line(2, 8.5), ...arc(12.6, 5.7, 2.8, 90, -170)],
      [...line(2, 13), ...arc(17.8, 9.6, 3.4, 90, -170)],
      [...line(2, 17.5), ...arc(13.4, 20.1, 2.6, -90, 150)],
    ],
    fills: [],
  },
  place: {
    lines: [closed([...arc(12, 9.8, 7.4, 155, 385), ...line(12, 22)])],
    fills: [circle(12, 9.8, 2.5)],
  },
  gear: {
    lines: [line(5, 4, 5, 20), line(12, 4, 12, 20), line(19, 4, 19, 12, 5, 12)],
    fills: [
      circle(5, 4, 2),
      circle(12, 4, 2),
      circle(19, 4, 2),
      circle(5, 20, 2),
      circle(12, 20, 2),
    ],
  },
} as const satisfies Record<string, Icon>

export type IconName = keyof typeof ICONS
export const ICON_NAMES = Object.keys(ICONS) as IconName[]
