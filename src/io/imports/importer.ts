import type { Problem } from '../../core/errors.ts'
import type { ImageFormat } from '../../core/recording/image-format.ts'
import type { ParsedSensor, SensorParseOptions } from '../logs/records/sensor-collector.ts'
import type { FrameStore } from './frame-store.ts'

/**
 * Reads one format of logs. Each importer is one file. It and the packages that it needs are loaded
 * in the reader's thread, when there is a file that it may have to read.
 */
export interface Importer {
  /** As people call it: `GPX`. */
  format: string
  /** How sure it is that a file is of its format, from 0 (it is not) to 1. */
  recognise: (head: FileHead) => number
  /** @throws OverlaneError where the file cannot be read at all; what `report` throws */
  read: (source: ImportSource) => Promise<Imported>
}

/** The beginning of a file. */
export interface FileHead {
  /** Path inside the recording. */
  path: string
  bytes: Uint8Array
  /** The bytes as text; UTF-16 is converted. A character at its end may be cut off. */
  text: string
}

export interface ImportSource extends Pick<
  SensorParseOptions,
  'timeColumn' | 'timeUnit' | 'timeZone'
> {
  file: File
  /** Path inside the recording. */
  path: string
  /** Files that belong to this one, in natural order. */
  parts: readonly { path: string; file: File }[]
  /** Whether it has the name of the video that the frames are from. */
  isOfVideo: boolean
  /** Whether the user says that it is a log, so that it is read as one whatever it looks like. */
  isNamed: boolean
  /** @param share of the file that was read, from 0 to 1 */
  report: (share: number) => void
}

/** What a file holds. */
export interface Imported {
  tracks: ImportedTrack[]
  /** Streams of images inside the file. */
  frames: ImportedFrames[]
  /** Streams of video inside the file. Most files have none. */
  videos?: ImportedPackets[]
  /** The times of numbered images beside the file; null where it has none. */
  frameTimes: { frameIndex: number; timestampMs: number }[] | null
  problems: Problem[]
}

export interface ImportedTrack {
  /** Its name inside the file; '' where the file has only this one. */
  name: string
  /** What it is, in a word: `GPS`. */
  label: string
  /** `video`: its times are those of the video that it was recorded with. */
  clock: 'own' | 'video'
  parsed: ParsedSensor
}

/** The packets of a video inside a file, in the order of the file. */
export interface ImportedPackets {
  /** Their name inside the file, such as a topic. */
  name: string
  /** As the file says it: `h264`. */
  formatName: string
  timesMs: Float64Array<ArrayBuffer>
  store: FrameStore
}

/** Images inside a file, in time order. */
export interface ImportedFrames {
  /** Their name inside the file, such as a topic. */
  name: string
  format: ImageFormat
  timesMs: Float64Array<ArrayBuffer>
  store: FrameStore
}

/** What most importers return: one log. */
export function oneTrack(
  label: string,
  parsed: ParsedSensor,
  clock: ImportedTrack['clock'] = 'own',
): Imported {
  const { problems, ...rest } = parsed
  const track = { name: '', label, clock, parsed: { ...rest, problems: [] } }
  return { tracks: [track], frames: [], frameTimes: null, problems }
}
