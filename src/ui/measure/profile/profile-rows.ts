import type { Expense, Profile } from '../../../measure/index.ts'
import type { Stage, Step } from '../../../index.ts'

/** What the disk does in a stage. */
const DISK_NAMES: Partial<Record<Stage, string>> = {
  load_frame: 'disk: reading',
  save_frame: 'disk: writing',
}

/** What the codec does in a step. */
const CODEC_NAMES: Partial<Record<Step, string>> = {
  decode: 'decoding',
  walk: 'walking',
  splice: 'splicing',
  encode: 'encoding',
}

/** A row of the profile: a stage, or the part of the disk or of the codec in it. */
export interface ProfileRow {
  name: string
  stage: Stage
  part: 'whole' | 'disk' | 'codec'
  seconds: number
  /** With one decimal. The stages add up to 100, the parts to their stage. */
  percent: number
  frameMs: Expense['frameMs']
}

export function toProfileRows({ stages }: Pick<Profile, 'stages'>): ProfileRow[] {
  const percents = roundToSum(stages.map(({ share }) => share * 100))
  return stages.flatMap(({ stage, parts, ...whole }, index) => {
    const percent = percents[index] ?? 0
    const row = (part: ProfileRow['part'], name: string, of: Expense, own: number): ProfileRow => ({
      name,
      stage,
      part,
      seconds: of.seconds,
      percent: own,
      frameMs: of.frameMs,
    })
    const rows = [row('whole', stage, whole, percent)]
    const diskName = DISK_NAMES[stage]
    if (parts && diskName) {
      // Frames that are spliced are not decoded: the disk has the whole stage.
      const hasCodec = parts.codecSteps.length > 0
      const disk = hasCodec ? Math.min(percent, tenths(parts.disk.share * 100)) : percent
      rows.push(row('disk', diskName, parts.disk, disk))
      if (hasCodec) {
        rows.push(row('codec', codecName(parts.codecSteps), parts.codec, tenths(percent - disk)))
      }
    }
    return rows
  })
}

/** `codec: walking and splicing` */
function codecName(steps: readonly { step: Step }[]): string {
  const names = steps.map(({ step }) => CODEC_NAMES[step] ?? step)
  const last = names.pop() ?? ''
  return `codec: ${names.length > 0 ? `${names.join(', ')} and ${last}` : last}`
}

/** Rounds to one decimal and keeps the sum: the values with the largest remainders are rounded up. */
export function roundToSum(values: readonly number[]): number[] {
  const scaled = values.map((value) => value * 10)
  const rounded = scaled.map(Math.floor)
  const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0)
  const missing = Math.round(sum(scaled)) - sum(rounded)
  const byRest = [...scaled.keys()].sort((a, b) => ((scaled[b] ?? 0) % 1) - ((scaled[a] ?? 0) % 1))
  for (const index of byRest.slice(0, missing)) rounded[index] = (rounded[index] ?? 0) + 1
  return rounded.map((value) => value / 10)
}

const tenths = (value: number): number => Math.round(value * 10) / 10
