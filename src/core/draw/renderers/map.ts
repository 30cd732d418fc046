import { lastKeyOf } from '../../plain-object.ts'
import type { MatchedSample } from '../../time/match.ts'
import type { Series } from '../../time/series.ts'
import { grow, middleOf } from '../geometry.ts'
import { drawBox } from '../parts/box.ts'
import { DISTANCE_UNIT_USE } from '../parts/distance-unit.ts'
import { drawCentered, drawLabel } from '../parts/label.ts'
import { groundTrack, headingAt, positionAt } from '../parts/map/ground-track.ts'
import type { GroundTrack } from '../parts/map/ground-track.ts'
import type { GroundPoint } from '../parts/map/local-plane.ts'
import { mapColors } from '../parts/map/map-colors.ts'
import type { MapColors } from '../parts/map/map-colors.ts'
import { drawColorLegend, drawMarker, drawNorth } from '../parts/map/map-furniture.ts'
import { drawScaleBar, EDGE, footHeightPx } from '../parts/map/map-furniture.ts'
import { mapSpecs } from '../parts/map/map-specs.ts'
import type { MapOptions } from '../parts/map/map-specs.ts'
import { placeFields } from '../parts/map/place-fields.ts'
import { MapView, viewOfAll } from '../parts/map/map-view.ts'
import { isPrivate, privateZones } from '../parts/map/private-zone.ts'
import type { PrivateZone } from '../parts/map/private-zone.ts'
import { trackLines } from '../parts/map/track-lines.ts'
import type { TrackLines, TrackSelection } from '../parts/map/track-lines.ts'
import { NO_VALUE } from '../parts/read-number.ts'
import { limitsFault } from '../parts/scale/scale.ts'
import { textStyle } from '../parts/text-box.ts'
import type { Shape } from '../shapes.ts'
import type { Rect, Surface } from '../surface.ts'
import { defineRenderer } from './renderer.ts'

/** Finer than what can be seen in the surroundings: a share of their radius. */
const DETAIL_SHARE = 1 / 512

/** The track of a log on the ground, and the frame's place on it. Nothing is loaded for it. */
export const map = defineRenderer({
  label: 'Map',
  needsSensor: true,
  needsCalibration: false,
  specs: mapSpecs,
  notes: {},
  place: null,
  fit(track) {
    const place = placeFields(track)
    if (!place) return null
    const heading =
      track.fields.find(
        ({ name, type }) =>
          type === 'number' && /^(heading|course|bearing|track)([_ ]?deg)?$/.test(lastKeyOf(name)),
      )?.name ?? ''
    return { score: heading === '' ? 1 : 2, options: { ...place, heading } }
  },
  check({ colorBy }) {
    const message = limitsFault(colorBy)
    return message === null ? [] : [{ option: 'colorBy.max', message }]
  },
  units: () => [
    {
      unit: 'colorBy.unit',
      fields: [{ field: 'colorBy.field' }],
      limits: [{ min: 'colorBy.min', max: 'colorBy.max' }],
    },
    DISTANCE_UNIT_USE,
  ],
  series({ latitude, longitude, colorBy, view, track }) {
    return [
      {
        latitude,
        longitude,
        value: colorBy.field === '' ? null : colorBy.field,
        detailM: view.shows === 'track' ? null : view.radius * DETAIL_SHARE,
        longestMs: 1000 * track.longestGap,
      },
    ]
  },
  draw(surface, { timestampMs, sample, series, options }) {
    const { width, height } = options
    const track = groundTrack(series)
    const colors = mapColors(track?.values ?? null, options)
    const footPx = footHeightPx(surface, colors !== null, options)
    const content = drawBox(surface, { widthPx: width, heightPx: height + footPx }, options)
    const rect = { ...content, height }
    const foot = { ...content, y: content.y + height, height: content.height - height }
    const place = track && placeAt(track, series, sample, timestampMs, options)
    const drawn =
      track && drawTrack(surface, content, rect, track, colors, place, timestampMs, options)
    if (!drawn) {
      drawCentered(surface, NO_VALUE, middleOf(rect), textStyle(options))
      return {}
    }
    if (!place) {
      const corner = { x: rect.x, y: rect.y }
      drawLabel(surface, NO_VALUE, corner, { ...textStyle(options), down: 'top' })
    }
    if (options.scaleBar) drawScaleBar(surface, foot, drawn.pxPerM, options)
    if (colors) drawColorLegend(surface, foot, colors, options)
    return {}
  },
})

/** Where the frame is, and which way it looks. */
interface Place {
  position: GroundPoint
  /** Clockwise from north. */
  headingRad: number | null
}

function placeAt(
  track: GroundTrack,
  series: readonly Series[],
  sample: MatchedSample | null,
  timestampMs: number,
  options: MapOptions,
): Place | null {
  const position = positionAt(track, series, sample, timestampMs, options)
  return (
    position && {
      position,
      headingRad: headingAt(track, sample, timestampMs, position, options),
    }
  )
}

/**
 * @param rect the part of the content that the track is fitted into
 * @returns how it is seen; null if there is nothing to show
 */
