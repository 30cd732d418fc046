/** Measures what it costs that a run can resume, for `bench/REACH.md`. */

import { readdirSync, readFileSync } from 'node:fs'
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
              knownStamps: async (folder) =>
                new Map(
                  (await statFolder(folder)).map(([name, sizeBytes, modifiedMs]) => [
                    name,
                    { sizeBytes, modifiedMs },
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
