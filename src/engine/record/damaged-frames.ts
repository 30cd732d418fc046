import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import { formatQuantity } from '../../core/text/format-count.ts'

/** So many frames have a warning of their own. */
const MOST_NAMED = 20

/** The frames of a run whose files are damaged, though they can be drawn. */
export class DamagedFrames {
  /** By the position in the plan. */
  private readonly faults = new Map<number, string>()

  /** @param fault a clause about the frame's file; null: it is sound */
  note(position: number, fault: string | null): void {
    if (fault === null) this.faults.delete(position)
    else this.faults.set(position, fault)
  }

  /** A warning for each of the first frames in the order of the plan, and one for all others. */
  warnings({ frames }: Pick<FramePlan, 'frames'>): Problem[] {
    const ordered = [...this.faults].sort(([a], [b]) => a - b)
    const named = ordered.slice(0, MOST_NAMED).map(([position, fault]) => {
      const { frameIndex = -1, fileName = null } = frames[position] ?? {}
      const told = {
        subject: fileName ?? `Frame ${frameIndex}`,
        fault: `is damaged: ${fault}. It was rendered as far as it can be read.`,
      }
      const where = fileName === null ? { frameIndex } : { file: fileName, frameIndex }
      return problem('warning', 'frame-damaged', told, where)
    })
    const others = ordered.slice(MOST_NAMED).map(([position]) => frames[position]?.frameIndex ?? -1)
    if (others.length === 0) return named
    const fault = `${formatQuantity(others.length, 'more frame')} with such damage: ${formatRanges(others)}.`
    return [...named, problem('warning', 'frame-damaged', fault)]
  }
}

/** `3, 7–9, 20` */
function formatRanges(numbers: readonly number[]): string {
  const ranges: [first: number, last: number][] = []
  for (const number of numbers) {
    const range = ranges.at(-1)
    if (range?.[1] === number - 1) range[1] = number
    else ranges.push([number, number])
  }
  return ranges
    .map(([first, last]) => (first === last ? String(first) : `${first}–${last}`))
    .join(', ')
}
