/** The text of `bench/SOAK.md`. */

import { format } from 'prettier'
import { formatTable, mergeRows } from '../kept-rows.ts'
import { describeMachine } from '../machine.ts'
import type { PageTask } from './task-times.ts'
import type { SoakRun, TaskRun } from './soak-run.ts'

export interface NamedRun extends SoakRun {
  name: string
}

export interface NamedTaskRun extends TaskRun {
  name: string
}

/** @param published the report so far: runs that were not repeated stay in it */
export function formatSoak(
  runs: readonly NamedRun[],
  taskRuns: readonly NamedTaskRun[],
  browserVersion: string,
  published: string,
): Promise<string> {
  const text = `# What a long run holds

Measured by \`npm run soak\` with Chromium ${browserVersion} (headless), Node ${process.version}, on ${describeMachine()}. \`npm run soak -- -g "8K"\` repeats some of the runs.

${formatTable(HEAD, mergeRows(published, HEAD, runs.map(rowOf)))}

- **Memory** is the proportional set size of all processes of the browser, sampled each second. Memory that they share is counted once.
- **Growth** is the slope of a straight line through the samples after the first fifth of the run, with its standard error.
- **Open files** are those of all processes, also sockets and shared memory, but not those of the program itself, before the run and after it.
- **Open pictures** are VideoFrames and ImageBitmaps that were not closed: the most at a time in the page and all workers, and those in the page after the run.
- **Long tasks** of the page took longer than 50 ms of the clock: their number, and the longest one. On a machine with other work, a task also waits for a core, so the load is said: how many tasks wanted a core, on average over the last minute of the run.

## At the peak

${formatTable(PEAK_HEAD, mergeRows(published, PEAK_HEAD, runs.map(peakOf)))}

## Tasks of the page during a run

From a trace of the browser, which also says for how long a task had a core.

${formatTable(TASK_HEAD, mergeRows(published, TASK_HEAD, taskRuns.map(tasksOf)))}
`
  return format(text, { parser: 'markdown' })
}

const LONG_TASK_MS = 50

const HEAD = [
  'run',
  'frames',
  'frames/s',
  'peak, MB',
  'growth, MB per 1,000 frames',
  'open files',
  'open pictures',
  'long tasks while opening',
  'long tasks during the run',
  'load',
  'date',
]

function rowOf(run: NamedRun): string[] {
  return [
    run.name,
    run.frameCount.toLocaleString('en'),
    (run.frameCount / run.seconds).toFixed(0),
    run.peak.totalMb.toFixed(0),
    run.growth ? `${run.growth.slope.toFixed(2)} ± ${run.growth.error.toFixed(2)}` : '–',
    `${run.openFilesBefore} → ${run.openFilesAfter}`,
    `${run.mostOpenPictures}, ${run.openPicturesAfter} after`,
    describeTasks(run.openingTasksMs),
    describeTasks(run.longTasksMs),
    run.load.toFixed(0),
    new Date().toISOString().slice(0, 10),
  ]
}

const KINDS = ['browser', 'renderer', 'gpu-process', 'utility', 'zygote']
const PEAK_HEAD = ['run', ...KINDS.map((kind) => `${kind}, MB`)]

function peakOf({ name, peak }: NamedRun): string[] {
  return [name, ...KINDS.map((kind) => (peak.mbByKind[kind] ?? 0).toFixed(0))]
}

const TASK_HEAD = [
  'run',
  'tasks over 50 ms of processor time',
  'the longest, processor time',
  'tasks over 50 ms of the clock',
  'the longest, clock',
  'load',
  'date',
]

function tasksOf({ name, tasks, load }: NamedTaskRun): string[] {
  const timesOf = (key: keyof PageTask): [string, string] => {
    const times = tasks.map((task) => task[key])
    const long = times.filter((ms) => ms > LONG_TASK_MS)
    return [String(long.length), `${Math.max(...times).toFixed(0)} ms`]
  }
  return [
    name,
    ...timesOf('processorMs'),
    ...timesOf('wallMs'),
    load.toFixed(0),
    new Date().toISOString().slice(0, 10),
  ]
}

function describeTasks(tasksMs: readonly number[]): string {
  return tasksMs.length === 0 ? '0' : `${tasksMs.length}, ${Math.max(...tasksMs).toFixed(0)} ms`
}
