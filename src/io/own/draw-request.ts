import type { TextBoxOptions } from '../../core/draw/parts/text-box.ts'
import type { Font, Outline } from '../../core/draw/surface.ts'
import type { SensorRecord } from '../../core/recording/recording.ts'
import type { PlainSeries } from './realm.ts'

/** What a module is told about a frame. It is documented for those who write modules. */
export interface ModuleInput {
  frameIndex: number
  timestampMs: number
  recordingRangeMs: readonly [number, number]
  /** `2025-10-27T08:30:10.400+08:00` */
  localTime: string
  options: Readonly<Record<string, unknown>>
  /** The record that was matched; null without one. */
  record: SensorRecord | null
  /** The numbers of its options that are fields; null where there is none. */
  numbers: Readonly<Record<string, number | null>>
  font: Font
  color: string
  outline: Outline | null
}

/** One frame for a module to draw, as plain data. */
export interface DrawRequest {
  input: ModuleInput
  series: PlainSeries[]
  frame: { widthPx: number; heightPx: number }
  /** As the job has it. */
  referenceHeightPx: number | null
  box: Pick<TextBoxOptions, 'position' | 'panel'>
}

/** A module with its text. */
export interface ModuleText {
  path: string
  source: string
}
