import type { OutputConfig } from '../../core/config/output-specs.ts'
import type { FrameTimes, Step } from '../frames/step-clock.ts'
import type { WorkerPlan } from './plan-workers.ts'
import { countOf } from './worker-reason.ts'

/** What the first frames of a run showed. */
interface Probe {
  frameCount: number
  /** From the first of these frames to the last. */
  durationMs: number
  /** Time for decoding, drawing and encoding them, summed over all workers. */
  computeMs: number
}

/** What `auto` chose. */
export interface Tuning {
  workerCount: number
  chunkSize: number
  /** One sentence. */
  reason: string
}

/** If the cores are busy for a smaller share of the time, workers are added. */
const BUSY_SHARE = 0.85
/** A chunk lasts about this long. */
const CHUNK_MS = 20
const MOST_CHUNK = 16

/**
 * Chooses workers and chunks by what the first frames showed. If the cores wait for the disk,
 * workers are added. Frames that take very little time are handed out several at a time.
 */
export function tuneWorkers(
  plan: Pick<WorkerPlan, 'workerCount' | 'mostWorkers'>,
  { frameCount, durationMs, computeMs }: Probe,
  coreCount: number,
): Tuning {
  const busyShare = Math.min(1, computeMs / (durationMs * coreCount))
  const isBusy = busyShare >= BUSY_SHARE
  const wanted = isBusy ? plan.workerCount : Math.ceil(plan.workerCount / busyShare)
  const workerCount = Math.max(plan.workerCount, Math.min(wanted, plan.mostWorkers))
  const frameMs = (durationMs * plan.workerCount) / frameCount
  const chunkSize = Math.max(1, Math.min(MOST_CHUNK, Math.floor(CHUNK_MS / frameMs)))
  const found = `the first ${frameCount} frames kept the cores busy for ${Math.round(busyShare * 100)} % of the time`
  const why = isBusy
    ? `${found}, so more workers would gain nothing`
    : workerCount > plan.workerCount
      ? `${found} and waited for the disk for the rest; more workers use that time`
      : `${found}, and memory allows no more workers`
  return { workerCount, chunkSize, reason: `${countOf(workerCount, 'worker')}: ${why}.` }
}

/** How many frames `auto` measures for each worker. */
const PROBED_PER_WORKER = 4
const COMPUTE: readonly Step[] = ['decode', 'draw', 'walk', 'splice', 'encode']

/**
 * Measures the run's own first frames, and chooses workers and chunks by them. Nothing is rendered
 * twice, and nothing waits for the choice.
 */
export class AutoTuner {
  private readonly plan: WorkerPlan
  private readonly settings: OutputConfig
  private readonly coreCount: number
  private readonly now: () => number
  private settledCount = 0
  private sinceMs = 0
  private computeMs = 0

  /** @param now the time of the run without its pauses, in ms */
  constructor(plan: WorkerPlan, settings: OutputConfig, coreCount: number, now: () => number) {
    this.plan = plan
    this.settings = settings
    this.coreCount = coreCount
    this.now = now
  }

  /** Counts a settled frame. @returns the choice, once; else null */
  note({ steps }: FrameTimes): Tuning | null {
    const { numWorkers, chunkSize, mode } = this.settings
    if (mode === 'sequential' || (numWorkers !== 'auto' && chunkSize !== 'auto')) return null
    const { workerCount } = this.plan
    const frameCount = workerCount * PROBED_PER_WORKER
    // Each worker's first frame includes its start, so these are not measured.
    const position = this.settledCount++ - workerCount
    if (position < 0) {
      this.sinceMs = this.now()
      return null
    }
    for (const { step, startMs, endMs } of steps) {
      if (COMPUTE.includes(step)) this.computeMs += endMs - startMs
    }
    if (position !== frameCount - 1) return null
    const durationMs = this.now() - this.sinceMs
    const { computeMs, coreCount } = this
    const tuned = tuneWorkers(this.plan, { frameCount, durationMs, computeMs }, coreCount)
    return {
      ...(numWorkers === 'auto' ? tuned : { workerCount, reason: this.plan.reason }),
      chunkSize: chunkSize === 'auto' ? tuned.chunkSize : chunkSize,
    }
  }
}
