/** Measures how exactly logs are lined up with known shifts, and writes it to `bench/SYNC.md`. */

import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { build } from 'vite'
import { grabFolder, hasRealRecordings, realRecordings, test } from '../e2e/fixtures.ts'
import { computeSync } from '../src/core/sync/compute-sync.ts'
import type { ComputedSync, VideoSignal } from '../src/core/sync/compute-sync.ts'
import { logSignals } from '../src/core/sync/log-signals.ts'
import { makeSignal } from '../src/core/sync/signal.ts'
import type { Signal } from '../src/core/sync/signal.ts'
import { onOtherClock, sampled, seededDrive } from '../src/core/sync/testing/seeded-signals.ts'
import { fakeTrack } from '../src/core/testing/fake-recording.ts'
import type { SensorTrack, SyncSource } from '../src/index.ts'
import { Figures } from './figures.ts'
import { wander } from './sync/drive-film.ts'
import type { DriveFilm } from './sync/drive-film.ts'
import { CONSTANT_FILM, FILM_KINDS, FILM_S, STILL_FILM } from './sync/film-kinds.ts'

const SHIFTS_MS = [-9871, -7404, -5120, -2222, -333, 41, 1234, 4567, 7890, 9999]
const FRAME_MS = 1000 / 29.97

const figures = new Figures()

test.afterAll(({ browser }) => {
  figures.write(
    'SYNC.md',
    'How exactly logs are lined up',
    'npm run bench:sync',
    browser.version(),
    `Each log is shifted by ${SHIFTS_MS.length} known times between −10 and +10 s, and found again. Of the flight and of the sample drive, only the times are shifted, so that their ten rounds are nearly one. \`npm run bench:sync -- -g "drift"\` measures a part; the other rows stay. Films are drives with seeded speeds through the scenery of the sample drive, 40 s at 30 frames/s; their logs begin up to 20 s before the film and end as much after it.`,
  )
})

/** What was found of one known shift. */
interface Found {
  errorMs: number
  plusMinusMs: number
  verdict: ComputedSync['verdict']
}

function foundOf(
  { candidates: [best], verdict }: Pick<ComputedSync, 'candidates' | 'verdict'>,
  shiftMs: number,
): Found {
  return {
    errorMs: (best?.offsetMs ?? Infinity) - shiftMs,
    plusMinusMs: best?.plusMinusMs ?? Infinity,
    verdict,
  }
}

function noteShifts(what: string, allowedMs: number, found: readonly Found[]): void {
  const errors = found.map(({ errorMs }) => Math.abs(errorMs))
  const within = errors.filter((error) => error <= allowedMs).length
  const covered = found.filter(({ errorMs, plusMinusMs }) => Math.abs(errorMs) <= plusMinusMs)
  figures.note(
    `${what}: found within ${allowedMs.toFixed(0)} ms`,
    `${within} of ${found.length}; largest error ${Math.max(...errors).toFixed(1)} ms; within its ± ${covered.length}; ${verdictsOf(found)}`,
  )
}

