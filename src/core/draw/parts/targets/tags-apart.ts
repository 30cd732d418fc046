import { grow } from '../../geometry.ts'
import type { Rect, Surface } from '../../surface.ts'
import { drawTag, tagSize } from '../dial.ts'
import type { DialOptions } from '../dial.ts'
import type { TextStyle } from '../label.ts'
import { leaderLine, placeLabels } from './place-labels.ts'

/** Between tags, and to what they belong to, as a share of the font's size. */
const GAP_SHARE = 0.2
/** Of lines from a tag to a place farther away, as a share of the font's size. */
const LINE_SHARE = 0.08

/** More cannot be read, and would take long to place. */
const MOST_TAGS = 60

interface Tagged {
  rect: Rect
  text: string
  color: string
}

/**
 * Draws a tag for each rectangle, none on top of another. A line leads to a tag that stands away from
 * its rectangle. Where there is no room, a tag is left out, and so are those after the 60th.
 * @param all those that come first have the better places
 * @param bounds no tag reaches beyond
 */
export function drawTagsApart(
  surface: Surface,
  all: readonly Tagged[],
  bounds: Rect,
  { font, outline, ground }: Pick<TextStyle, 'font' | 'outline'> & { ground: TagGround },
): void {
  const tagged = all.slice(0, MOST_TAGS)
  const gapPx = font.sizePx * GAP_SHARE
  const sizes = tagged.map(({ text }) => tagSize(surface, text, { font }))
  const corners = placeLabels(
    tagged.map(({ rect }, index) => ({ of: rect, ...(sizes[index] as (typeof sizes)[number]) })),
    grow(bounds, -gapPx),
    gapPx,
  )
  tagged.forEach(({ rect, color }, index) => {
    const [corner, size] = [corners[index], sizes[index]]
    if (!corner || !size) return
    const label = { ...corner, width: size.widthPx, height: size.heightPx }
    const line = leaderLine(label, rect, 1.5 * gapPx)
    if (line) surface.strokeLine(line, color, font.sizePx * LINE_SHARE, 0.8)
  })
  tagged.forEach(({ text, color }, index) => {
    const corner = corners[index]
    if (corner) drawTag(surface, text, corner, { font, color, outline }, ground)
  })
}

type TagGround = Pick<DialOptions, 'dialColor' | 'dialAlpha'>
