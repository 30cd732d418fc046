/**
 * Compares a fleet of one with `overlane render` on the same machine: what queue, plan, receipts and join
 * cost, all processes and their starts included. Then: what a chunk costs that is complete already when a
 * recording is submitted again.
 */

import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { connect } from '../../src/fleet/queue/connect.ts'
import { FleetQueue } from '../../src/fleet/queue/fleet-queue.ts'
import { RedisServer } from '../../src/fleet/testing/redis-server.ts'
import { spread } from '../figures.ts'
import { repeatRecording } from './long-recording.ts'
import { timed } from './timed.ts'

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '1200' },
    'chunk-frames': { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
  },
})
const CLI = resolve('dist-cli', 'overlane.mjs')
const LOOK_INTERVAL_MS = 20
const SAMPLE_FRAMES = 100
const SMALL_FRAMES = 4000
const MANY_CHUNKS = 200
const frameCount = Number(values.frames)

const folder = mkdtempSync(join(tmpdir(), 'overlane-overhead-'))
const server = await RedisServer.start()
const mount = ['--mount', `data=${folder}`]
const queue = ['--queue', server.address]
const fleet = new FleetQueue(await connect(server.address, 'command'))
try {
  await overlane('sample', join(folder, 'sample'), ...sizeOf(1920, 1080))
  repeatRecording(join(folder, 'sample'), join(folder, 'drive'), frameCount / SAMPLE_FRAMES)
  const shares: number[] = []
  print('| round | render, s | fleet of one, s | fleet ÷ render |')
  print('| --- | --- | --- | --- |')
  for (let round = 1; round <= Number(values.rounds); round++) {
    const [local, output] = [`local-${round}`, `fleet-${round}`]
    const [localMs] = await timed(() =>
      overlane('render', join(folder, 'drive'), '--out', join(folder, local)),
    )
    const [fleetMs] = await timed(() => renderByFleet('drive', output, values['chunk-frames']))
    expectFrames(local, output)
    shares.push(fleetMs / localMs)
    const row = [round, seconds(localMs), seconds(fleetMs), (fleetMs / localMs).toFixed(3)]
    print(`| ${row.join(' | ')} |`)
    for (const each of [local, output]) rmSync(join(folder, each), { recursive: true })
  }
  const chunkCount = Math.ceil(frameCount / Number(values['chunk-frames']))
  print(
    `${frameCount} frames of 1920×1080 in ${chunkCount} chunks: fleet ÷ render ${spread(shares)}.`,
  )
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

/** How long a recording takes whose chunks are complete: they are found, and it is joined. */
async function againMs(output: string, chunkFrames: number): Promise<number> {
  const out = ['--out', join(folder, output)]
  await overlane('plan', join(folder, 'long'), ...out, '--chunk-frames', String(chunkFrames))
  await overlane('render', join(folder, 'long'), ...out, '--shard', '1/1')
  const [ms] = await timed(() => renderByFleet('long', output, String(chunkFrames)))
  return ms
}

/** From the start of the worker to its end after the last join. */
async function renderByFleet(
  recording: string,
  output: string,
  chunkFrames: string,
): Promise<void> {
  const worker = spawn(process.execPath, [CLI, 'work', ...mount, ...queue], { stdio: 'ignore' })
  const ended = new Promise((resolve) => worker.once('exit', resolve))
  try {
    const out = ['--out', join(folder, output), '--chunk-frames', chunkFrames, '--json']
    const text = await overlane('submit', join(folder, recording), ...out, ...mount, ...queue)
    const { run } = JSON.parse(text) as { run: string }
    await untilDone(run)
  } finally {
    worker.kill('SIGTERM')
    await ended
  }
}

async function untilDone(run: string): Promise<void> {
  for (;;) {
    const { doneCount, failedCount } = await fleet.runs.counts(run)
    if (failedCount > 0) throw new Error('The recording could not be rendered.')
    if (doneCount > 0) return
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

function expectFrames(a: string, b: string): void {
  const [first, second] = [a, b].map((name) =>
    readdirSync(join(folder, name)).filter((each) => each.endsWith('.png')),
  )
  if (first?.length !== frameCount || second?.length !== frameCount) {
    throw new Error(`${first?.length ?? 0} and ${second?.length ?? 0} frames were rendered.`)
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2)
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
