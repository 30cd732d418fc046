import { OverlaneError, problem } from '../../../core/errors.ts'
import { formatCount } from '../../../core/text/format-count.ts'
import { toFrames, undecodable } from '../find-video.ts'
import type { FoundFrames } from '../found-frames.ts'
import type { Opening } from '../opening.ts'
import type { Reader } from '../reader.ts'
import { openVideo } from '../../video/video-file.ts'
import type { FoundLogs } from './found-logs.ts'

type InnerVideo = FoundLogs['videos'][number]

const REMEDY = 'Export it as MP4 with H.264, and open that file with this one.'

/** The frames of a video inside a log; null where it cannot be shown, and a problem says why. */
export async function openInnerVideo(
  { problems }: Opening,
  { path, file, name, ...packets }: InnerVideo,
  reader: Reader,
  report: (step: string, doneCount: number, totalCount: number, unit: '%') => void,
): Promise<FoundFrames | null> {
  const place = `${path}/${name}`
  const tell = (share: number): void =>
    report(`Reading the video in ${path}`, Math.round(share * 100), 100, '%')
  try {
    const remuxed = await reader.remuxVideo(file, { name, ...packets }, tell)
    const found = await reader.indexVideo(remuxed.file, place, () => undefined)
    const video = await openVideo(found.file, found.index)
    problems.push(...found.problems)
    if (!video.info.isDecodable) {
      video.input.dispose()
      problems.push(undecodable(video.info, REMEDY))
      return null
    }
    for (const fault of faultsOf(remuxed, name)) {
      problems.push(problem('info', 'sensor-invalid', { subject: path, fault }, { file: path }))
    }
    const inner = { directory: null, timesMs: remuxed.timesMs, file: path }
    return { ...toFrames(video), inner }
  } catch (thrown) {
    if (!(thrown instanceof OverlaneError)) throw thrown
    const { fault } = thrown.toProblem()
    const told = { subject: place, fault: `cannot be shown: ${fault}`, remedy: REMEDY }
    problems.push(problem('error', 'video-unsupported', told, { file: path }))
    return null
  }
}

function faultsOf(
  {
    leftOutCount,
    lateCount,
    damagedCount,
  }: { leftOutCount: number; lateCount: number; damagedCount: number },
  name: string,
): string[] {
  return [
    ...(damagedCount > 0
      ? [
          `has ${formatCount(damagedCount)} packets of ${name} that are damaged or need a damaged one; they are left out.`,
        ]
      : []),
    ...(leftOutCount > 0
      ? [
          `has ${formatCount(leftOutCount)} packets of ${name} before the first key frame; they are left out.`,
        ]
      : []),
    ...(lateCount > 0
      ? [
          `has ${formatCount(lateCount)} packets of ${name} that are not later than the one before them; they are shown directly after it.`,
        ]
      : []),
  ]
}
