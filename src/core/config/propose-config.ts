import { RENDERER_TYPES, renderers } from '../draw/renderers/index.ts'
import type { Recording } from '../recording/recording.ts'
import { fitRenderer } from './fit-renderer.ts'
import type { OverlayConfig } from './overlay-config.ts'
import { emptyConfig } from './parse-config.ts'
import { readableFontPx } from './readable-font.ts'

/**
 * Proposes an overlay for what was found: every renderer that has a place and a log that suits it.
 * Nothing overlaps, and every text has a panel.
 */
export function proposeConfig({
  sensors,
  calibration,
  source,
}: Pick<Recording, 'sensors' | 'calibration' | 'source'>): OverlayConfig {
  const config = { ...emptyConfig(), referenceHeight: REFERENCE_HEIGHT_PX }
  const smallestPx = readableFontPx(REFERENCE_HEIGHT_PX, source?.heightPx ?? 0)
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
  return config
}

/** All lengths of a proposal are for frames of this height. */
const REFERENCE_HEIGHT_PX = 1080
const FONT_SIZE_PX = 24
