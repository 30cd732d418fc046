import { RENDERER_TYPES, renderers } from '../draw/renderers/index.ts'
import { applyLayout, proposeRoles } from '../layout/apply-layout.ts'
import { builtInLayout } from '../layout/built-in/index.ts'
import { chooseLayout } from '../layout/choose-layout.ts'
import { proposeField, SIGNAL_ROLES } from '../layout/roles.ts'
import type { Recording, SensorTrack } from '../recording/recording.ts'
import { fitRenderer } from './fit-renderer.ts'
import { defaultRendererConfig } from './overlay-config.ts'
import type { OverlayConfig, RendererConfig } from './overlay-config.ts'
import { emptyConfig } from './parse-config.ts'
import { readableFontPx } from './readable-font.ts'

type Found = Pick<Recording, 'sensors' | 'calibration' | 'source' | 'timing'>

/** The overlay of the built-in layout that suits what was found. */
export function proposeConfig(found: Found): OverlayConfig {
  const heightPx = found.source?.heightPx ?? 0
  if (heightPx < LEAST_HEIGHT_PX) return proposeTexts(found, heightPx)
  const layout = builtInLayout(chooseLayout(found))
  return applyLayout(layout, proposeRoles(layout, found.sensors), found, emptyConfig()).config
}

/** On smaller frames, instruments cannot be read. Frames without a size are such, too. */
const LEAST_HEIGHT_PX = 360
/** All lengths of a proposal are for frames of this height. */
const REFERENCE_HEIGHT_PX = 1080
const FONT_SIZE_PX = 24
const MARGIN_PX = 10

/**
 * For small frames: every renderer that has a place and a log that suits it. Nothing overlaps, and
 * every text has a panel.
 */
function proposeTexts({ sensors, calibration }: Found, heightPx: number): OverlayConfig {
  const config = { ...emptyConfig(), referenceHeight: REFERENCE_HEIGHT_PX }
  const smallestPx = readableFontPx(REFERENCE_HEIGHT_PX, heightPx)
  for (const type of RENDERER_TYPES) {
    const { place, needsCalibration } = renderers[type]
    const fitted = fitRenderer(type, sensors)
    if (!place || !fitted || (needsCalibration && !calibration)) continue
    const { options } = fitted
    options.position = { ...place.position }
    options.font.size = Math.max(smallestPx, Math.round(FONT_SIZE_PX * place.fontShare))
    options.panel.enabled = true
    // Raw times are for looking into a log, not for a film.
    if ('showTimestamp' in options) options.showTimestamp = false
    config.renderers.push(fitted)
  }
  if (heightPx > 0 && config.renderers.every(({ sensor }) => sensor === null)) {
    config.renderers.push(...signalTexts(sensors, smallestPx))
  }
  return config
}

/** The first numbers of a log, from the lower left corner upwards. */
function signalTexts(sensors: readonly SensorTrack[], fontSizePx: number): RendererConfig[] {
  const found = SIGNAL_ROLES.flatMap((role) => proposeField(role, sensors) ?? [])
  return found.map(({ sensor, field, unit }, index) => {
    const text = defaultRendererConfig('value', sensor)
    const bottomPx = MARGIN_PX + (found.length - 1 - index) * 2 * fontSizePx
    text.options.position = { x: MARGIN_PX, y: `height - ${bottomPx}`, anchor: 'bottom_left' }
    text.options.font.size = fontSizePx
    Object.assign(text.options, { field, decimals: 2, ...(unit && { fieldUnit: unit, unit }) })
    text.options.panel.enabled = true
    return text
  })
}
