import { newRendererConfig } from '../config/fit-renderer.ts'
import type { OverlayConfig } from '../config/overlay-config.ts'
import { readingOf } from '../config/reading.ts'
import type { OverlayImage } from '../draw/overlay-image.ts'
import type { Preset } from '../draw/presets/preset.ts'
import type { RendererType } from '../draw/renderers/index.ts'
import type { OpenedRecording } from '../plan/opened-recording.ts'
import type { FrameEntry } from '../recording/recording.ts'
import { applyPreset } from './apply-preset.ts'
import { withOptions } from './log-options.ts'
import { roleTrack } from './role-log.ts'

const SECONDS = 30
const RECORDS_PER_SECOND = 10
const IMAGE = 'example.png'

/**
 * Shows what a preset looks like where a recording has nothing for it.
 * @param frame of the recording
 * @param base its theme, units and sizes are taken
 * @param image for a renderer that draws one
 * @returns this frame alone, with a log that was made up, and an overlay for it
 */
export function examplePreset<Folder extends OpenedRecording>(
  type: RendererType,
  preset: Preset,
  recording: Folder,
  frame: FrameEntry,
  base: OverlayConfig,
  image: OverlayImage,
): { recording: Folder; config: OverlayConfig } {
  const { timestampMs } = frame
  const log = roleTrack('example', RECORDS_PER_SECOND * SECONDS, timestampMs)
  const { widthPx = 0, heightPx = 0 } = recording.source ?? {}
  const found: Folder = {
    ...recording,
    frames: [frame],
    timing: recording.timing && {
      ...recording.timing,
      rangeMs: [timestampMs - 1000 * SECONDS, timestampMs],
    },
    sensors: [log],
    calibration: recording.calibration ?? {
      imageWidthPx: widthPx,
      imageHeightPx: heightPx,
      fxPx: widthPx,
      fyPx: widthPx,
      cxPx: widthPx / 2,
      cyPx: heightPx / 2,
      distortion: [0, 0, 0, 0, 0],
      rotation: [0, 0, 0],
      translation: [0, 0, 0],
    },
    images: new Map([[IMAGE, image]]),
  }
  const empty = { ...base, sensors: {}, channels: {}, renderers: [] }
  const plain = newRendererConfig(type, [log], 0, base.theme)
  const { renderer, channels } = applyPreset(plain, preset, found, empty)
  const config = { ...empty, channels, renderers: [withOptions(renderer, { file: IMAGE })] }
  const readAs = { ...found.readAs, reading: readingOf(config) }
  return { recording: { ...found, readAs }, config }
}
