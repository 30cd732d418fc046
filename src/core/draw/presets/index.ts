import type { RendererType } from '../renderers/index.ts'
import { motionPresets } from './motion-presets.ts'
import { numberPresets } from './number-presets.ts'
import { placePresets } from './place-presets.ts'
import { targetPresets } from './target-presets.ts'
import { textPresets } from './text-presets.ts'
import type { Preset, PresetsOf } from './preset.ts'

/**
 * Every kind has some but for renderers of one's own. They are not in the renderers' files, which the
 * first screen loads: they are loaded only where they are offered.
 */
const PRESETS: PresetsOf<Exclude<RendererType, 'own'>> = {
  ...textPresets,
  ...numberPresets,
  ...placePresets,
  ...motionPresets,
  ...targetPresets,
}

/** The looks of a kind of renderer that are ready to choose. */
export function presetsOf(type: RendererType): readonly Preset[] {
  return type === 'own' ? [] : PRESETS[type]
}
