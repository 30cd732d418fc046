import type { SensorTrack } from '../../../core/recording/recording.ts'
import type { ImportedFrames, ImportedPackets } from '../../imports/importer.ts'

/** What the logs of a folder hold. */
export interface FoundLogs {
  tracks: SensorTrack[]
  /** Tracks whose times are those of the video that they were recorded with. */
  onVideoClock: ReadonlySet<SensorTrack>
  /** Streams of images inside logs. */
  frames: (ImportedFrames & { path: string; file: File })[]
  /** Streams of video inside logs. */
  videos: (ImportedPackets & { path: string; file: File })[]
  /** The times of numbered images, as logs have them. */
  frameTimes: { path: string; rows: { frameIndex: number; timestampMs: number }[] }[]
  /** By the path of each file: the format that it was read as. */
  formats: Map<string, string>
  /** Files that are no log, or that were not looked at, by path: why, as a sentence. */
  passedOver: Map<string, { why: string; isText: boolean }>
}
