/**
 * Measures what the parts of a fleet's work cost on this machine, with real browsers and a real queue, and
 * stores it in `service-times.json` for the simulator.
 */

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import os, { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findBrowser } from '../../src/cli/browser/find-browser.ts'
import { planFolder } from '../../src/cli/chunks/plan-file.ts'
import { CHECKED_FOLDER } from '../../src/cli/chunks/receipt.ts'
import { readRenderRequest } from '../../src/cli/commands/render-request.ts'
import { connect } from '../../src/fleet/queue/connect.ts'
import { FleetQueue } from '../../src/fleet/queue/fleet-queue.ts'
import { RedisServer } from '../../src/fleet/testing/redis-server.ts'
import { MANIFEST_FILE_NAME, REPORT_FILE_NAME } from '../../src/index.ts'
import { ChildRenderer } from '../../src/fleet/worker/child-renderer.ts'
import type { RecordingOrder } from '../../src/fleet/worker/renderer.ts'
import { median } from '../figures.ts'
import { describeMachine } from '../machine.ts'
import { repeatedName, repeatRecording } from './long-recording.ts'
import { makeReceipts } from './made-receipts.ts'
import { writeServices } from './measured-services.ts'
import { runSleepingFleet } from './sleeping-fleet.ts'
import { timed } from './timed.ts'
import type { FrameTime, ServiceTimes } from './simulator/fleet-model.ts'

const CLI = resolve('dist-cli', 'overlane.mjs')
const CHILD = resolve('dist-cli', 'fleet-child.mjs')
const BROWSER_STARTS = 3
const [WIDTH_PX, HEIGHT_PX] = [1920, 1080]
/** Frames of the recordings that show what a frame adds to a plan and an opening. */
const SHORT = 1000
const LONG = 300_000
/** So often each of them is planned and opened. */
const TURNS = 3
/** Frames of the recordings that show what the check of a frame adds to a join: all of them are rendered. */
const [SHORT_JOIN, LONG_JOIN] = [1000, 20_000]
const CHUNK_OF_JOIN = 1000
/** Frames of chunks of large frames. Equal chunks of few frames differ more than those of a thousand do. */
const [SMALL_CHUNK, LARGE_CHUNK] = [8, 128]
/** So many are drawn; the recording has them several times. */
const LARGE_FRAMES = 128
const LARGE_TIMES = 8

