import { boundsOfRects } from '../../index.ts'
import type { Rect } from '../../index.ts'
import type { Axis } from './snap-lines.ts'

export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom'

const ALIGNED: Readonly<Record<Alignment, { axis: Axis; share: number }>> = {
  left: { axis: 'x', share: 0 },
  center: { axis: 'x', share: 0.5 },
  right: { axis: 'x', share: 1 },
  top: { axis: 'y', share: 0 },
  middle: { axis: 'y', share: 0.5 },
  bottom: { axis: 'y', share: 1 },
}

/** Puts the same edge, or the middle, of all boxes on the one of the box around them. */
export function alignBoxes(boxes: readonly Rect[], alignment: Alignment): Rect[] {
  const bounds = boundsOfRects(boxes)
  if (!bounds) return []
  const { axis, share } = ALIGNED[alignment]
  const side = sideOf(axis)
  const line = bounds[axis] + share * bounds[side]
  return boxes.map((box) => ({ ...box, [axis]: line - share * box[side] }))
}

/** Makes the gaps between boxes equal. The first and the last one stay. The order stays. */
export function distributeBoxes(boxes: readonly Rect[], axis: Axis): Rect[] {
  const side = sideOf(axis)
  const sorted = boxes
    .map((box, index) => ({ box, index }))
    .sort((a, b) => a.box[axis] + a.box[side] / 2 - (b.box[axis] + b.box[side] / 2))
  const [first, last] = [sorted[0]?.box, sorted.at(-1)?.box]
  if (!first || !last || boxes.length < 3) return [...boxes]
  const lengthPx = last[axis] + last[side] - first[axis]
  const filledPx = boxes.reduce((sum, box) => sum + box[side], 0)
  const gapPx = (lengthPx - filledPx) / (boxes.length - 1)
  const arranged = [...boxes]
  let place = first[axis]
  for (const { box, index } of sorted) {
    arranged[index] = { ...box, [axis]: place }
    place += box[side] + gapPx
  }
  return arranged
}

function sideOf(axis: Axis): 'width' | 'height' {
  return axis === 'x' ? 'width' : 'height'
}
