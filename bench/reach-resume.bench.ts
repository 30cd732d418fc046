/** Measures what it costs that a run can resume, for `bench/REACH.md`. */

import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { grabFolder, test } from '../e2e/fixtures.ts'
import { renderFolders } from '../e2e/run.ts'
import { statFolder } from '../src/cli/paths/stat-folder.ts'
import type { StatEntry } from '../src/cli/paths/stat-folder.ts'
import { xxhash32Text } from '../src/codec/xxhash32.ts'
import { Figures, spread } from './figures.ts'
import { processorSeconds } from './process-time.ts'
import { writeReach } from './reach-figures.ts'
import { makeLongFrames } from './soak/long-recordings.ts'

const figures = new Figures()
const note = (what: string, figure: string): void => figures.note(what, figure)
const config = { renderers: [{ type: 'frame_info' }] }
/** To read the question about an earlier run, and to press a button. */
const QUESTION_MS = 4000

test.afterAll(({ browser }) => writeReach(figures, browser.version()))

for (const { what, ...how } of [
  { what: 'sizes, and a sample of checksums', checkContents: 'sample', isTold: false },
  { what: 'all checksums', checkContents: 'all', isTold: false },
  {
    what: 'sizes as the command line tells them, and a sample of checksums',
    checkContents: 'sample',
    isTold: true,
  },
] as const) {
  test(`resuming a run whose frames are all finished: ${what}`, async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const frameCount = 10_000
    const path = await makeLongFrames(makeRecording, { frameCount, widthPx: 160, heightPx: 90 })
    const output = makeFolder('out')
    await page.goto('/')
    const { renderedCount } = await renderFolders(page, path, output, { config })
    if (renderedCount !== frameCount) throw new Error(`Only ${renderedCount} were rendered.`)
    const handles = {
      recording: await grabFolder(page, path),
      output: await grabFolder(page, output),
    }
    // What the command line tells its page about the files.
    await page.exposeFunction('statFolder', (folder: 'frames' | 'output') =>
      statFolder(folder === 'output' ? output : path),
    )
    const seconds: number[] = []
    for (let round = 0; round < 5; round++) {
      const { ms, keptCount } = await page.evaluate(
        async ({ handles, source, checkContents, isTold }) => {
          const { overlane, statFolder } = globalThis as typeof globalThis & {
            statFolder: (folder: 'frames' | 'output') => Promise<StatEntry[]>
          }
          const config = overlane.parseConfig(source)
          const directory = new overlane.HandleDirectory(handles.recording)
          const recording = await overlane.openRecording(directory, { config })
          const output = new overlane.HandleDirectory(handles.output)
          const startMs = performance.now()
          const { keptCount } = await overlane.renderRecording({
            recording,
            config: recording.config,
            output,
            checkContents,
            ...(isTold && {
              knownFiles: async (folder) =>
                new Map(
                  (await statFolder(folder)).map(([name, sizeBytes, modifiedMs]) => [
                    name,
                    sizeBytes === null ? null : { sizeBytes, modifiedMs },
                  ]),
                ),
            }),
          })
          return { ms: performance.now() - startMs, keptCount }
        },
        { handles, source: config, ...how },
      )
      if (keptCount !== frameCount) throw new Error(`Only ${keptCount} were kept.`)
      seconds.push(ms / 1000)
    }
    note(
      `a run that finds its 10,000 frames finished, with its new manifest and report, s (${what})`,
      spread(seconds),
    )
  })
}

