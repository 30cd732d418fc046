import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import { projectTarget } from '../camera.ts'
import type { Calibration, PixelBox } from '../camera.ts'
import { DARK_COLOR } from '../parts/colors.ts'
import { dataLine } from '../parts/data-line.ts'
import { DISTANCE_UNIT_USE } from '../parts/distance-unit.ts'
import { NO_VALUE } from '../parts/read-number.ts'
import { drawTagsApart } from '../parts/targets/tags-apart.ts'
import { projectSolid } from '../parts/targets/solid-box.ts'
import { listLines } from '../parts/targets/target-list.ts'
import {
  chooseTargets,
  labelTextSpec,
  nearestFirst,
  targetChoiceSpecs,
  targetColor,
  targetLabel,
} from '../parts/targets/target-choice.ts'
import { fitTargets, readTarget, targetEntries } from '../parts/targets/target-record.ts'
import type { Target } from '../parts/targets/target-record.ts'
import { drawTextBox, outlineOf, textBoxFont, textBoxSpecs } from '../parts/text-box.ts'
import { boundsOfPoints } from '../shapes.ts'
import type { Point, Rect, Surface } from '../surface.ts'
import { defineRenderer } from './renderer.ts'

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
  boxes: {
    kind: 'choice',
    choices: ['flat', 'solid'],
    default: 'flat',
    label: 'Boxes',
    help: 'solid: in space, where a target has center, size and yaw. Not with the reference projection.',
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
  labels: {
    kind: 'group',
    label: 'Labels',
    options: {
      place: {
        kind: 'choice',
        choices: ['above', 'apart'],
        default: 'above',
        label: 'Place',
        help: 'above: over the box. apart: on a ground, where no label covers another one.',
      },
      text: labelTextSpec,
      bgColor: { kind: 'color', default: DARK_COLOR, label: 'Ground colour' },
      bgAlpha: { kind: 'number', default: 0.7, min: 0, max: 1, label: 'Ground opacity' },
    },
  },
  list: {
    kind: 'choice',
    choices: ['full', 'compact', 'none'],
    default: 'full',
    label: 'List',
    help: 'compact: id, type and distance, the nearest first.',
  },
  ...targetChoiceSpecs,
  showTimestamp: { kind: 'boolean', default: true, label: 'Show timestamps' },
  ...textBoxSpecs,
} as const satisfies OptionSpecs

type TargetsOptions = OptionValues<typeof specs>

/** A dark stroke around labels, for contrast in any box colour. `share` is of the font's size. */
const LABEL_OUTLINE = { color: '#141414', share: 1 / 8 }

/** A target with its box on the frame, as projected. */
interface Projected {
  target: Target
  box: PixelBox
  /** In the layout's pixels; null: the box is flat. */
  solid: Point[][] | null
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
  fit: fitTargets,
  units: () => [DISTANCE_UNIT_USE],
  draw(surface, { sample, calibration, options }) {
    const found = targetEntries(sample)
    if (!sample || !calibration || !found) {
      drawTextBox(surface, [`Targets: ${NO_VALUE}`], options)
      return { skippedTargetCount: 0 }
    }
    const projected = found.flatMap((entry): Projected[] => {
      const target = readTarget(entry)
      const projected = target && project(target, calibration, surface.scale, options)
      return projected ? [projected] : []
    })
    const drawn = chooseTargets(projected, options)
    if (options.labels.place === 'above') {
      for (const each of drawn) {
        const rect = drawTargetBox(surface, each, options)
        if (rect) labelAbove(surface, rect, each.target, options)
      }
    } else drawBoxesWithTags(surface, drawn, options)
    if (drawn.length > 0 && options.list !== 'none') {
      const lines = [
        `Targets: ${drawn.length}`,
        ...listLines(
          drawn.map(({ target }) => target),
          options,
        ),
      ]
      if (options.showTimestamp) lines.push(dataLine(sample))
      drawTextBox(surface, lines, options)
    }
    return { skippedTargetCount: found.length - projected.length }
  },
})

function colorOf(target: Target, options: TargetsOptions): string {
  return targetColor(target, options, options.boxColor)
}

/** @returns where the box is on the frame; null if it is not drawn */
function drawTargetBox(
  surface: Surface,
  { target, box, solid }: Projected,
  options: TargetsOptions,
): Rect | null {
  const rect = options.projection === 'camera' ? clip(box, surface) : toRect(box)
  if (!rect) return null
  const color = colorOf(target, options)
  if (solid) surface.strokeShape({ kind: 'lines', lines: solid }, color, options.boxThickness)
  else surface.strokeRect(rect, color, options.boxThickness)
  return rect
}

function labelAbove(surface: Surface, rect: Rect, target: Target, options: TargetsOptions): void {
  const label = targetLabel(target, options.labels.text, options.distanceUnit)
  const baselineY = Math.max(rect.y - 10, 15)
  const font = textBoxFont(options)
  const outline = { color: LABEL_OUTLINE.color, thicknessPx: font.sizePx * LABEL_OUTLINE.share }
  surface.strokeText(label, rect.x, baselineY, font, outline)
  surface.fillText(label, rect.x, baselineY, font, colorOf(target, options))
}

/** The labels of the nearest targets have the best places. */
function drawBoxesWithTags(
  surface: Surface,
  drawn: readonly Projected[],
  options: TargetsOptions,
): void {
  const { text, bgColor, bgAlpha } = options.labels
  const tagged = nearestFirst(drawn).flatMap((each) => {
    const rect = drawTargetBox(surface, each, options)
    const { target } = each
    if (!rect) return []
    const label = targetLabel(target, text, options.distanceUnit)
    return [{ rect, text: label, color: colorOf(target, options) }]
  })
  const frame = { x: 0, y: 0, width: surface.widthPx, height: surface.heightPx }
  drawTagsApart(surface, tagged, frame, {
    font: textBoxFont(options),
    outline: outlineOf(options),
    ground: { dialColor: bgColor, dialAlpha: bgAlpha },
  })
}

/**
 * Null if the camera does not see it.
 * @param scale calibrations are for pixels of the frame
 */
function project(
  target: Target,
  calibration: Calibration,
  scale: number,
  { projection, boxes }: TargetsOptions,
): Projected | null {
  if (target.solid && boxes === 'solid' && projection === 'camera') {
    const solid = projectSolid(target.solid, calibration)?.map((line) =>
      line.map(({ x, y }) => ({ x: x / scale, y: y / scale })),
    )
    if (!solid) return null
    const { x, y, width, height } = boundsOfPoints(solid.flat())
    return { target, solid, box: { left: x, top: y, right: x + width, bottom: y + height } }
  }
  // The earlier tool knows no boxes in space.
  if (projection === 'reference' && !target.hasEdges) return null
  const box = projectTarget(target, calibration, projection)
  return (
    box && {
      target,
      solid: null,
      box: {
        left: box.left / scale,
        top: box.top / scale,
        right: box.right / scale,
        bottom: box.bottom / scale,
      },
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
