import { RENDERER_TYPES, renderers } from '../draw/renderers/index.ts'
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
  const config = emptyConfig()
  const fontSizePx = proposeFontSizePx(source?.heightPx ?? 0)
  for (const type of RENDERER_TYPES) {
    const { place, needsCalibration } = renderers[type]
    const fitted = fitRenderer(type, sensors)
    if (!place || !fitted || (needsCalibration && !calibration)) continue
    const { options } = fitted
    options.position = { ...place.position }
    options.font.size = Math.max(SMALLEST_FONT_PX, Math.round(fontSizePx * place.fontShare))
    options.panel.enabled = true
    config.renderers.push(fitted)
  }
  return config
}

const SMALLEST_FONT_PX = 12

/** 24 px on a frame 1080 px high, in proportion on others, and never too small to read. */
function proposeFontSizePx(heightPx: number): number {
  const [SIZE_PX, HEIGHT_PX] = [24, 1080]
  return heightPx > 0 ? Math.max(14, (SIZE_PX * heightPx) / HEIGHT_PX) : SIZE_PX
}
