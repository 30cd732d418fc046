/**
 * Runs Overlane and its peers in turn, on the same frames and with the same overlay, and writes the
 * results to `bench/RESULTS.md`. `npm run bench` builds the app and starts this script:
 *
 *     npm run bench -- [--video PATH] [--frames N] [--rounds N]
 */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import type { Page } from '@playwright/test'
import { preview } from 'vite'
import { browserArgs, findBrowser } from '../tools/find-browser.mjs'
import { codecLimit } from './codec-limit.ts'
import { diskLimit } from './disk-limit.ts'
import { recordDrawing } from './drawing.ts'
import { ffmpeg } from './ffmpeg.ts'
import { makeNaturalFrames, makeNaturalVideo, makeSampleDrive } from './frame-sets.ts'
import type { FrameSet, MissingFrameSet } from './frame-sets.ts'
import type { Method } from './method.ts'
import { openCv } from './opencv.ts'
import { overlane } from './overlane.ts'
import { findPython } from './python.ts'
import { formatResults } from './results.ts'
import type { Outcome } from './results-table.ts'
import { compareOn } from './rounds.ts'

interface Options {
  video: string | null
  frameCount: number
  roundCount: number
}

const projectFolder = join(import.meta.dirname, '..')
const say = (text: string): void => void process.stdout.write(`${text}\n`)

try {
  const options = readArguments()
  const folder = mkdtempSync(join(tmpdir(), 'overlane-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const results = await withPage((page) => compare(page, folder, options))
  say(`\n${results}`)
  writeFileSync(join(import.meta.dirname, 'RESULTS.md'), results)
} catch (thrown) {
  for (let error = thrown; error instanceof Error; error = error.cause) say(error.message)
  process.exitCode = 1
}

/** @throws Error if an argument is not valid */
function readArguments(): Options {
  const { video, frames, rounds } = parseArgs({
    options: {
      video: { type: 'string' },
      frames: { type: 'string', default: '300' },
      rounds: { type: 'string', default: '3' },
    },
  }).values
  const count = (name: string, text: string): number => {
    if (/^[1-9]\d*$/.test(text)) return Number(text)
    throw new Error(`--${name}: "${text}" is not a whole number of 1 or more.`)
  }
  if (video !== undefined && !existsSync(video))
    throw new Error(`--video: ${video} does not exist.`)
  return {
    video: video === undefined ? null : resolve(video),
    frameCount: count('frames', frames),
    roundCount: count('rounds', rounds),
  }
}

/** Runs `work` with a page that shows the built app. */
async function withPage<Result>(work: (page: Page) => Promise<Result>): Promise<Result> {
  const server = await preview({
    root: projectFolder,
    logLevel: 'warn',
    preview: { host: '127.0.0.1' },
  })
  const executablePath = findBrowser()
  const browser = await chromium.launch({
    args: browserArgs,
    ...(executablePath ? { executablePath } : {}),
  })
  try {
    const page = await browser.newPage()
    await page.goto(server.resolvedUrls?.local[0] ?? '')
    return await work(page)
  } finally {
    await browser.close()
    await server.close()
  }
}

/** The text of the results. */
async function compare(page: Page, folder: string, options: Options): Promise<string> {
  const { video, frameCount, roundCount } = options
  say('Making the frames …')
  const sample = await makeSampleDrive(page, join(folder, 'sample'), frameCount)
  const python = await findPython()
  const natural = await makeNaturalFrames(video, python, sample, join(folder, 'natural'))
  const drawing = await recordDrawing(page, sample)
  const version = `Overlane ${readVersion()} in Chromium ${page.context().browser()?.version() ?? '?'}`
  const own = overlane(page, version)
  const tools = [
    own,
    openCv(python, drawing, folder),
    await ffmpeg(drawing, join(folder, 'ffmpeg')),
  ]
  const limits = [await codecLimit(), diskLimit(page, version)]
  const frameMethods = [...tools.flatMap((tool) => tool.frames), ...limits]
  const videoMethods = tools.flatMap((tool) => tool.videos)
  const movie = await makeNaturalVideo(video, sample, join(folder, 'natural-video'))
  const compareEach = async (
    sets: readonly (FrameSet | MissingFrameSet)[],
    methods: readonly Method[],
    name: string,
  ): Promise<Outcome[]> => {
    const place = join(folder, name)
    mkdirSync(place)
    const outcomes: Outcome[] = []
    for (const set of sets) {
      outcomes.push(...(await compareOn(set, methods, { roundCount, folder: place, onRun: say })))
    }
    return outcomes
  }
  const outcomes = {
    frames: await compareEach([sample, ...natural], frameMethods, 'frames'),
    videos: await compareEach([movie], videoMethods, 'videos'),
    extracts: await compareEach([movie, sample], own.extracts, 'extracts'),
  }
  const measured = [...frameMethods, ...videoMethods].filter(({ name }) =>
    [...outcomes.frames, ...outcomes.videos].some(
      ({ method, result }) => method === name && typeof result !== 'string',
    ),
  )
  const given = [video === null ? '' : ` --video ${basename(video)}`, ` --frames ${frameCount}`]
  return formatResults(outcomes, {
    command: `npm run bench --${given.join('')} --rounds ${roundCount}`,
    frameCount,
    roundCount,
    versions: [...new Set(measured.map((method) => method.version))],
  })
}

function readVersion(): string {
  const text = readFileSync(join(projectFolder, 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