const folder = mkdtempSync(join(tmpdir(), 'overlane-services-'))
const settings = {
  mounts: [`data=${folder}`],
  browserPath: findBrowser(undefined),
  allowRenderers: false,
}
const [loadBefore = 0] = os.loadavg()
let renderer = new ChildRenderer(settings, CHILD)
/** Opens what the other one has planned: of a hundred machines, ninety-nine do. */
const opener = new ChildRenderer(settings, CHILD)
let environment = ''
try {
  const browserStartMs = await startBrowsers()
  makeSample('tiny', 64, 36, 200)
  // What a browser does for the first time takes longer, and must not pass for the cost of few frames.
  await planAndOpen('warm', SHORT)
  const short = await planAndOpen('short', SHORT)
  const long = await planAndOpen('long', LONG)
  const shortJoin = await joinTimes('short-join', SHORT_JOIN)
  const longJoin = await joinTimes('long-join', LONG_JOIN)
  const madeJoinMs = await joinMadeReceipts('long')
  makeSample('drawn', WIDTH_PX, HEIGHT_PX, LARGE_FRAMES)
  repeatRecording(join(folder, 'drawn'), join(folder, 'large'), LARGE_TIMES)
  const small = await chunkTimes('large', 'large-small', SMALL_CHUNK)
  const large = await chunkTimes('large', 'large-large', LARGE_CHUNK)
  const careful = await chunkTimes('large', 'large-careful', LARGE_CHUNK, true)
  const chunk = line([SMALL_CHUNK, median(small.slice(1))], [LARGE_CHUNK, median(large.slice(1))])
  const services: ServiceTimes = {
    browserStartMs,
    plan: line([SHORT, short.planMs], [LONG, long.planMs]),
    open: line([SHORT, short.openMs], [LONG, long.openMs]),
    chunk,
    chunkSpread: spreadOf(large.slice(1)),
    carefulFactor: median(careful.slice(1)) / median(large.slice(1)),
    join: line([SHORT_JOIN, shortJoin.joinMs], [LONG, madeJoinMs]),
    // One worker has rendered all, so only its last chunk was not checked before the first join.
    checkFrameMs: (longJoin.uncheckedMs - longJoin.joinMs) / (LONG_JOIN - CHUNK_OF_JOIN),
    ...(await queueTimes()),
    readBytesPerFrame: meanBytes(join(folder, 'large', 'frames')),
    writeBytesPerFrame: meanBytes(join(folder, 'out-large-large')),
  }
  const measured = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    versions: `${environment}, Node ${process.version}`,
    loadBefore,
    frames: `${WIDTH_PX}×${HEIGHT_PX}, PNG, of the sample drive`,
    services: rounded(services),
  }
  writeServices(measured)
  process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`)
} finally {
  await Promise.all([renderer.close(), opener.close()])
  rmSync(folder, { recursive: true, force: true })
}

/** The last browser stays open. */
async function startBrowsers(): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < BROWSER_STARTS; turn++) {
    if (turn > 0) {
      await renderer.close()
      renderer = new ChildRenderer(settings, CHILD)
    }
    const [ms, text] = await timed(() => renderer.environment())
    environment = text
    times.push(ms)
  }
  return median(times)
}

/** Medians. Of each plan only two chunks are rendered: the first one opens the recording. */
async function planAndOpen(
  name: string,
  frameCount: number,
): Promise<{ planMs: number; openMs: number }> {
  lengthen(name, frameCount)
  const plans: number[] = []
  const openings: number[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    const order = orderOf(name, `${name}-${turn}`)
    const [planMs, { plan }] = await timed(() => planOf(order, SHORT / 10))
    const [firstMs = 0, nextMs = 0] = await renderChunks(order, plan, 2, opener)
    plans.push(planMs)
    openings.push(Math.max(0, firstMs - nextMs))
  }
  return { planMs: median(plans), openMs: median(openings) }
}

/** A join of the chunks as the worker leaves them, and one of chunks that nobody has checked. */
async function joinTimes(
  name: string,
  frameCount: number,
): Promise<{ joinMs: number; uncheckedMs: number }> {
  lengthen(name, frameCount)
  const order = orderOf(name, name)
  const { plan, chunkCount } = await planOf(order, CHUNK_OF_JOIN)
  await renderChunks(order, plan, chunkCount)
  const output = join(folder, order.output.path)
  const [planned, kept] = [planFolder(output), join(folder, `plan-${name}`)]
  cpSync(planned, kept, { recursive: true })
  const joinAll = (): Promise<unknown> =>
    renderer.join({ ...order, plan, environment, overwrite: false })
  const [joinMs] = await timed(joinAll)
  for (const file of [REPORT_FILE_NAME, MANIFEST_FILE_NAME]) rmSync(join(output, file))
  cpSync(kept, planned, { recursive: true })
  rmSync(join(planned, CHECKED_FOLDER), { recursive: true, force: true })
  const [uncheckedMs] = await timed(joinAll)
  return { joinMs, uncheckedMs }
}

/** A join whose chunks were made, but for the first one. That one is not checked, as after a short run. */
async function joinMadeReceipts(recording: string): Promise<number> {
  const order = orderOf(recording, `${recording}-made`)
  const { plan } = await planOf(order, CHUNK_OF_JOIN)
  await renderChunks(order, plan, 1)
  await makeReceipts(join(folder, order.output.path), repeatedName)
  const [ms] = await timed(() => renderer.join({ ...order, plan, environment, overwrite: false }))
  return ms
}

function lengthen(name: string, frameCount: number): void {
  const tiny = join(folder, 'tiny')
  repeatRecording(tiny, join(folder, name), frameCount / readdirSync(join(tiny, 'frames')).length)
}

/** The first one opens the recording. */
async function chunkTimes(
  recording: string,
  output: string,
  framesPerChunk: number,
  isSuspect = false,
): Promise<number[]> {
  const order = orderOf(recording, output)
  const { plan, chunkCount } = await planOf(order, framesPerChunk)
  return renderChunks(order, plan, chunkCount, renderer, isSuspect)
}

/** How long each of the first chunks of a plan takes. */
async function renderChunks(
  order: RecordingOrder,
  plan: string,
  chunkCount: number,
  by = renderer,
  isSuspect = false,
): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < chunkCount; index++) {
    const request = { ...order, plan, environment, index, isSuspect }
    const [ms] = await timed(() => by.chunk(request, () => undefined))
    times.push(ms)
  }
  return times
}

async function planOf(
  order: RecordingOrder,
  framesPerChunk: number,
): Promise<{ plan: string; chunkCount: number }> {
  const { page } = await readRenderRequest(
    [join(folder, order.recording.path)],
    { out: join(folder, order.output.path) },
    {},
    {},
  )
  return renderer.plan({
    ...order,
    settings: JSON.stringify(page),
    framesPerChunk,
    recordingCount: 1,
    overwrite: false,
  })
}

/** What a job costs beside its work, with one worker that does not sleep. */
async function queueTimes(): Promise<Pick<ServiceTimes, 'jobMs' | 'redisJobMs' | 'addChunkMs'>> {
  const [recordingCount, chunkCount, chunkMs] = [10, 50, 20]
  const real = await runSleepingFleet({
    recordingCount,
    chunkCount,
    workerCount: 1,
    processCount: 1,
    killedCount: 0,
    chunkMs,
    chunkSpread: 0,
  })
  const jobCount = recordingCount * (chunkCount + 2)
  const redisJobMs = real.redisCpuMs / jobCount
  const jobMs = (real.totalMs - recordingCount * chunkCount * chunkMs) / jobCount - redisJobMs
  return { jobMs, redisJobMs, addChunkMs: await addTime(1000) }
}

async function addTime(chunkCount: number): Promise<number> {
  const server = await RedisServer.start()
  const queue = new FleetQueue(await connect(server.address, 'command'))
  const missing = Array.from({ length: chunkCount }, (_, index) => ({ index, frameCount: 1000 }))
  const planned = { plan: '0123456789abcdef', environment, frameCount: 1, chunkCount, missing }
  const key = { run: 'r1', place: 0, round: 0 }
  const [ms] = await timed(() => queue.open(key, 'normal', planned, 1))
  await queue.close()
  await server.remove()
  return ms / chunkCount
}

function makeSample(name: string, widthPx: number, heightPx: number, frameCount: number): void {
  const size = ['--width', widthPx, '--height', heightPx, '--frames', frameCount]
  const args = ['sample', join(folder, name), ...size].map(String)
  execFileSync(process.execPath, [CLI, ...args], { stdio: 'ignore' })
}

function orderOf(recording: string, output: string): RecordingOrder {
  const name = `out-${output}`
  mkdirSync(join(folder, name), { recursive: true })
  return { recording: { mount: 'data', path: recording }, output: { mount: 'data', path: name } }
}

type Point = [frameCount: number, ms: number]

/** Through two points; neither part is below 0. */
function line([x1, y1]: Point, [x2, y2]: Point): FrameTime {
  const perFrameMs = Math.max(0, (y2 - y1) / (x2 - x1))
  return { fixedMs: Math.max(0, y1 - perFrameMs * x1), perFrameMs }
}

function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1)) / mean
}

function meanBytes(path: string): number {
  const sizes = readdirSync(path)
    .filter((name) => name.endsWith('.png'))
    .map((name) => statSync(join(path, name)).size)
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length
}

function rounded(services: ServiceTimes): ServiceTimes {
  return JSON.parse(
    JSON.stringify(services, (_, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(4)) : value,
    ),
  ) as ServiceTimes
}
