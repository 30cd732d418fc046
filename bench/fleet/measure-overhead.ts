/**
 * Compares a fleet of one with `overlane render` on the same machine: what queue, plan, receipts and join
 * cost, all processes and their starts included. Runs of few and of many recordings tell what a fleet costs
 * once from what it costs for each recording, and so how long a run must be for them to be small. Then: what
 * a chunk costs that is complete already when a recording is submitted again.
 */

import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { connect } from '../../src/fleet/queue/connect.ts'
import { FleetQueue } from '../../src/fleet/queue/fleet-queue.ts'
import { RedisServer } from '../../src/fleet/testing/redis-server.ts'
import { median, spread } from '../figures.ts'
import { repeatRecording } from './long-recording.ts'
import { timed } from './timed.ts'

const { values } = parseArgs({
  options: {
    // Of each recording; it has as many as a chunk, unless they are said.
    frames: { type: 'string', default: '1000' },
    'chunk-frames': { type: 'string', default: '1000' },
    // A few, and many.
    recordings: { type: 'string', default: '1,20' },
    rounds: { type: 'string', default: '3' },
  },
})
const CLI = resolve('dist-cli', 'overlane.mjs')
const LOOK_INTERVAL_MS = 20
const SAMPLE_FRAMES = 100
const SMALL_FRAMES = 4000
const MANY_CHUNKS = 200
const GOAL = 0.03
const frameCount = Number(values.frames)
const recordingCounts = values.recordings.split(',').map(Number)

interface Measured {
  recordingCount: number
  /** All processes and their starts included. */
  localMs: number
  fleetMs: number
}

const folder = mkdtempSync(join(tmpdir(), 'overlane-overhead-'))
const server = await RedisServer.start()
const mount = ['--mount', `data=${folder}`]
const queue = ['--queue', server.address]
const fleet = new FleetQueue(await connect(server.address, 'command'))
try {
  await overlane('sample', join(folder, 'sample'), ...sizeOf(1920, 1080))
  for (let place = 0; place < Math.max(...recordingCounts); place++) {
    repeatRecording(join(folder, 'sample'), pathOf(place), frameCount / SAMPLE_FRAMES)
  }
  print('| recordings | frames | render, s | fleet of one, s | longer, s | fleet ÷ render |')
  print('| --- | --- | --- | --- | --- | --- |')
  const measured: Measured[] = []
  for (const recordingCount of recordingCounts) {
    const times: Omit<Measured, 'recordingCount'>[] = []
    for (let round = 1; round <= Number(values.rounds); round++) {
      times.push(await compare(recordingCount))
    }
    const localMs = median(times.map((each) => each.localMs))
    const fleetMs = median(times.map((each) => each.fleetMs))
    const shares = times.map((each) => each.fleetMs / each.localMs)
    const row = [
      recordingCount,
      recordingCount * frameCount,
      seconds(localMs),
      seconds(fleetMs),
      seconds(fleetMs - localMs),
      spread(shares),
    ]
    print(`| ${row.join(' | ')} |`)
    measured.push({ recordingCount, localMs, fleetMs })
  }
  const [few, many] = [measured[0], measured.at(-1)]
  if (few && many && many.recordingCount > few.recordingCount) printParts(few, many)
  await overlane('sample', join(folder, 'tiny'), ...sizeOf(64, 36))
  repeatRecording(join(folder, 'tiny'), join(folder, 'long'), SMALL_FRAMES / SAMPLE_FRAMES)
  const [oneMs, manyMs] = [
    await againMs('one', SMALL_FRAMES),
    await againMs('many', SMALL_FRAMES / MANY_CHUNKS),
  ]
  print(
    `Submitted again: ${seconds(oneMs)} s with 1 complete chunk, ${seconds(manyMs)} s with ${MANY_CHUNKS}: ${((manyMs - oneMs) / (MANY_CHUNKS - 1)).toFixed(1)} ms a chunk.`,
  )
} finally {
  await fleet.close()
  await server.remove()
  rmSync(folder, { recursive: true, force: true })
}

