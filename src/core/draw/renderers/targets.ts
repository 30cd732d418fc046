import { projectTarget } from '../camera.ts'
import type { Calibration, PixelBox, TargetEdges } from '../camera.ts'
import { isRecord } from '../../plain-object.ts'
import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import type { Rect, Surface } from '../surface.ts'
import { dataLine } from './data-line.ts'
import { defineRenderer } from './renderer.ts'
import { drawTextBox, textBoxFont, textBoxSpecs } from './text-box.ts'

const specs = {
  projection: {
    kind: 'choice',
    choices: ['camera', 'reference'],
    default: 'camera',
    label: 'Projection',
    help: 'camera: boxes are upright and end at the frame. reference: as in the earlier Python tool.',
  },
  bounds: {
    kind: 'choice',
    choices: ['distance', 'angle'],
    default: 'distance',
    label: 'Edges given as',
  },
  boxColor: { kind: 'color', default: 'lime', label: 'Box colour' },
  boxThickness: {
    kind: 'number',
    default: 2,
    min: 1,
    max: 100,
    unit: 'px',
    label: 'Box thickness',
  },
  showTimestamp: { kind: 'boolean', default: true, label: 'Times of record and frame' },
  ...textBoxSpecs,
} as const satisfies OptionSpecs

type TargetsOptions = OptionValues<typeof specs>

/** A dark stroke around labels, for contrast in any box colour. `share` is of the font's size. */
const LABEL_OUTLINE = { color: '#141414', share: 1 / 8 }

interface Target extends TargetEdges {
  id: string
  type: string
}

/** Boxes around the targets of a record, and a list of them. */
export const targets = defineRenderer({
  label: 'Targets',
  needsSensor: true,
  needsCalibration: true,
  needsFields: ['targets'],
  specs,
  notes: {
    // Their distance or an angle is missing, or they are behind the camera.
    skippedTargetCount: { label: 'Targets left out' },
  },
  place: { position: { x: 10, y: 'height - 10', anchor: 'bottom_left' }, fontShare: 0.75 },
  fit({ fields }) {
    const hasTargets = fields.some(({ name, type }) => name === 'targets' && type === 'array')
    return hasTargets ? { score: 1, options: {} } : null
  },
  draw(surface, { sample, calibration, options }) {
    const found = sample?.record.targets
    if (!sample || !calibration || !Array.isArray(found)) {
      drawTextBox(surface, ['Targets: N/A'], options)
      return { skippedTargetCount: 0 }
    }
    const drawn: Target[] = []
    for (const entry of found as unknown[]) {
      const target = readTarget(entry)
      const box = target && boxOf(target, calibration, options.projection, surface.scale)
      if (!target || !box) continue
      drawn.push(target)
      drawBox(surface, box, `ID:${target.id}`, options)
    }
    if (drawn.length > 0) {
      const lines = [
        `Targets: ${drawn.length}`,
        ...drawn.map((target) => targetLine(target, options.bounds)),
      ]
      if (options.showTimestamp) lines.push(dataLine(sample))
      drawTextBox(surface, lines, options)
    }
    return { skippedTargetCount: found.length - drawn.length }
  },
})

/** Reads a target of a record; null if an angle is missing, or the distance is not above 0. */
export function readTarget(entry: unknown): Target | null {
  if (!isRecord(entry)) return null
  const number = (key: string): number => {
    const value = entry[key]
    return typeof value === 'number' ? value : NaN
  }
  const target = {
    id: text(entry.id),
    type: text(entry.type),
    distanceM: number('distance_m'),
    angleLeftDeg: number('angle_left'),
    angleRightDeg: number('angle_right'),
    angleTopDeg: number('angle_top'),
    angleBottomDeg: number('angle_bottom'),
  }
  const edges = [
    target.distanceM,
    target.angleLeftDeg,
    target.angleRightDeg,
    target.angleTopDeg,
    target.angleBottomDeg,
  ]
  return target.distanceM > 0 && edges.every(Number.isFinite) ? target : null
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '?'
}

/** `  ID:3 car D:31.5m XL:2.5 XR:0.7 YT:0.4 YB:-1.1`: metres left and up of the axis, or degrees. */
export function targetLine(target: Target, bounds: TargetsOptions['bounds']): string {
  const { angleLeftDeg, angleRightDeg, angleTopDeg, angleBottomDeg, distanceM } = target
  const angles = [angleLeftDeg, angleRightDeg, angleTopDeg, angleBottomDeg]
  const edge = (name: string, index: number): string => {
    const angleDeg = angles[index] as number
    return bounds === 'angle'
      ? `A${name.slice(1)}:${angleDeg.toFixed(1)}deg`
      : `${name}:${(distanceM * Math.tan((angleDeg * Math.PI) / 180)).toFixed(1)}`
  }
  const edges = ['XL', 'XR', 'YT', 'YB'].map(edge).join(' ')
  return `  ID:${target.id} ${target.type} D:${distanceM.toFixed(1)}m ${edges}`
}

function drawBox(surface: Surface, box: PixelBox, label: string, options: TargetsOptions): void {
  const rect = options.projection === 'camera' ? clip(box, surface) : toRect(box)
  if (!rect) return
  surface.strokeRect(rect, options.boxColor, options.boxThickness)
  const baselineY = Math.max(rect.y - 10, 15)
  const font = textBoxFont(options)
  const outline = { color: LABEL_OUTLINE.color, thicknessPx: font.sizePx * LABEL_OUTLINE.share }
  surface.strokeText(label, rect.x, baselineY, font, outline)
  surface.fillText(label, rect.x, baselineY, font, options.boxColor)
}

/** Calibrations are for pixels of the frame. */
function boxOf(
  target: Target,
  calibration: Calibration,
  projection: TargetsOptions['projection'],
  scale: number,
): PixelBox | null {
  const box = projectTarget(target, calibration, projection)
  return (
    box && {
      left: box.left / scale,
      top: box.top / scale,
      right: box.right / scale,
      bottom: box.bottom / scale,
    }
  )
}

function toRect({ left, top, right, bottom }: PixelBox): Rect {
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** The part of a box that is on the frame, or null. */
function clip(box: PixelBox, { widthPx, heightPx }: Surface): Rect | null {
  const rect = toRect({
    left: Math.max(box.left, 0),
    top: Math.max(box.top, 0),
    right: Math.min(box.right, widthPx),
    bottom: Math.min(box.bottom, heightPx),
  })
  return rect.width > 0 && rect.height > 0 ? rect : null
}
