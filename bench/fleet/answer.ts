/**
 * Asks the simulator, with the measured times: how fast fleets of many sizes are, and what the size of
 * chunks, deaths and the store change. It prints tables and draws `plots/`.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chunkSizeOf } from '../../src/cli/chunks/chunk-size.ts'
import { linePlot } from './line-plot.ts'
import type { LinePlot } from './line-plot.ts'
import { readServices } from './measured-services.ts'
import { timeOf, USUAL } from './simulator/fleet-model.ts'
import type { FleetModel } from './simulator/fleet-model.ts'
import { FleetSimulation } from './simulator/fleet-simulation.ts'
import type { FleetResult } from './simulator/fleet-simulation.ts'

const PLOTS = join('bench', 'fleet', 'plots')
const { services } = readServices()
const GOAL = 0.9

interface Answer {
  efficiency: number
  speedUp: number
  result: FleetResult
}

interface Work {
  name: string
  workerCount: number
  recordingCount: number
  framesPerRecording: number
}

const ONE: Work = {
  name: 'one recording of 10⁶ frames',
  workerCount: 100,
  recordingCount: 1,
  framesPerRecording: 1e6,
}
const MANY: Work = {
  name: '10,000 recordings of 10,000 frames',
  workerCount: 1000,
  recordingCount: 10_000,
  framesPerRecording: 10_000,
}
const BOTH = [ONE, MANY]

mkdirSync(PLOTS, { recursive: true })
const bySize = table('machines', [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], (workerCount) => ({
  workerCount,
}))
draw('speed-up.svg', {
  title: 'How many times faster than one machine',
  description: 'Speed-up over the number of machines.',
  x: { label: 'machines', ticks: [1, 10, 100, 1000] },
  y: { label: 'speed-up', ticks: [1, 10, 100, 1000], isLogarithmic: true },
  lines: bySize.map(({ name, answers }) => ({
    name,
    points: answers.map(([x, { speedUp }]) => [x, Math.max(1, speedUp)] as const),
  })),
})
plotEfficiency('machines.svg', 'machines', [1, 10, 100, 1000], bySize)
const fixed = `${ONE.name}: ${ONE.workerCount} machines; ${MANY.name}: ${MANY.workerCount} machines`
print(`\n${fixed}.\n`)
plotEfficiency(
  'chunk-size.svg',
  'frames of a chunk',
  [100, 1000, 10_000],
  table('frames of a chunk', [100, 200, 500, 1000, 2000, 5000, 10_000], (frames) => ({
    chunkSize: chunkSizeOf(frames, 1),
  })),
)
plotEfficiency(
  'deaths.svg',
  'deaths of a machine in an hour',
  [0.01, 0.1, 1, 10],
  table('deaths an hour', [0.01, 0.1, 0.3, 1, 3, 10], (deathsPerHour) => ({
    deathsPerHour,
  })),
)
plotEfficiency(
  'store.svg',
  'GB/s of the store, for all machines together',
  [0.1, 1, 10, 100],
  table('GB/s of the store', [0.1, 0.3, 1, 3, 10, 30, 100], (gigabytes) => ({
    storeBytesPerSecond: gigabytes * 1e9,
  })),
)

print('\n| what | work | efficiency | hours | start | plan | open | join | lost | idle |')
print('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |')
const free = { fixedMs: 0, perFrameMs: 0 }
const others: [string, Partial<FleetModel>][] = [
  ['as measured', {}],
  ['5 % of machines half as fast', { slowShare: 0.05, slowFactor: 2 }],
  ['a join costs nothing', { services: { ...services, join: free, checkFrameMs: 0 } }],
  [
    'plan, opening and join cost nothing',
    { services: { ...services, plan: free, open: free, join: free, checkFrameMs: 0 } },
  ],
  [
    'frames cost four times as much',
    {
      services: {
        ...services,
        chunk: { ...services.chunk, perFrameMs: 4 * services.chunk.perFrameMs },
      },
    },
  ],
]
for (const work of BOTH) for (const [what, change] of others) printParts(what, work, change)
printParts(
  'as measured',
  { ...MANY, name: '10,000 recordings of 100,000 frames', framesPerRecording: 1e5 },
  {},
)

function answer(work: Work, change: Partial<FleetModel>): Answer {
  const { workerCount, recordingCount, framesPerRecording } = work
  const size = { workerCount, recordingCount, framesPerRecording }
  const chunkSize = chunkSizeOf(null, recordingCount)
  const model: FleetModel = { ...USUAL, services, chunkSize, ...size, ...change }
  const result = new FleetSimulation(model).run()
  const { plan, chunk } = model.services
  // A local run opens and plans the recording, too.
  const frameMs = model.framesPerRecording * chunk.perFrameMs
  const localMs = model.recordingCount * (timeOf(plan, model.framesPerRecording) + frameMs)
  const speedUp = localMs / result.totalMs
  return { speedUp, efficiency: speedUp / model.workerCount, result }
}

interface Column {
  name: string
  answers: [x: number, answer: Answer][]
}

function table(
  head: string,
  xs: readonly number[],
  change: (x: number) => Partial<FleetModel>,
): Column[] {
  const columns = BOTH.map((work) => ({
    name: work.name,
    answers: xs.map((x): [number, Answer] => [x, answer(work, change(x))]),
  }))
  print(`\n| ${head} | ${BOTH.map(({ name }) => `${name}: efficiency | hours`).join(' | ')} |`)
  print('| --- | --- | --- | --- | --- |')
  for (const [place, x] of xs.entries()) {
    const cells = columns.flatMap(({ answers }) => {
      const found = answers[place]?.[1]
      return found ? [found.efficiency.toFixed(3), hours(found.result.totalMs)] : []
    })
    print(`| ${x.toLocaleString('en-GB')} | ${cells.join(' | ')} |`)
  }
  return columns
}

/** What the time of all machines was used for, in percent. */
function printParts(what: string, work: Work, change: Partial<FleetModel>): void {
  const { efficiency, result } = answer(work, change)
  const { spentMs, totalMs } = result
  const all = work.workerCount * totalMs
  const idleMs = all - Object.values(spentMs).reduce((sum, ms) => sum + ms, 0)
  const parts = [spentMs.start, spentMs.plan, spentMs.open, spentMs.join, spentMs.lost, idleMs]
  const cells = parts.map((ms) => `${((100 * ms) / all).toFixed(1)} %`)
  print(
    `| ${what} | ${work.name}, ${work.workerCount} machines | ${efficiency.toFixed(3)} | ${hours(totalMs)} | ${cells.join(' | ')} |`,
  )
}

function plotEfficiency(file: string, label: string, ticks: number[], columns: Column[]): void {
  draw(file, {
    title: `Efficiency, by ${label}`,
    description: `Efficiency by ${label}. The dotted line is ${GOAL}.`,
    x: { label, ticks },
    y: { label: 'efficiency', ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], isLogarithmic: false },
    lines: columns.map(({ name, answers }) => ({
      name,
      points: answers.map(([x, { efficiency }]) => [x, efficiency] as const),
    })),
    goal: GOAL,
  })
}

function draw(file: string, plot: LinePlot): void {
  writeFileSync(join(PLOTS, file), linePlot(plot))
}

function hours(ms: number): string {
  return (ms / 3_600_000).toFixed(2)
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
