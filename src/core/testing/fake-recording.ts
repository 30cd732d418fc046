import type { Calibration } from '../draw/camera.ts'
import { emptyConfig } from '../config/parse-config.ts'
import { readingOf } from '../config/reading.ts'
import type { OpenedRecording } from '../plan/opened-recording.ts'
import type { SensorRecord, SensorTrack } from '../recording/recording.ts'

/** A camera at the origin that looks along z: 1000 px focal length, 1920×1080. */
export const PLAIN_CALIBRATION: Calibration = {
  imageWidthPx: 1920,
  imageHeightPx: 1080,
  fxPx: 1000,
  fyPx: 1000,
  cxPx: 960,
  cyPx: 540,
  distortion: [0, 0, 0, 0, 0],
  rotation: [0, 0, 0],
  translation: [0, 0, 0],
}

/** A log in memory, for tests; every record has its time in `timestamp_ms`. */
export function fakeTrack(name: string, records: readonly SensorRecord[]): SensorTrack {
  return {
    name,
    label: name,
    isMinor: false,
    file: `${name}.jsonl`,
    timesMs: Float64Array.from(records, (record) => record.timestamp_ms as number),
    recordAt(index) {
      const record = records[index]
      if (!record) throw new RangeError(`${name} has no record ${index}`)
      return record
    },
    lineAt: (index) => index + 1,
    fields: [],
    hasAllFields: true,
    lastValues: new Map(),
    firstRecords: [],
    recordsPerSecond: 0,
    timeColumn: 'timestamp_ms',
    timeUnit: 'ms',
    columns: ['timestamp_ms'],
  }
}

/** Ten PNG frames of 1920×1080, 100 ms apart from 0, and whatever else is given. */
export function fakeRecording(parts: Partial<OpenedRecording> = {}): OpenedRecording {
  return {
    name: 'drive',
    source: {
      kind: 'images',
      path: 'frames',
      pattern: 'frame_{:06d}.png',
      format: 'png',
      fileCount: 10,
      widthPx: 1920,
      heightPx: 1080,
      gaps: [],
    },
    frames: Array.from({ length: 10 }, (_, frameIndex) => ({
      frameIndex,
      timestampMs: frameIndex * 100,
      fileName: `frame_00000${frameIndex}.png`,
    })),
    timing: {
      source: 'file',
      file: 'timestamps.csv',
      rangeMs: [0, 900],
      framesPerSecond: 10,
      jitterMs: 0,
    },
    sensors: [],
    calibration: null,
    calibrationFile: null,
    images: new Map(),
    projectFile: null,
    config: emptyConfig(),
    configSource: 'proposal',
    projectLineOf: null,
    readAs: { reading: readingOf(emptyConfig()), timeZone: null },
    ignoredFiles: [],
    problems: [],
    ...parts,
  }
}
