import { layoutScale } from '../draw/create-surface.ts'
import { RENDERER_TYPES, renderers } from '../draw/renderers/index.ts'
import { textBoxSpecs } from '../draw/renderers/text-box.ts'
import type { Recording } from '../recording/recording.ts'
import { fitRenderer } from './fit-renderer.ts'
import type { OverlayConfig } from './overlay-config.ts'
import { emptyConfig } from './parse-config.ts'

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
  const smallestPx = smallestFontPx(source?.heightPx ?? 0)
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
/** The smallest text that can be read, in pixels of a frame. */
const SMALLEST_TEXT_PX = 12

/** In pixels of the layout. @param frameHeightPx 0: not known */
function smallestFontPx(frameHeightPx: number): number {
  if (frameHeightPx <= 0) return 0
  const sizePx = Math.ceil(SMALLEST_TEXT_PX / layoutScale(REFERENCE_HEIGHT_PX, frameHeightPx))
  return Math.min(sizePx, textBoxSpecs.font.options.size.max)
}