/** Both render the first recordings. The results of the first are gone before the second begins. */
async function compare(recordingCount: number): Promise<Omit<Measured, 'recordingCount'>> {
  const paths = Array.from({ length: recordingCount }, (_, place) => pathOf(place))
  const output = join(folder, 'out')
  const [localMs] = await timed(() => overlane('render', ...paths, '--out', output))
  expectFrames(output, paths)
  const [fleetMs] = await timed(() => renderByFleet(paths, 'out', values['chunk-frames']))
  expectFrames(output, paths)
  return { localMs, fleetMs }
}

/** What a fleet costs once and for each recording, and from how many frames on both are below the goal. */
function printParts(few: Measured, many: Measured): void {
  const longerMs = ({ localMs, fleetMs }: Measured): number => fleetMs - localMs
  const count = many.recordingCount - few.recordingCount
  const eachMs = (longerMs(many) - longerMs(few)) / count
  const onceMs = longerMs(few) - eachMs * few.recordingCount
  const localEachMs = (many.localMs - few.localMs) / count
  const spareMs = GOAL * localEachMs - eachMs
  const percent = (100 * eachMs) / localEachMs
  print(
    `A fleet takes ${seconds(onceMs)} s longer once, and ${seconds(eachMs)} s longer for each recording (${percent.toFixed(1)} %).`,
  )
  const leastCount = Math.ceil(
    Math.max(0, onceMs - GOAL * (few.localMs - localEachMs * few.recordingCount)) / spareMs,
  )
  print(
    spareMs > 0
      ? `It is below ${100 * GOAL} % from ${Math.max(1, leastCount) * frameCount} frames on.`
      : `It is never below ${100 * GOAL} %.`,
  )
}

function pathOf(place: number): string {
  return join(folder, `drive-${String(place + 1).padStart(2, '0')}`)
}

/** How long a recording takes whose chunks are complete: they are found, and it is joined. */
async function againMs(output: string, chunkFrames: number): Promise<number> {
  const out = ['--out', join(folder, output)]
  await overlane('plan', join(folder, 'long'), ...out, '--chunk-frames', String(chunkFrames))
  await overlane('render', join(folder, 'long'), ...out, '--shard', '1/1')
  const paths = [join(folder, 'long')]
  const [ms] = await timed(() => renderByFleet(paths, output, String(chunkFrames)))
  return ms
}

/** From the start of the worker to its end after the last join. */
async function renderByFleet(
  paths: readonly string[],
  output: string,
  chunkFrames: string,
): Promise<void> {
  const worker = spawn(process.execPath, [CLI, 'work', ...mount, ...queue], { stdio: 'ignore' })
  const ended = new Promise((resolve) => worker.once('exit', resolve))
  try {
    const out = ['--out', join(folder, output), '--chunk-frames', chunkFrames, '--json']
    const text = await overlane('submit', ...paths, ...out, ...mount, ...queue)
    const { run } = JSON.parse(text) as { run: string }
    await untilDone(run, paths.length)
  } finally {
    worker.kill('SIGTERM')
    await ended
  }
}

async function untilDone(run: string, recordingCount: number): Promise<void> {
  for (;;) {
    const { doneCount, failedCount } = await fleet.runs.counts(run)
    if (failedCount > 0) throw new Error('A recording could not be rendered.')
    if (doneCount === recordingCount) return
    await delay(LOOK_INTERVAL_MS)
  }
}

function sizeOf(widthPx: number, heightPx: number): string[] {
  const size = ['--width', widthPx, '--height', heightPx, '--frames', SAMPLE_FRAMES]
  return size.map(String)
}

function overlane(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()))
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
    child.on('close', (code) => {
      if (code === 0) resolve(stdout)
      else reject(new Error(`overlane ${args[0] ?? ''} ended with code ${code}: ${stderr}`))
    })
  })
}

/** Checks that each recording was rendered, and removes the results. */
function expectFrames(output: string, paths: readonly string[]): void {
  for (const path of paths) {
    const own = paths.length === 1 ? output : join(output, basename(path))
    const count = readdirSync(own).filter((name) => name.endsWith('.png')).length
    if (count !== frameCount) throw new Error(`${own} has ${count} of ${frameCount} frames.`)
  }
  rmSync(output, { recursive: true })
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2)
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
