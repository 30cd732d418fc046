/** The text of `bench/SOAK.md`. */

import os from 'node:os'
import { format } from 'prettier'
import type { SoakRun } from './soak-run.ts'

export interface NamedRun extends SoakRun {
  name: string
}

export function formatSoak(runs: readonly NamedRun[], browserVersion: string): Promise<string> {
  const machine = `${os.cpus().length} × ${os.cpus()[0]?.model ?? '?'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}`
  const text = `# What a long run holds

Measured on ${new Date().toISOString().slice(0, 10)} by \`npm run soak\` with Chromium ${browserVersion} (headless), Node ${process.version}, on ${machine}.

${table(runs)}

- **Memory** is the proportional set size of all processes of the browser, sampled each second. Memory that they share is counted once.
- **Growth** is the slope of a straight line through the samples after the first fifth of the run, with its standard error.
- **Open files** are those of all processes, also sockets and pipes, before the run and after it.
- **Open pictures** are VideoFrames and ImageBitmaps that were not closed: the most at a time in the page and all workers, and those in the page after the run.
- **Long tasks** of the page took longer than 50 ms: their number, and the longest one.

## At the peak

${peakTable(runs)}
`
  return format(text, { parser: 'markdown' })
}

function table(runs: readonly NamedRun[]): string {
  const head = [
    'run',
    'frames',
    'frames/s',
    'peak, MB',
    'growth, MB per 1,000 frames',
    'open files',
    'open pictures',
    'long tasks while opening',
    'long tasks during the run',
  ]
  return rowsOf([
    head,
    head.map(() => '---'),
    ...runs.map((run) => [
      run.name,
      run.frameCount.toLocaleString('en'),
      (run.frameCount / run.seconds).toFixed(0),
      run.peak.totalMb.toFixed(0),
      run.growth ? `${run.growth.slope.toFixed(2)} ± ${run.growth.error.toFixed(2)}` : '–',
      `${run.openFilesBefore} → ${run.openFilesAfter}`,
      `${run.mostOpenPictures}, ${run.openPicturesAfter} after`,
      describeTasks(run.openingTasksMs),
      describeTasks(run.longTasksMs),
    ]),
  ])
}

function peakTable(runs: readonly NamedRun[]): string {
  const kinds = [...new Set(runs.flatMap(({ peak }) => Object.keys(peak.mbByKind)))].sort()
  const head = ['run', ...kinds.map((kind) => `${kind}, MB`)]
  return rowsOf([
    head,
    head.map(() => '---'),
    ...runs.map(({ name, peak }) => [
      name,
      ...kinds.map((kind) => (peak.mbByKind[kind] ?? 0).toFixed(0)),
    ]),
  ])
}

function rowsOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function describeTasks(tasksMs: readonly number[]): string {
  return tasksMs.length === 0 ? '0' : `${tasksMs.length}, ${Math.max(...tasksMs).toFixed(0)} ms`
}
