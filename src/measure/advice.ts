import { formatCount } from '../index.ts'
import type { OutputConfig, Stage } from '../index.ts'
import type { StageExpense } from './stage-expense.ts'

export type AdviceKind =
  'io-bound' | 'renderer-bound' | 'data-access-bound' | 'few-frames' | 'many-frames' | 'balanced'

/** An advice that follows from a profile. */
export interface Advice {
  kind: AdviceKind
  text: string
  /** Settings that follow the advice; null if there are none, or if they are already set. */
  apply: Partial<Pick<OutputConfig, 'mode' | 'numWorkers'>> | null
}

/** What will be rendered, and on how many cores. */
export interface AdviceContext {
  plannedCount: number
  coreCount: number
  output: Pick<OutputConfig, 'mode' | 'numWorkers'>
}

const IO_SHARE = 0.5
const RENDER_SHARE = 0.7
const DATA_SHARE = 0.3
const FEW_FRAMES = 50
const MANY_FRAMES = 100

/** Finds out what limits the speed of rendering, and what to do about it. */
export function adviseOn(
  { stages }: { stages: readonly StageExpense[] },
  { plannedCount, coreCount, output }: AdviceContext,
): Advice[] {
  const percent = (share: number): string => `${Math.round(share * 100)} %`
  const expense = (stage: Stage) => stages.find((each) => each.stage === stage)
  const shareOf = (stage: Stage): number => expense(stage)?.share ?? 0
  const [load, save] = [expense('load_frame'), expense('save_frame')]
  const ioShare = shareOf('load_frame') + shareOf('save_frame')
  const diskShare = (load?.parts?.disk.share ?? 0) + (save?.parts?.disk.share ?? 0)
  const isFew = plannedCount < FEW_FRAMES
  const parallel = { mode: 'parallel', numWorkers: 'auto' } as const
  const advice: Advice[] = []
  const add = (kind: AdviceKind, text: string, apply: Advice['apply'] = null): void => {
    const isSet = Object.entries(apply ?? {}).every(
      ([name, value]) => output[name as keyof typeof output] === value,
    )
    advice.push({ kind, text, apply: isSet ? null : apply })
  }

  if (ioShare > IO_SHARE) {
    const isSpliced = save?.parts?.codecSteps.some(({ step }) => step === 'splice') ?? false
    const coding = isSpliced ? 'walking through and splicing files' : 'decoding and encoding'
    const split = `${percent(diskShare)} disk, ${percent(ioShare - diskShare)} ${coding}`
    const what = `I/O bound: loading and saving take ${percent(ioShare)} of the time (${split}).`
    const isDisk = diskShare > ioShare / 2
    const isParallel = output.mode === 'parallel'
    const gain = isDisk
      ? 'several workers can wait for the disk at the same time'
      : `frames are ${isSpliced ? 'spliced' : 'decoded and encoded'} on all ${coreCount} cores`
    const limit = isDisk ? 'the disk' : 'the codec'
    const help = isDisk
      ? 'A faster disk or smaller files (JPEG) would help more.'
      : isSpliced
        ? 'A smaller overlay is spliced faster.'
        : 'JPEG is faster to decode and encode than PNG or WebP.'
    add(
      'io-bound',
      `${what} ${isParallel ? `Parallel is on, so ${limit} is the limit.` : `Use parallel: ${gain}.`} ${help}`,
      isFew ? null : parallel,
    )
  }
  if (shareOf('render') > RENDER_SHARE) {
    add(
      'renderer-bound',
      `Renderer bound: drawing takes ${percent(shareOf('render'))} of the time. Optimise renderers: use fewer renderers, or fewer and smaller texts and panels.`,
    )
  }
  if (shareOf('get_sensor_data') > DATA_SHARE) {
    add(
      'data-access-bound',
      `Data access bound: matching records takes ${percent(shareOf('get_sensor_data'))} of the time. It is done once for all workers, so more workers do not help. Leave out sensors that are not drawn and fields that no renderer shows.`,
    )
  }
  if (advice.length === 0) {
    add('balanced', 'No stage stands out: loading, matching, drawing and saving share the time.')
  }
  if (isFew) {
    add(
      'few-frames',
      `${plannedCount} frames are few: sequential is fine and starts only one worker.`,
      { mode: 'sequential' },
    )
  } else if (plannedCount > MANY_FRAMES) {
    add(
      'many-frames',
      `${formatCount(plannedCount)} frames are many: use parallel, on all ${coreCount} cores.`,
      ioShare > IO_SHARE ? null : { mode: 'parallel' },
    )
  }
  return advice
}
