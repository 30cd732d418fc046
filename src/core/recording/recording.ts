import type { Calibration } from '../draw/camera.ts'
import type { OverlayImage } from '../draw/overlay-image.ts'
import type { FoundModule } from '../own/own-module.ts'
import type { TimeUnit } from '../time/time-unit.ts'
import type { Problem } from '../errors.ts'
import type { ImageFormat } from './image-format.ts'

/** One record of a sensor log: any nesting, as it stands in the log. */
export type SensorRecord = Record<string, unknown>

/** A value of a record that is no list and no object. */
export type PlainValue = number | string | boolean

/** One frame to render. Frames stand in the row order of the timestamps file. */
export interface FrameEntry {
  frameIndex: number
  /** Milliseconds, on the clock of the timestamps file. */
  timestampMs: number
  /**
   * File name inside the frames folder, or the video's path; null where the folder or the video has
   * no such frame.
   */
  fileName: string | null
}

/** A closed range of frame indexes. */
export interface IndexRange {
  first: number
  last: number
}

/** Image files that the frames were found in, one file a frame. */
export interface ImageSource {
  kind: 'images'
  /** Path of their folder inside the recording; '' is the recording's own folder. */
  path: string
  /** Python-style file name pattern, e.g. `frame_{:06d}.png`. */
  pattern: string
  format: ImageFormat
  fileCount: number
  /** Size of the first readable frame; 0 where there is none. */
  widthPx: number
  heightPx: number
  /** Indexes missing between the lowest and the highest. */
  gaps: IndexRange[]
}

/** A video that the frames are in: frame 0 is the first one shown. */
export interface VideoSource {
  kind: 'video'
  /** Path inside the recording. */
  path: string
  /** `MP4`, `WebM`, … */
  container: string
  /** `avc`, `hevc`, `vp9`, …; the file's own word where the codec is not known. */
  codec: string
  /** As WebCodecs names it, e.g. `avc1.64001f`; null where it is not known. */
  codecParameters: string | null
  /** Whether this browser can decode it. */
  isDecodable: boolean
  /**
   * Clockwise rotation with which frames are shown. The sizes here are those after the rotation.
   */
  rotationDeg: number
  widthPx: number
  heightPx: number
  frameCount: number
}

/** What a recording's frames come from. */
export type RecordingSource = ImageSource | VideoSource

/** Where the frames' times come from, and how regular they are. */
export interface FrameTiming {
  source: 'file' | 'video' | 'assumed'
  /** Path of the timestamps file, null when times are the video's own or assumed from a rate. */
  file: string | null
  rangeMs: [number, number]
  /** 1000 / mean frame interval, without gaps (over twice the median); 0 for a single frame. */
  framesPerSecond: number
  /** Half the spread between the 5th and the 95th percentile of the frame interval, in ms. */
  jitterMs: number
}

/** What a log holds under one (dotted) key. */
export interface FieldSummary {
  name: string
  type: 'number' | 'text' | 'boolean' | 'object' | 'array' | 'null' | 'mixed'
  /** How many records have it with a value other than null. */
  count: number
}

/** Where records begin and end in UTF-8 text, and the lines that they begin on, from 1. */
export interface RecordPlaces {
  starts: Float64Array<ArrayBuffer>
  ends: Float64Array<ArrayBuffer>
  lines: Uint32Array<ArrayBuffer>
}

/** One sensor log, sorted by time (stable). Records are read one by one, on demand. */
export interface SensorTrack {
  /** The log's file name without its ending; the name renderers refer to. */
  name: string
  /** What people call it: `GPS`. The name itself where nothing tells what it is. */
  label: string
  /** Whether only few readers want it: a camera writes many streams about itself. */
  isMinor: boolean
  /** Path inside the recording; of several tracks inside a file the path of this file. */
  file: string
  /** Record times in ms, ascending. */
  timesMs: Float64Array
  /** @param index into `timesMs` */
  recordAt(index: number): SensorRecord
  /**
   * The line of the file that a record begins on, from 1.
   * @param index into `timesMs`
   */
  lineAt(index: number): number
  /** Where the records stand in the text of the file; absent where they were made of something else. */
  places?: RecordPlaces
  /** Fields of the records, in order of first appearance; those deep inside objects are left out. */
  fields: FieldSummary[]
  /** False where there are so many fields that not all of them are listed. */
  hasAllFields: boolean
  /** By the name of a field: its last value in the log. Lists and objects are left out. */
  lastValues: ReadonlyMap<string, PlainValue>
  /** A few records from the beginning of the log, also of a log whose times are not known. */
  firstRecords: readonly SensorRecord[]
  /** Records per second over the log's range; 0 for fewer than two records. */
  recordsPerSecond: number
  /** Where the times were read from. */
  timeColumn: string
  timeUnit: TimeUnit
  /**
   * The column names a time may be chosen from (CSV), or top-level keys (JSONL). Empty where the format
   * says where the times are.
   */
  columns: string[]
}

/** What was found in a folder. */
export interface Recording {
  name: string
  /** Null where no frames were found. */
  source: RecordingSource | null
  /** Every frame that has a time, in the order they are rendered in. */
  frames: FrameEntry[]
  timing: FrameTiming | null
  sensors: SensorTrack[]
  calibration: Calibration | null
  /** Path of the calibration file, null without one. */
  calibrationFile: string | null
  /**
   * The images that the overlay names, by their paths inside the recording. Of one that cannot be
   * drawn, what is wrong, as a sentence.
   */
  images: ReadonlyMap<string, OverlayImage | { fault: string }>
  /** The modules of renderers that the overlay names, by their paths inside the recording. */
  modules: ReadonlyMap<string, FoundModule>
  /** Path of the project file, null without one. */
  projectFile: string | null
  /** Files that were not recognised. */
  ignoredFiles: string[]
  problems: Problem[]
}
