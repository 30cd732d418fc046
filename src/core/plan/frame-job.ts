import type { RendererOptions, RendererType } from '../draw/renderers/index.ts'
import type { DrawCommand } from '../own/draw-command.ts'
import type { Calibration } from '../draw/camera.ts'
import type { LogEvent } from '../time/log-event.ts'
import type { MatchedSample } from '../time/match.ts'

/** One renderer of a job: its options and the record that was matched for it. */
export type Layer = {
  [Type in RendererType]: {
    type: Type
    /** Which renderer of the configuration it is. */
    rendererIndex: number
    options: RendererOptions<Type>
    sample: MatchedSample | null
    /** The series that it draws, as indexes into the series of the plan. */
    series: number[]
    /** The newest first. */
    events: LogEvent[]
    /** Above 0, up to 1 (solid). */
    opacity: number
    /** What the module of a renderer of one's own has drawn; without it, nothing was drawn yet. */
    drawing?: readonly DrawCommand[]
  }
}[RendererType]

/** All that is needed to draw one frame, as plain data. */
export interface FrameJob {
  frameIndex: number
  timestampMs: number
  /** File name inside the frames folder; null if the frame is missing. */
  sourceName: string | null
  outputName: string
  /** Times of the first and the last frame of the recording. */
  recordingRangeMs: readonly [number, number]
  /** IANA name. */
  timeZone: string
  /** The frame height that lengths of the layers are for; null: lengths are pixels of the frame. */
  referenceHeightPx: number | null
  calibration: Calibration | null
  layers: Layer[]
  /** Layers that are left out because their conditions are not known for this frame. */
  unknownConditionCount: number
}
