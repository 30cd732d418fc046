import fc from 'fast-check'
import { expect, test } from 'vitest'
import { USUAL } from './fleet-model.ts'
import type { FleetModel, ServiceTimes } from './fleet-model.ts'
import { chunkFactor } from './draw.ts'
import { FleetSimulation } from './fleet-simulation.ts'
import type { FleetResult } from './fleet-simulation.ts'

const services: ServiceTimes = {
  browserStartMs: 3000,
  plan: { fixedMs: 500, perFrameMs: 1 },
  open: { fixedMs: 400, perFrameMs: 2 },
  chunk: { fixedMs: 100, perFrameMs: 10 },
  chunkSpread: 0,
  carefulFactor: 2,
  join: { fixedMs: 700, perFrameMs: 3 },
  checkFrameMs: 20,
  jobMs: 4,
  addChunkMs: 0.5,
  redisJobMs: 1,
  readBytesPerFrame: 1000,
  writeBytesPerFrame: 500,
}

const small: FleetModel = {
  ...USUAL,
  services,
  workerCount: 1,
  recordingCount: 1,
  framesPerRecording: 95,
  chunkSize: { least: 10, most: 10 },
}

const simulate = (model: Partial<FleetModel>): FleetResult =>
  new FleetSimulation({ ...small, ...model }).run()

/** A store that is never in the way adds only what rounding does. */
const DIGITS = 6

test('one worker needs the sum of all times', () => {
  const jobCount = 1 + 10 + 1
  // The last chunk has five frames, and the join checks it.
  const joinMs = 700 + 285 + 5 * 20
  const sum =
    3000 + (500 + 95) + 10 * 0.5 + (400 + 190) + (10 * 100 + 950) + joinMs + jobCount * (4 + 1)
  expect(simulate({}).totalMs).toBeCloseTo(sum, DIGITS)
})

test('a recording that stays open is opened once; more than four recordings close each other', () => {
  expect(simulate({ recordingCount: 4 }).spentMs.open).toBeCloseTo(4 * 590, DIGITS)
  expect(simulate({ recordingCount: 5 }).spentMs.open).toBeGreaterThan(5 * 590)
})

test('a join checks the last chunk of each worker, and every chunk of a worker that opens the recording again', () => {
  const joinMs = 700 + 285
  expect(simulate({ workerCount: 2 }).spentMs.join).toBeCloseTo(joinMs + (10 + 5) * 20, DIGITS)
  const { spentMs } = simulate({ recordingCount: 5 })
  expect(spentMs.join).toBeGreaterThan(5 * (joinMs + 5 * 20))
})

test('workers without anything else to wait for share equal chunks', () => {
  const free = { fixedMs: 0, perFrameMs: 0 }
  const noJoin = { join: free, checkFrameMs: 0 }
  const only = { ...services, browserStartMs: 0, plan: free, open: free, ...noJoin }
  const model = { services: { ...only, jobMs: 0, addChunkMs: 0, redisJobMs: 0 } }
  const chunkMs = 200
  for (const workerCount of [1, 2, 5, 10]) {
    const { totalMs } = simulate({ ...model, framesPerRecording: 100, workerCount })
    expect(totalMs).toBeCloseTo((10 * chunkMs) / workerCount, DIGITS)
  }
})

test('a Redis that is busy with every job hands them out one after another', () => {
  const busy = { ...services, redisJobMs: 10_000 }
  const { totalMs, redisShare } = simulate({ services: busy, workerCount: 10 })
  expect(totalMs).toBeGreaterThan(12 * 10_000)
  expect(redisShare).toBeGreaterThan(0.9)
})

test('a store that gives half of what is asked for doubles the time of the chunks', () => {
  const asked = 1000 * (1500 / 10)
  const chunk = { fixedMs: 0, perFrameMs: 10 }
  const model = { services: { ...services, chunk, open: { fixedMs: 0, perFrameMs: 0 } } }
  const free = simulate(model)
  const half = simulate({ ...model, storeBytesPerSecond: asked / 2 })
  expect(half.totalMs - free.totalMs).toBeCloseTo(950, DIGITS)
  expect(half.spentMs['wait for the store']).toBeCloseTo(950, DIGITS)
})

test('a worker that is slower needs longer for everything but the queue', () => {
  const queueMs = 12 * 5 + 10 * 0.5
  const usual = simulate({}).totalMs - queueMs
  const slow = simulate({ slowShare: 1, slowFactor: 3 }).totalMs - queueMs
  expect(slow).toBeCloseTo(3 * usual, DIGITS)
})

test('each chunk is committed once, whoever dies', () => {
  fc.assert(
    fc.property(
      fc.record({
        workerCount: fc.integer({ min: 1, max: 30 }),
        recordingCount: fc.integer({ min: 1, max: 12 }),
        framesPerRecording: fc.integer({ min: 1, max: 300 }),
        deathsPerHour: fc.integer({ min: 0, max: 300 }),
        storeBytesPerSecond: fc.integer({ min: 1e5, max: 1e7 }),
        seed: fc.integer({ min: 0, max: 1e6 }),
      }),
      (model) => {
        const result = simulate({ ...model, services: { ...services, chunkSpread: 0.3 } })
        const chunkCount = Math.ceil(model.framesPerRecording / 10)
        expect(result.commitCount).toBe(model.recordingCount * chunkCount)
        expect(result.lostChunkCount).toBeLessThanOrEqual(result.deathCount)
        const all = Object.values(result.spentMs).reduce((sum, ms) => sum + ms, 0)
        expect(all).toBeLessThanOrEqual((model.workerCount + result.deathCount) * result.totalMs)
      },
    ),
    { seed: 1 },
  )
})

test('without deaths no work is lost, and with them some is', () => {
  expect(simulate({ recordingCount: 3, workerCount: 1 }).spentMs.lost).toBe(0)
  const deadly = simulate({ recordingCount: 20, workerCount: 5, deathsPerHour: 200 })
  expect(deadly.deathCount).toBeGreaterThan(0)
  expect(deadly.spentMs.lost).toBeGreaterThan(0)
})

test('the same seed gives the same result, and another one another', () => {
  const model = { recordingCount: 9, workerCount: 4, deathsPerHour: 600 }
  const spread = { ...model, services: { ...services, chunkSpread: 0.3 } }
  expect(simulate(spread)).toEqual(simulate(spread))
  expect(simulate({ ...spread, seed: 2 }).totalMs).not.toBe(simulate(spread).totalMs)
})

test('chunks take the mean on the average, and are as unlike as is asked for', () => {
  const factors = Array.from({ length: 5000 }, (_, chunk) => chunkFactor(chunk, 0.6))
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length
  const square = factors.reduce((sum, factor) => sum + (factor - mean) ** 2, 0) / factors.length
  expect(mean).toBeCloseTo(1, 1)
  expect(Math.sqrt(square)).toBeCloseTo(0.6, 1)
})

test('chunks that wait are few, however many recordings there are', () => {
  const { peakWaitingCount } = simulate({ recordingCount: 200, workerCount: 3 })
  expect(peakWaitingCount).toBeLessThanOrEqual(4 * 10 + 2)
})
