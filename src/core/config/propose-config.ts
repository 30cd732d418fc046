import { defaultRendererConfig } from './overlay-config.ts'
import { emptyConfig } from './parse-config.ts'
import type { OverlayConfig, RendererConfig } from './overlay-config.ts'
import type { FieldSummary, Recording, SensorTrack } from '../recording/recording.ts'
import type { SPEED_UNITS } from '../draw/renderers/speed.ts'

type SpeedUnit = (typeof SPEED_UNITS)[number]

/** Endings of field names that tell a speed's unit. Without one, km/h. */
const UNIT_ENDINGS: readonly (readonly [RegExp, SpeedUnit])[] = [
  [/[ _](?:mps|m_s|ms)$/i, 'm/s'],
  [/[ _](?:kmh|kph|km_h)$/i, 'km/h'],
  [/[ _]mph$/i, 'mph'],
  [/[ _](?:kn|kt|kts|knots?)$/i, 'kn'],
]

/**
 * Proposes an overlay for what was found: always frame info, the field that most likely is the speed,
 * and targets if there is a calibration. Nothing overlaps, and every text has a panel.
 */
export function proposeConfig(
  recording: Pick<Recording, 'sensors' | 'calibration' | 'source'>,
): OverlayConfig {
  const config = emptyConfig()
  const fontSizePx = proposeFontSizePx(recording.source?.heightPx ?? 0)
  const add = (
    renderer: RendererConfig,
    position: RendererConfig['options']['position'],
    share = 1,
  ): void => {
    renderer.options.position = position
    renderer.options.font.size = Math.max(SMALLEST_FONT_PX, Math.round(fontSizePx * share))
    renderer.options.panel.enabled = true
    config.renderers.push(renderer)
  }
  add(defaultRendererConfig('frame_info', null), { x: 10, y: 10, anchor: 'top_left' })

  const speed = findSpeedField(recording.sensors)
  if (speed) {
    const renderer = defaultRendererConfig('speed', speed.track.name)
    if (renderer.type === 'speed') {
      renderer.options.field = speed.field
      renderer.options.fieldUnit = unitOf(speed.field)
    }
    add(renderer, { x: 'width - 10', y: 10, anchor: 'top_right' })
  }

  const targets = recording.sensors.find(({ fields }) =>
    fields.some(({ name, type }) => name === 'targets' && type === 'array'),
  )
  if (targets && recording.calibration) {
    const position = { x: 10, y: 'height - 10', anchor: 'bottom_left' } as const
    add(defaultRendererConfig('targets', targets.name), position, 0.75)
  }
  return config
}

const SMALLEST_FONT_PX = 12

/** 24 px on a frame 1080 px high, in proportion on others, and never too small to read. */
function proposeFontSizePx(heightPx: number): number {
  const [SIZE_PX, HEIGHT_PX] = [24, 1080]
  return heightPx > 0 ? Math.max(14, (SIZE_PX * heightPx) / HEIGHT_PX) : SIZE_PX
}

function findSpeedField(
  tracks: readonly SensorTrack[],
): { track: SensorTrack; field: string } | null {
  let best: { track: SensorTrack; field: string; score: number } | null = null
  for (const track of tracks) {
    for (const field of track.fields) {
      const score = speedLikeness(field, track)
      if (score > 0 && (!best || score > best.score)) best = { track, field: field.name, score }
    }
  }
  return best
}

/** Speeds of something else, or no speeds at all. */
const OTHER_SPEEDS =
  /relative|wind|limit|engine|motor|rpm|rad|accuracy|error|std|var|wheel|gyro|shutter|fan|clock/

/**
 * 0 for a field that is no speed of the vehicle; the plainer its name and its log's, the higher.
 */
function speedLikeness({ name, type }: FieldSummary, track: SensorTrack): number {
  const last = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  if (type !== 'number' || !/speed|velocity/.test(last) || OTHER_SPEEDS.test(last)) return 0
  const plainness = last === 'speed' ? 4 : last.startsWith('speed') ? 2 : 1
  const hasUnit = UNIT_ENDINGS.some(([ending]) => ending.test(last)) ? 1 : 0
  return plainness + hasUnit + (track.name.toLowerCase().includes('speed') ? 2 : 0)
}

function unitOf(field: string): SpeedUnit {
  return UNIT_ENDINGS.find(([ending]) => ending.test(field))?.[1] ?? 'km/h'
}