test('what resuming takes away from rendering', async ({
  page,
  makeRecording,
  makeFolder,
  browser,
}) => {
  const [finishedCount, missingCount] = [10_000, 2000]
  const frameCount = finishedCount + missingCount
  const path = await makeLongFrames(makeRecording, { frameCount, widthPx: 160, heightPx: 90 })
  const [output, alone] = [makeFolder('out'), makeFolder('alone')]
  await page.goto('/')
  await renderFolders(page, path, output, { config, frameCount: finishedCount })
  const handles = {
    recording: await grabFolder(page, path),
    output: await grabFolder(page, output),
    alone: await grabFolder(page, alone),
  }
  const finished = new Set(readdirSync(output))

  interface Measured {
    seconds: number
    firstSeconds: number
    checkedSeconds: number
    processorSeconds: number
    keptCount: number
  }
  /**
   * Renders the last frames: after the finished ones, or alone.
   * @param questionMs how long the page waits for an answer about the earlier run; null: it does not ask
   */
  async function renderLast(
    place: 'output' | 'alone',
    questionMs: number | null = null,
  ): Promise<Measured> {
    const folder = place === 'output' ? output : alone
    for (const name of readdirSync(folder)) {
      if (place === 'alone' || (name.endsWith('.jpg') && !finished.has(name)))
        rmSync(join(folder, name))
    }
    const ready = await page.evaluateHandle(
      async ({ handles, place, source, questionMs }) => {
        const { overlane } = globalThis
        const config = overlane.parseConfig(source)
        const directory = new overlane.HandleDirectory(handles.recording)
        const recording = await overlane.openRecording(directory, { config })
        const output = new overlane.HandleDirectory(handles[place])
        const plan = overlane.planFrames(recording, recording.config)
        const earlier =
          questionMs === null
            ? null
            : await overlane.findEarlierRun(recording, recording.config, plan, output)
        const ahead = earlier && (await overlane.lookAhead(recording, plan, earlier, output))
        await new Promise((resolve) => setTimeout(resolve, questionMs ?? 0))
        return { recording, output, ahead }
      },
      { handles, place, source: config, questionMs },
    )
    const measured: Omit<Measured, 'processorSeconds'>[] = []
    const used = await processorSeconds(browser, async () => {
      const round = await ready.evaluate(
        async ({ recording, output, ahead }, part) => {
          let [firstMs, checkedMs] = [NaN, NaN]
          const startMs = performance.now()
          const seen = await ahead?.end()
          const { keptCount } = await globalThis.overlane.renderRecording({
            recording,
            config: recording.config,
            output,
            ...(seen && { knownFiles: seen }),
            ...(part && { part }),
            onFrame: () => {
              if (Number.isNaN(firstMs)) firstMs = performance.now() - startMs
            },
            onProgress: ({ keptCount }) => {
              if (Number.isNaN(checkedMs) && keptCount > 0) checkedMs = performance.now() - startMs
            },
          })
          return {
            seconds: (performance.now() - startMs) / 1000,
            firstSeconds: firstMs / 1000,
            checkedSeconds: checkedMs / 1000,
            keptCount,
          }
        },
        place === 'alone' ? { from: finishedCount, to: frameCount } : null,
      )
      measured.push(round)
    })
    await ready.dispose()
    const [round] = measured
    if (!round) throw new Error('Nothing was measured.')
    return { ...round, processorSeconds: used }
  }

  const rounds: Record<'resumed' | 'asked' | 'alone', Measured>[] = []
  for (let round = 0; round < 3; round++) {
    const resumed = await renderLast('output')
    const asked = await renderLast('output', QUESTION_MS)
    for (const { keptCount } of [resumed, asked]) {
      if (keptCount !== finishedCount) throw new Error(`${keptCount} were kept.`)
    }
    rounds.push({ resumed, asked, alone: await renderLast('alone') })
  }
  const what = '10,000 finished frames and 2,000 missing ones, 160×90'
  const answered = `${what}, from the answer to a question that was there for ${QUESTION_MS / 1000} s`
  const extra = (kind: 'resumed' | 'asked', key: 'seconds' | 'processorSeconds'): number[] =>
    rounds.map((round) => round[kind][key] - round.alone[key])
  for (const [kind, name] of [
    ['resumed', what],
    ['asked', answered],
  ] as const) {
    const first = rounds.map((round) => round[kind].firstSeconds)
    const checked = rounds.map((round) => round[kind].checkedSeconds)
    note(`${name}: until the first new frame is written, s`, spread(first))
    note(`${name}: until all finished frames are checked, s`, spread(checked))
    const more = spread(extra(kind, 'seconds'))
    note(`${name}: the run, less a run of the missing ones alone, s`, more)
    note(
      `${name}: processor time of all browser processes, less that of the missing ones alone, s`,
      spread(extra(kind, 'processorSeconds')),
    )
  }
})

test('the cost of the manifest and its checksums', async ({
  page,
  makeRecording,
  makeFolder,
  browser,
}) => {
  const size = { widthPx: 1920, heightPx: 1080 }
  const frameCount = 600
  const path = await makeLongFrames(makeRecording, { frameCount, ...size })
  const output = makeFolder('out')
  await page.goto('/')
  let durationMs = NaN
  const runSeconds = await processorSeconds(browser, async () => {
    durationMs = (await renderFolders(page, path, output, { config })).durationMs
  })
  const files = readdirSync(output)
    .filter((name) => name.endsWith('.jpg'))
    .map((name) => readFileSync(join(output, name)))
  if (files.length !== frameCount) throw new Error(`Only ${files.length} were rendered.`)
  const hash = (): void => files.forEach((bytes) => xxhash32Text(bytes))
  hash()
  const startMs = process.cpuUsage()
  hash()
  const { user, system } = process.cpuUsage(startMs)
  const hashSeconds = (user + system) / 1e6
  // A run writes a part of its manifest each second. Here it is the whole one each time.
  const manifest = readFileSync(join(output, 'overlane-manifest.jsonl'), 'utf8')
  const scratch = await grabFolder(page, makeFolder('scratch'))
  const writeSeconds = await processorSeconds(browser, () =>
    page.evaluate(
      async ({ scratch, manifest, count }) => {
        const folder = new globalThis.overlane.HandleDirectory(scratch)
        for (let index = 0; index < count; index++) await folder.writeFile('part', manifest)
      },
      { scratch, manifest, count: Math.ceil(durationMs / 1000) },
    ),
  )
  const percentOf = (seconds: number): string => ((100 * seconds) / runSeconds).toFixed(2)
  note(
    'processor time of a run of 1080p JPEG, ms a frame',
    ((1000 * runSeconds) / frameCount).toFixed(1),
  )
  note('of that, checksums of the written frames, per cent', percentOf(hashSeconds))
  note('of that, writes of the manifest, per cent', percentOf(writeSeconds))
})
