import type { FrameIssue, RenderReport } from '../index.ts'

/**
 * Why a run cannot be measured; null if it can. Skipped frames do not count.
 * @param workerCount that the run was to have; without it, any number is accepted
 */
export function failureOf(
  {
    status,
    stopReason,
    failed,
    renderedCount,
    settings,
    workerReason,
  }: Pick<
    RenderReport,
    'status' | 'stopReason' | 'failed' | 'renderedCount' | 'settings' | 'workerReason'
  >,
  workerCount = settings.workerCount,
): string | null {
  if (status === 'finished') {
    if (workerCount !== settings.workerCount) return `It ran with ${workerReason}`
    return renderedCount > 0 ? null : 'No frame could be rendered.'
  }
  return stopReason?.message ?? describeIssues(failed, 'failed') ?? `The run was ${status}.`
}

/** Which frames a finished run skipped, and why; null if it skipped none. */
export function lossOf({ skipped }: Pick<RenderReport, 'skipped'>): string | null {
  return describeIssues(skipped, 'skipped')
}

const NAMED_FRAMES = 3

/** `Frame 2 was skipped: …`, `Frames 2, 5, 9 and 4 more were skipped, the first one: …` */
function describeIssues(issues: readonly FrameIssue[], word: 'skipped' | 'failed'): string | null {
  const [first] = issues
  if (!first) return null
  const isOne = issues.length === 1
  const verb = word === 'failed' ? 'failed' : isOne ? 'was skipped' : 'were skipped'
  if (isOne) return `Frame ${first.frameIndex} ${verb}: ${first.reason}`
  const named = issues.slice(0, NAMED_FRAMES).map(({ frameIndex }) => frameIndex)
  const moreCount = issues.length - named.length
  const more = moreCount > 0 ? ` and ${moreCount} more` : ''
  return `Frames ${named.join(', ')}${more} ${verb}, the first one: ${first.reason}`
}