function verdictsOf(found: readonly Pick<Found, 'verdict'>[]): string {
  return (['high', 'low', 'cannot_tell'] as const)
    .map((verdict) => [verdict, found.filter((each) => each.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict.replace('_', ' ')}`)
    .join(', ')
}

function noteVerdicts(what: string, found: readonly ComputedSync[]): void {
  const count = found.filter(({ verdict }) => verdict === 'cannot_tell').length
  figures.note(`${what}: “cannot tell”`, `${count} of ${found.length}; ${verdictsOf(found)}`)
}

test('the drone flight', async ({ page }) => {
  test.skip(!hasRealRecordings, 'the real recordings are not there')
  const path = join(realRecordings, 'gopro-karma')
  await page.goto('/')
  for (const [sensor, by, allowedMs, what] of [
    ['gyro', 'log', 20, 'log to log, gopro-karma (gyro)'],
    ['position', 'log', 20, 'log to log, gopro-karma (position, 4 records/s)'],
    ['gyro', 'picture', FRAME_MS, 'picture to log, gopro-karma (gyro)'],
  ] as const) {
    noteShifts(what, allowedMs, await findShifts(page, path, 'karma.mp4', sensor, by))
  }
})

for (const seed of [1, 2]) {
  test(`the sample drive, seed ${seed}`, async ({ page, makeFolder }) => {
    const path = makeFolder(`drive-${seed}`)
    await page.goto('/')
    const handle = await grabFolder(page, path)
    await page.evaluate(
      async ({ handle, seed }) => {
        const { overlane } = globalThis
        const size = { widthPx: 480, heightPx: 270, frameCount: 900 }
        const directory = new overlane.HandleDirectory(handle)
        await overlane.createSampleDrive(directory, { ...size, format: 'jpeg', seed })
      },
      { handle, seed },
    )
    const found = await findShifts(page, path, null, 'speed', 'picture')
    noteShifts(`picture to log, sample drive of 30 s, seed ${seed} (speed)`, 1.5 * FRAME_MS, found)
  })
}

/** The signals of the picture are computed once; the log is shifted. */
async function findShifts(
  page: Page,
  path: string,
  video: string | null,
  sensor: string,
  by: SyncSource,
): Promise<Found[]> {
  const folder = await grabFolder(page, path)
  const computed = await page.evaluate(
    async ({ folder, video, sensor, by, shiftsMs }) => {
      const { overlane } = globalThis
      const recording = await overlane.openRecording(
        new overlane.HandleDirectory(folder),
        video === null ? {} : { frames: video },
      )
      const computed = []
      for (const shiftMs of shiftsMs) {
        const sensors = recording.sensors.map((track) =>
          track.name === sensor
            ? { ...track, timesMs: track.timesMs.map((timeMs) => timeMs - shiftMs) }
            : track,
        )
        const { config } = recording
        const shifted = { ...recording, sensors }
        const { candidates, verdict } = await overlane.findSync({
          recording: shifted,
          config,
          sensor,
          by,
        })
        computed.push({ shiftMs, candidates, verdict })
      }
      return computed
    },
    { folder, video, sensor, by, shiftsMs: SHIFTS_MS },
  )
  return computed.map((each) => foundOf(each, each.shiftMs))
}

test('films of many kinds', async ({ page }) => {
  const signalsOf = await openStudio(page)
  for (const { name, speedMps, film } of FILM_KINDS) {
    const video = await signalsOf(film)
    const found = SHIFTS_MS.map((shiftMs, index) => {
      const log = speedLog(speedMps, -2 * index, FILM_S + 20 - 2 * index, shiftMs)
      return foundOf(computeSync(video, logSignals(log)), shiftMs)
    })
    noteShifts(`film of ${name} (speed)`, 1.5 * FRAME_MS, found)
  }
})

test('recordings that cannot tell', async ({ page }) => {
  const signalsOf = await openStudio(page)
  const syncAll = (video: VideoSignal[], speedOf: (index: number) => (timeS: number) => number) =>
    SHIFTS_MS.map((shiftMs, index) =>
      computeSync(video, logSignals(speedLog(speedOf(index), -20, FILM_S + 20, shiftMs))),
    )
  const otherDrive = (index: number): ((timeS: number) => number) =>
    wander(200 + index, 20, 5, [8, 26])
  noteVerdicts('a still picture', syncAll(await signalsOf(STILL_FILM), otherDrive))
  noteVerdicts(
    'a constant speed',
    syncAll(await signalsOf(CONSTANT_FILM), () => () => 18),
  )
  for (const { name, film } of FILM_KINDS.filter((_, index) => index % 3 === 0)) {
    noteVerdicts(
      `the log of another drive, film of ${name}`,
      syncAll(await signalsOf(film), otherDrive),
    )
  }
})

test('drift', () => {
  const PPM = 200
  const found = SHIFTS_MS.map((shiftMs, seed) => {
    const range = { startS: 0, endS: 600 }
    const speed = seededDrive(seed + 300, 600)
    const video = sampled(speed, { ...range, seed, intervalMs: 33.3, noise: 1 })
    const log = sampled(speed, { ...range, seed: seed + 50, intervalMs: 100 })
    const { candidates } = computeSync(
      [{ quantity: 'speed', name: 'the road', signal: video, isIndirect: false }],
      [{ quantity: 'speed', field: 'speed', signal: onOtherClock(log, shiftMs, PPM) }],
    )
    return (candidates[0]?.driftPpm ?? Infinity) - PPM
  })
  const within = found.filter((error) => Math.abs(error) <= 20).length
  figures.note(
    `a drift of ${PPM} ppm over 10 minutes (speeds with 1 m/s of noise): found within 20 ppm`,
    `${within} of ${found.length}; largest error ${Math.max(...found.map(Math.abs)).toFixed(1)} ppm`,
  )
})

function speedLog(
  speedMps: (timeS: number) => number,
  fromS: number,
  toS: number,
  shiftMs: number,
): SensorTrack {
  const count = Math.floor((toS - fromS) * 10)
  const records = Array.from({ length: count }, (_, index) => {
    const timeS = fromS + index / 10
    return {
      timestamp_ms: timeS * 1000 - shiftMs,
      speed: Math.round(speedMps(timeS) * 36) / 10,
    }
  })
  return { ...fakeTrack('speed', records), fields: [{ name: 'speed', type: 'number', count }] }
}

const filmed = new Map<DriveFilm, VideoSignal[]>()

/** A page that films drives. @returns the signals of a film */
async function openStudio(page: Page): Promise<(film: DriveFilm) => Promise<VideoSignal[]>> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: {
        entry: new URL('sync/rendered-drive.ts', import.meta.url).pathname,
        formats: ['iife'],
        name: 'studio',
      },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) =>
    'output' in each ? each.output : [],
  )
  const script = outputs.flatMap((each) => (each.type === 'chunk' ? each.code : [])).join('\n')
  await page.goto('about:blank')
  await page.evaluate(`${script}\nglobalThis.studio = studio`)
  return async (film) => {
    const known = filmed.get(film)
    if (known) return known
    const { road, motion } = await page.evaluate((film) => {
      const { roads, motion } = globalThis.studio.filmDrive(film)
      const plain = ({ timesMs, values, windowMs }: Signal) => ({
        timesMs: Array.from(timesMs),
        values: Array.from(values),
        windowMs,
      })
      return { road: roads.map(plain), motion: plain(motion) }
    }, film)
    const signals = [...road, motion].map(({ timesMs, values, windowMs }) =>
      makeSignal(timesMs, values, windowMs),
    )
    const found = signals.map((signal, index) => ({
      quantity: 'speed' as const,
      name: index < road.length ? 'the flow of the road' : 'the motion in the picture',
      signal,
      isIndirect: index === road.length,
      isRough: index < road.length,
    }))
    filmed.set(film, found)
    return found
  }
}

declare global {
  var studio: { filmDrive: typeof import('./sync/rendered-drive.ts').filmDrive }
}
