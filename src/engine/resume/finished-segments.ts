import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { statFiles } from '../../io/folders/stat-files.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { planMovieTimes } from '../movie/movie-times.ts'
import type { MovieTimes } from '../movie/movie-times.ts'
import { sourcesChecksum, timesChecksum } from './finished-segment.ts'
import type { FinishedSegment } from './finished-segment.ts'
import type { FinishedFile, Manifest } from './manifest.ts'

/** A file with a finished segment of a video. */
export type SegmentFile = FinishedFile & { segment: FinishedSegment }

type SpanAt = Pick<MovieTimes, 'spanAt'>

/** The times of the video that a run makes; null if it cannot make one. */
export function planRunTimes(
  recording: RecordingFolder,
  config: OverlayConfig,
  plan: FramePlan,
): MovieTimes | null {
  return planMovieTimes(recording, plan, config.output.video.frameRate)
}

/**
 * The segments with which the planned video begins, in order: each follows the one before it, and has
 * the frames and times of the plan.
 */
export function fittingSegments(
  { files }: Manifest,
  plan: Pick<FramePlan, 'frames'>,
  times: SpanAt | null,
): SegmentFile[] {
  const byStart = new Map<number, SegmentFile>()
  for (const { segment, ...file } of files.values()) {
    if (segment) byStart.set(segment.from, { ...file, segment })
  }
  const fitting: SegmentFile[] = []
  for (let next = byStart.get(0); next && times; next = byStart.get(next.segment.to)) {
    const { from, to } = next.segment
    if (timesChecksum(plan, times, from, to) !== next.segment.times) break
    fitting.push(next)
  }
  return fitting
}

/**
 * Those of some segments, from the first one on, whose files have the right size and whose frames come
 * from unchanged files. The contents are checked when they are read.
 * @param segments in order
 * @param folder with the segments
 * @param sources the folder of the frames' own files. If null, changes of these files are not checked
 * @throws the signal's reason when it is aborted
 */
export async function wholeSegments(
  segments: readonly SegmentFile[],
  folder: Directory,
  { frames }: Pick<FramePlan, 'frames'>,
  sources: Directory | null,
  signal: AbortSignal | undefined,
): Promise<SegmentFile[]> {
  const end = segments.at(-1)?.segment.to ?? 0
  const names = frames.slice(0, end).flatMap(({ fileName }) => fileName ?? [])
  const [stamps, sourceStamps] = await Promise.all([
    statFiles(folder, new Set(segments.map(({ name }) => name)), { signal }),
    sources && statFiles(sources, new Set(names), { signal }),
  ])
  const isWhole = ({ name, sizeBytes, segment }: SegmentFile): boolean => {
    if (stamps.get(name)?.sizeBytes !== sizeBytes) return false
    if (!sourceStamps) return true
    const leftOut = new Set(
      segment.others.flatMap(({ kind, position }) => (kind === 'rendered' ? [] : [position])),
    )
    const own = frames
      .slice(segment.from, segment.to)
      .map(({ fileName }, index) =>
        leftOut.has(segment.from + index) ? null : (sourceStamps.get(fileName ?? '') ?? null),
      )
    return sourcesChecksum(own) === segment.sources
  }
  const firstBroken = segments.findIndex((each) => !isWhole(each))
  return firstBroken < 0 ? [...segments] : segments.slice(0, firstBroken)
}
