import { RUN_CLASSES } from '../queue/job-names.ts'
import type { RunProgress } from '../queue/run-progress.ts'
import type { WorkerSign } from '../queue/worker-signs.ts'

export interface FleetState {
  runs: readonly RunProgress[]
  workers: readonly WorkerSign[]
  /** By queue, then by state. */
  jobs: Readonly<Record<string, Readonly<Record<string, number>>>>
  redisBytes: number
}

interface Metric {
  name: string
  help: string
  values: { labels: Record<string, string>; value: number }[]
}

/** The state of a fleet in Prometheus' text format. */
export function metricsText({ runs, workers, jobs, redisBytes }: FleetState): string {
  const ofClasses = (key: keyof RunProgress): Metric['values'] =>
    RUN_CLASSES.map((runClass) => ({
      labels: { class: runClass },
      value: runs
        .filter((run) => run.runClass === runClass)
        .reduce((sum, run) => sum + Number(run[key]), 0),
    }))
  const one = (value: number): Metric['values'] => [{ labels: {}, value }]
  const busyCount = workers.filter(({ run }) => run !== null).length
  const rate = workers.reduce((sum, each) => sum + (each.framesPerSecond ?? 0), 0)
  const metrics: Metric[] = [
    { name: 'workers', help: 'Workers that give signs.', values: one(workers.length) },
    { name: 'workers_busy', help: 'Workers that have a job.', values: one(busyCount) },
    { name: 'frames_per_second', help: 'Frames that are rendered now.', values: one(rate) },
    {
      name: 'jobs',
      help: 'Jobs of the queues.',
      values: Object.entries(jobs).flatMap(([queue, states]) =>
        Object.entries(states).map(([state, value]) => ({ labels: { queue, state }, value })),
      ),
    },
    { name: 'recordings', help: 'Recordings of runs.', values: ofClasses('recordingCount') },
    {
      name: 'recordings_done',
      help: 'Recordings that are complete.',
      values: ofClasses('doneCount'),
    },
    {
      name: 'recordings_failed',
      help: 'Recordings that failed.',
      values: ofClasses('failedCount'),
    },
    { name: 'chunks', help: 'Chunks of planned recordings.', values: ofClasses('chunkCount') },
    { name: 'chunks_done', help: 'Chunks that are complete.', values: ofClasses('doneChunkCount') },
    { name: 'frames', help: 'Frames of planned recordings.', values: ofClasses('frameCount') },
    { name: 'frames_done', help: 'Frames that are settled.', values: ofClasses('doneFrameCount') },
    { name: 'redis_bytes', help: 'Memory of the queue.', values: one(redisBytes) },
  ]
  return metrics.map(metricText).join('')
}

/** All of them may go down: runs are forgotten after a week. */
function metricText({ name, help, values }: Metric): string {
  const full = `overlane_${name}`
  const lines = values.map(({ labels, value }) => {
    const inner = Object.entries(labels).map(([key, text]) => `${key}="${text}"`)
    return `${full}${inner.length > 0 ? `{${inner.join(',')}}` : ''} ${value}`
  })
  return `# HELP ${full} ${help}\n# TYPE ${full} gauge\n${lines.join('\n')}\n`
}