function drawTrack(
  surface: Surface,
  content: Rect,
  rect: Rect,
  track: GroundTrack,
  colors: MapColors | null,
  place: Place | null,
  timestampMs: number,
  options: MapOptions,
): MapView | null {
  const zones = privateZones(track.plane, track.points, options)
  const { shows, radius, up } = options.view
  const isNear = shows === 'surroundings' && place ? nearTo(place.position, 2 * radius) : () => true
  const linesWithMargin = (marginM: number): TrackLines[] =>
    trackLines(track, timestampMs, { zones, marginM, isNear }, colors?.indexOf ?? (() => null))
  const upRad = up === 'heading' ? (place?.headingRad ?? 0) : 0
  const lines = linesWithMargin(0)
  const view =
    shows === 'track'
      ? wholeView(rect, lines, upRad, options)
      : nearView(rect, place, zones, upRad, options)
  if (!view) return null
  // Lines have a width, which must not reach into a zone either.
  const marginM = options.track.thickness / view.pxPerM
  surface.clipTo(clipOf(content, options), () => {
    strokeTrack(surface, view, zones.length > 0 ? linesWithMargin(marginM) : lines, colors, options)
    const markerM = options.marker.size / 2 / view.pxPerM
    if (!place || isPrivate(place.position, zones, markerM)) return
    const { position, headingRad } = place
    const directionRad = headingRad === null ? null : headingRad - upRad
    drawMarker(surface, view.pointOf(position), directionRad, options)
  })
  if (up === 'heading') drawNorth(surface, rect, upRad, options)
  return view
}

function wholeView(
  rect: Rect,
  found: readonly TrackLines[],
  upRad: number,
  { view, marker, track }: MapOptions,
): MapView | null {
  const points = found.flatMap(({ lines }) => lines.flat())
  if (points.length === 0) return null
  // The marker stays inside at the ends of the track.
  const insetPx = Math.max(marker.shape === 'none' ? 0 : marker.size * 0.6, track.thickness)
  const inner = {
    x: rect.x + insetPx,
    y: rect.y + insetPx,
    width: Math.max(1, rect.width - 2 * insetPx),
    height: Math.max(1, rect.height - 2 * insetPx),
  }
  return viewOfAll(inner, points, upRad, view.up === 'heading')
}

/** A view around a private position would give it away. */
function nearView(
  rect: Rect,
  place: Place | null,
  zones: readonly PrivateZone[],
  upRad: number,
  { view: { radius } }: MapOptions,
): MapView | null {
  if (!place || isPrivate(place.position, zones, 0)) return null
  return new MapView(rect, place.position, Math.min(rect.width, rect.height) / 2 / radius, upRad)
}

/** Whether a line may be seen at all, for tracks of which only a small part is. */
function nearTo(center: GroundPoint, distanceM: number): TrackSelection['isNear'] {
  const [east, north] = [center.eastM, center.northM]
  return (from, to) =>
    Math.max(from.eastM, to.eastM) > east - distanceM &&
    Math.min(from.eastM, to.eastM) < east + distanceM &&
    Math.max(from.northM, to.northM) > north - distanceM &&
    Math.min(from.northM, to.northM) < north + distanceM
}

/** The surroundings reach to the edges of the panel, and below the scale bar. */
function clipOf(content: Rect, { panel, view }: MapOptions): Extract<Shape, { kind: 'rounded' }> {
  const byPx = panel.enabled && view.shows === 'surroundings' ? panel.padding : 0
  return {
    kind: 'rounded',
    rect: grow(content, byPx),
    radiusPx: panel.enabled ? panel.radius : 0,
  }
}

/** Of the thickness of the track: its dark edge. */
const EDGE_SHARE = 1.7

function strokeTrack(
  surface: Surface,
  view: MapView,
  found: readonly TrackLines[],
  colors: MapColors | null,
  { track: { color, thickness, aheadAlpha } }: MapOptions,
): void {
  const groups = found.map(({ lines, ...group }) => ({
    ...group,
    shape: {
      kind: 'lines' as const,
      lines: lines.map((line) => line.map((point) => view.pointOf(point))),
    },
  }))
  const travelled = groups.flatMap(({ isTravelled, shape }) => (isTravelled ? shape.lines : []))
  const colorOf = (index: number | null): string => colors?.colors[index ?? -1] ?? color
  for (const { isTravelled, colorIndex, shape } of groups) {
    if (isTravelled) continue
    // Round ends of clear lines would be seen where a colour follows another.
    surface.strokeShape(shape, colorOf(colorIndex), thickness, aheadAlpha, colors ? 'cut' : 'round')
  }
  if (travelled.length === 0) return
  const edge = { kind: 'lines', lines: travelled } as const
  surface.strokeShape(edge, EDGE.color, thickness * EDGE_SHARE, EDGE.alpha)
  for (const { isTravelled, colorIndex, shape } of groups) {
    if (isTravelled) surface.strokeShape(shape, colorOf(colorIndex), thickness)
  }
}
