import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { randomUnit } from '../src/sample/seeded-random.ts'
import { killCli, runCli, startCli } from './cli.ts'
import { expect, test as base } from './fixtures.ts'
import { fileHashes, imagesIn, listedCount, namesIn, readReport } from './folder-contents.ts'
import { holdDisk, patchFrameWorker } from './frame-worker.ts'
import { chooseOutput, openByDrop, regionOf, renderButton, setWorkers, stubPicker } from './page.ts'
import type { WrittenRecording } from './recordings.ts'
import { openLibrary, renderFolders, runFolders } from './run.ts'

const MANIFEST = 'overlane-manifest.jsonl'
const REPORT = 'overlane-report.json'

/** WebP takes long to encode: long enough to end a run in its middle. */
const slowly = {
  renderers: [{ type: 'frame_info' }, { type: 'targets', sensor: 'targets' }],
  output: { format: 'webp', quality: 0.9 },
}
const FRAME_COUNT = 60
const large = { frameCount: FRAME_COUNT, widthPx: 640, heightPx: 360 }

/** What lies in a folder, but for what says how it came there. */
function contentsOf(folder: string): Record<string, string> {
  const names = namesIn(folder).filter((name) => name !== MANIFEST && name !== REPORT)
  return fileHashes(folder, names)
}

interface FinishedRun extends WrittenRecording {
  output: string
  /** The contents of the output folder. */
  before: Record<string, string>
}

const test = base.extend<{ finishedRun: FinishedRun }>({
  /** A run of twelve frames that ended well. */
  finishedRun: async ({ library, makeRecording, makeFolder }, use) => {
    const recording = await makeRecording()
    const output = makeFolder('out')
    await renderFolders(library, recording.path, output)
    await use({ ...recording, output, before: contentsOf(output) })
  },
})

/** Starts a run in a page of its own, and closes that page in the middle. */
async function interrupt(context: BrowserContext, path: string, output: string): Promise<void> {
  const other = await context.newPage()
  // However fast the machine is, the run does not end before its page does.
  await patchFrameWorker(other, holdDisk(8))
  await openLibrary(other)
  // The run ends with its page, and so never answers.
  renderFolders(other, path, output, { config: slowly }).catch(() => undefined)
  await expect.poll(() => listedCount(output)).toBeGreaterThan(5)
  await other.close()
}

test.describe('a run that was ended in its middle', () => {
  test('resumes, and its result is the same as without the interruption, byte for byte', async ({
    page,
    context,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording(large)
    const [output, expected] = [makeFolder('out'), makeFolder('expected')]
    await interrupt(context, path, output)
    writeFileSync(join(output, 'thesis.txt'), 'mine')
    await openLibrary(page)
    const report = await renderFolders(page, path, output, { config: slowly })
    const uninterrupted = await renderFolders(page, path, expected, { config: slowly })
    expect(report.status).toBe('finished')
    expect(report.keptCount).toBeGreaterThan(5)
    expect(report.keptCount).toBeLessThan(FRAME_COUNT)
    expect(report.renderedCount).toBe(FRAME_COUNT - report.keptCount)
    const { files, roads, skippedTargetCount, warnings } = uninterrupted
    expect(report).toMatchObject({ files, roads, skippedTargetCount, warnings })
    writeFileSync(join(expected, 'thesis.txt'), 'mine')
    expect(contentsOf(output)).toEqual(contentsOf(expected))
    expect(readReport(output)).toMatchObject({ kept_count: report.keptCount, status: 'finished' })
  })

  test('by the user resumes as well', async ({ library, makeRecording, makeFolder }) => {
    const { path } = await makeRecording(large)
    const output = makeFolder('out')
    const options = { config: slowly, workerCount: 1 }
    const first = await renderFolders(library, path, output, { ...options, cancelAfter: 8 })
    expect(first.status).toBe('cancelled')
    const second = await renderFolders(library, path, output, options)
    expect(second).toMatchObject({
      status: 'finished',
      keptCount: first.renderedCount,
      renderedCount: FRAME_COUNT - first.renderedCount,
    })
  })

  test('loses but the last frame where the last line of its manifest is cut off', async ({
    library,
    finishedRun,
  }) => {
    const { path, output, before } = finishedRun
    const manifest = join(output, MANIFEST)
    truncateSync(manifest, readFileSync(manifest).length - 20)
    const report = await renderFolders(library, path, output)
    expect(report).toMatchObject({ status: 'finished', keptCount: 11, renderedCount: 1 })
    expect(contentsOf(output)).toEqual(before)
    expect(listedCount(output)).toBe(12)
  })
})

test.describe('finished frames', () => {
  test('that are gone, empty or damaged are rendered again, and all others are kept', async ({
    library,
    finishedRun,
  }) => {
    const { path, frameNames, output, before } = finishedRun
    const [gone = '', empty = '', cut = ''] = frameNames.slice(3)
    rmSync(join(output, gone))
    truncateSync(join(output, empty), 0)
    truncateSync(join(output, cut), 1000)
    const report = await renderFolders(library, path, output)
    expect(report).toMatchObject({ status: 'finished', keptCount: 9, renderedCount: 3 })
    expect(report.warnings.map(({ message }) => message)).toEqual([
      '3 finished frames of the earlier run had to be rendered again: 1 missing, 1 empty, 1 damaged.',
    ])
    expect(contentsOf(output)).toEqual(before)
  })

  test('whose contents alone are damaged are found where all are checked', async ({
    library,
    finishedRun,
  }) => {
    const { path, frameNames, output, before } = finishedRun
    const damaged = join(output, frameNames[7] ?? '')
    const bytes = readFileSync(damaged)
    bytes[500] = (bytes[500] ?? 0) ^ 1
    writeFileSync(damaged, bytes)
    const report = await renderFolders(library, path, output, { checkContents: 'all' })
    expect(report).toMatchObject({ keptCount: 11, renderedCount: 1 })
    expect(contentsOf(output)).toEqual(before)
  })

  test('whose own file was changed since are rendered again', async ({
    library,
    makeRecording,
    makeFolder,
    finishedRun,
  }) => {
    const { path, frameNames, output } = finishedRun
    const other = await makeRecording({ name: 'other', seed: 2 })
    const expected = makeFolder('expected')
    const changed = frameNames[5] ?? ''
    writeFileSync(join(path, changed), readFileSync(join(other.path, changed)))
    const report = await renderFolders(library, path, output)
    expect(report).toMatchObject({ keptCount: 11, renderedCount: 1 })
    await renderFolders(library, path, expected)
    expect(contentsOf(output)).toEqual(contentsOf(expected))
  })

  test('of a part of the recording are kept when all of it is rendered', async ({
    library,
    makeRecording,
    makeFolder,
  }) => {
    const { path, timestampsMs } = await makeRecording()
    const output = makeFolder('out')
    const config = { renderers: [{ type: 'frame_info' }] }
    const range = { end_time: timestampsMs[4] }
    await renderFolders(library, path, output, { config: { ...config, range } })
    const report = await renderFolders(library, path, output, { config })
    expect(report).toMatchObject({ keptCount: 5, renderedCount: 7 })
  })
})

test.describe('a run of other inputs or settings', () => {
  const config = { renderers: [{ type: 'frame_info' }] }
  const changed = { renderers: [{ type: 'frame_info', format: 'datetime' }] }

  test('is reported before anything is written, and resumes or starts over if the user wants that', async ({
    library,
    makeRecording,
    makeFolder,
  }) => {
    const { path, frameNames, timestampsMs } = await makeRecording()
    const [output, expected] = [makeFolder('out'), makeFolder('expected')]
    const range = { end_time: timestampsMs[4] }
    await renderFolders(library, path, output, { config: { ...config, range } })
    writeFileSync(join(output, 'thesis.txt'), 'mine')
    writeFileSync(join(output, 'thesis.png'), 'mine')
    const before = contentsOf(output)

    const { problems } = await runFolders(library, path, output, { config: changed })
    expect(problems?.map(({ code, message }) => [code, message])).toEqual([
      [
        'output-differs',
        '"out" contains 5 files of an earlier run with other inputs or settings: renderers[0].format: not set → datetime.',
      ],
    ])
    expect(contentsOf(output)).toEqual(before)

    const anyway = await renderFolders(library, path, output, { config: changed, resume: 'anyway' })
    expect(anyway).toMatchObject({ keptCount: 5, renderedCount: 7 })
    expect(anyway.warnings.map(({ message }) => message)).toEqual([
      'The run kept 5 frames of an earlier run with other inputs or settings (renderers[0].format: not set → datetime).',
    ])
    expect(contentsOf(output)).toMatchObject(before)

    // Of all twelve frames, only those of the range are wanted: the others go, and nothing else.
    const again = { config: { ...changed, range }, resume: 'restart' } as const
    const over = await renderFolders(library, path, output, again)
    expect(over).toMatchObject({ keptCount: 0, renderedCount: 5, earlierFiles: [] })
    await renderFolders(library, path, expected, { config: { ...changed, range } })
    expect(imagesIn(output)).toEqual([...frameNames.slice(0, 5), 'thesis.png'])
    expect(contentsOf(output)).toMatchObject(contentsOf(expected))
    expect(readFileSync(join(output, 'thesis.txt'), 'utf8')).toBe('mine')
    expect(readFileSync(join(output, 'thesis.png'), 'utf8')).toBe('mine')
  })

  test('is one whose log has changed, and its name is told', async ({ library, finishedRun }) => {
    const { path, output } = finishedRun
    writeFileSync(join(path, 'speed.jsonl'), '{"timestamp_ms":1761525000000,"speed":1}\n')
    const { problems } = await runFolders(library, path, output)
    expect(problems?.[0]?.message).toMatch(
      /^"out" contains 12 files of an earlier run with other inputs or settings: speed\.jsonl: \d+ bytes of .* → 41 bytes of /,
    )
  })

  test('cannot take the name of a file that no run wrote', async ({
    library,
    makeRecording,
    makeFolder,
  }) => {
    const { path, timestampsMs } = await makeRecording()
    const output = makeFolder('out')
    const range = { end_time: timestampsMs[4] }
    await renderFolders(library, path, output, { config: { ...config, range } })
    writeFileSync(join(output, 'frame_000008.png'), 'mine')
    for (const resume of ['matching', 'restart'] as const) {
      const { problems } = await runFolders(library, path, output, { config, resume })
      expect(problems?.map(({ code }) => code)).toEqual(['output-exists'])
    }
    expect(imagesIn(output)).toHaveLength(6)
  })
})

test.describe('on the command line', () => {
  test('a run that was killed ten times leaves what an uninterrupted one leaves', async ({
    makeRecording,
    makeFolder,
  }) => {
    test.skip(process.platform !== 'linux', 'Only Linux tells the processes of the browser.')
    test.setTimeout(300_000)
    const frameCount = 100
    const { path } = await makeRecording({ frameCount, widthPx: 960, heightPx: 540 })
    const config = join(makeFolder('config'), 'slowly.yaml')
    writeFileSync(config, JSON.stringify(slowly))
    const [output, expected] = [makeFolder('out'), makeFolder('expected')]
    const call = ['render', path, '--config', config, '--workers', '1', '--out']
    const foreign = join(output, 'frame.lock')
    writeFileSync(foreign, '')
    for (let kill = 0; kill < 10; kill++) {
      const before = listedCount(output)
      const running = startCli([...call, output])
      const wanted = before + Math.floor(6 * randomUnit(11, 0, kill))
      const isListed = expect
        .poll(() => listedCount(output), { timeout: 20_000, intervals: [10] })
        .toBeGreaterThan(wanted)
      const isEnded = running.ended.then(({ stderr }) => {
        throw new Error(`The run ended before it was killed: ${stderr}`)
      })
      await Promise.race([isListed, isEnded])
      await killCli(running)
    }
    const { exitCode, stdout, stderr } = await runCli([...call, output, '--json'])
    expect(stderr).not.toContain('wrong')
    expect(exitCode).toBe(0)
    const { frames } = JSON.parse(stdout) as { frames: { kept: number; rendered: number } }
    expect(frames.kept).toBeGreaterThan(10)
    expect(frames.kept + frames.rendered).toBe(frameCount)
    expect((await runCli([...call, expected])).exitCode).toBe(0)
    writeFileSync(join(expected, 'frame.lock'), '')
    expect(contentsOf(output)).toEqual(contentsOf(expected))
    expect(namesIn(output)).toEqual(namesIn(expected))
  })

  test('other settings end with code 2, and with what can be done', async ({
    makeRecording,
    makeFolder,
  }) => {
    test.slow()
    const { path } = await makeRecording({ frameCount: 3 })
    const output = makeFolder('out')
    const call = ['render', path, '--out', output]
    expect((await runCli(call)).exitCode).toBe(0)
    const again = await runCli(call)
    expect(again.exitCode).toBe(0)
    expect(again.stdout).toMatch(/^drive: finished, 3 frames, 3 kept, /)

    const refused = await runCli([...call, '--quality', '0.5'])
    expect(refused.exitCode).toBe(2)
    expect(refused.stderr).toContain(
      '"out" contains 3 files of an earlier run with other inputs or settings: output.quality: source → 0.5. To resume anyway, add --resume. To start over, add --restart. For another folder, change --out.',
    )
    const anyway = await runCli([...call, '--quality', '0.5', '--resume', '--json'])
    expect(JSON.parse(anyway.stdout)).toMatchObject({ frames: { kept: 3, rendered: 0 } })
    const over = await runCli([...call, '--restart', '--json'])
    expect(JSON.parse(over.stdout)).toMatchObject({ frames: { kept: 0, rendered: 3 } })
    const blind = await runCli([...call, '--no-resume', '--json'])
    expect(JSON.parse(blind.stdout)).toMatchObject({ error: { code: 'output-exists' } })
  })
})

test.describe('an output folder is verified', () => {
  test('with its manifest, and with frames that are rendered again', async ({
    makeRecording,
    makeFolder,
  }) => {
    test.slow()
    const { path, frameNames } = await makeRecording()
    const output = makeFolder('out')
    expect((await runCli(['render', path, '--out', output])).exitCode).toBe(0)
    const call = ['verify', output, '--recording', path]
    const whole = await runCli([...call, '--frames', '5'])
    expect(whole.stderr).toBe('')
    expect(whole.stdout).toMatch(
      /^out: 12 files read, [1-5] frames? rendered again, all as they were written\n$/,
    )
    expect(whole.exitCode).toBe(0)

    const [damaged = '', gone = ''] = frameNames.slice(4)
    truncateSync(join(output, damaged), 900)
    rmSync(join(output, gone))
    const broken = await runCli(['verify', output, '--json'])
    expect(JSON.parse(broken.stdout)).toMatchObject({
      files: 12,
      rendered_again: 0,
      faults: [
        { file: damaged, fault: 'damaged' },
        { file: gone, fault: 'missing' },
      ],
    })
    expect(broken.exitCode).toBe(3)
  })

  test('against its recording: frames that it would make otherwise are told', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 2 })
    const other = await makeRecording({ frameCount: 2, name: 'other', seed: 2 })
    const output = makeFolder('out')
    expect((await runCli(['render', path, '--out', output])).exitCode).toBe(0)
    const call = ['verify', output, '--recording', other.path, '--json']
    const { stdout, exitCode } = await runCli(call)
    const { faults, differences } = JSON.parse(stdout) as {
      faults: { fault: string }[]
      differences: { key: string }[]
    }
    expect(new Set(faults.map(({ fault }) => fault))).toEqual(new Set(['other-pixels']))
    expect(differences.map(({ key }) => key)).toContain('speed.jsonl')
    expect(exitCode).toBe(3)
  })

  test('but not where no run has written frames: code 2', async ({ makeFolder }) => {
    const { stderr, exitCode } = await runCli(['verify', makeFolder('out')])
    expect(stderr).toContain('overlane-manifest.jsonl or overlane-report.json in "out" is missing')
    expect(exitCode).toBe(2)
  })
})

test.describe('in the page', () => {
  const question = (page: Page) => page.getByRole('alertdialog', { name: 'Earlier run' })
  const status = (page: Page) => page.getByRole('status')

  async function open(page: Page, path: string, output: string, format = 'webp'): Promise<void> {
    await page.goto('/')
    await openByDrop(page, path)
    await page.getByLabel('Format').selectOption(format)
    await setWorkers(page, 1)
    await chooseOutput(page, output)
    await renderButton(page).click()
  }

  test('a run resumes with one click after the page was reloaded', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording(large)
    const [output, expected] = [makeFolder('out'), makeFolder('expected')]
    page.on('dialog', (dialog) => void dialog.accept())
    await open(page, path, output)
    await expect.poll(() => listedCount(output)).toBeGreaterThan(5)
    await page.reload()
    const finishedCount = listedCount(output)
    await open(page, path, output)
    await expect(question(page)).toContainText(
      `out contains ${finishedCount} of 60 frames, finished by an earlier run with the same inputs and settings. Finished frames are checked and kept.`,
    )
    await question(page)
      .getByRole('button', { name: `Resume: render ${60 - finishedCount} frames` })
      .click()
    await expect(status(page)).toHaveText('Finished', { timeout: 30_000 })
    await expect(regionOf(page, 'Report')).toContainText('60 frames in out')
    await expect(regionOf(page, 'Report')).toContainText(
      `${finishedCount} frames of an earlier run were kept, ${60 - finishedCount} rendered.`,
    )
    await open(page, path, expected)
    await expect(status(page)).toHaveText('Finished', { timeout: 30_000 })
    expect(contentsOf(output)).toEqual(contentsOf(expected))
  })

  test.describe('of other settings', () => {
    async function askAbout(page: Page, path: string, output: string): Promise<void> {
      await page.goto('/')
      await renderFolders(page, path, output)
      writeFileSync(join(output, 'thesis.txt'), 'mine')
      await open(page, path, output, 'jpeg')
      await expect(question(page)).toContainText(
        'out contains 3 files of an earlier run with other inputs or settings.',
      )
      await expect(question(page).getByRole('list', { name: 'What differs' })).toHaveText(
        'output.format png → jpeg',
      )
      await expect(question(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
    }

    test('starts over: what the manifest lists goes, and nothing else', async ({
      page,
      makeRecording,
      makeFolder,
    }) => {
      const { path } = await makeRecording({ frameCount: 3 })
      const output = makeFolder('out')
      await askAbout(page, path, output)
      await question(page).getByRole('button', { name: 'Start over' }).click()
      await expect(status(page)).toHaveText('Finished')
      const frames = [0, 1, 2].map((index) => `frame_00000${index}.jpg`)
      expect(namesIn(output)).toEqual([...frames, MANIFEST, REPORT, 'thesis.txt'])
    })

    test('resumes anyway: the existing files stay', async ({ page, makeRecording, makeFolder }) => {
      const { path } = await makeRecording({ frameCount: 3 })
      const output = makeFolder('out')
      await askAbout(page, path, output)
      const before = contentsOf(output)
      await question(page).getByRole('button', { name: 'Resume anyway' }).click()
      await expect(status(page)).toHaveText('Finished')
      expect(contentsOf(output)).toMatchObject(before)
      expect(imagesIn(output)).toHaveLength(6)
    })

    test('goes elsewhere, or nowhere', async ({ page, makeRecording, makeFolder }) => {
      const { path } = await makeRecording({ frameCount: 3 })
      const [output, other] = [makeFolder('out'), makeFolder('other')]
      await askAbout(page, path, output)
      const before = contentsOf(output)
      await page.keyboard.press('Escape')
      await expect(question(page)).toBeHidden()
      await renderButton(page).click()
      await stubPicker(page, other)
      await question(page).getByRole('button', { name: 'Choose another folder' }).click()
      await expect(
        page.getByRole('button', { name: 'Output folder other', pressed: true }),
      ).toBeVisible()
      await renderButton(page).click()
      await expect(status(page)).toHaveText('Finished')
      expect(imagesIn(other)).toHaveLength(3)
      expect(contentsOf(output)).toEqual(before)
    })
  })

  test('a finished run is looked at while the page asks, and then checked: what is damaged is rendered again', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path, frameNames } = await makeRecording({ frameCount: 3 })
    const output = makeFolder('out')
    await page.goto('/')
    await renderFolders(page, path, output)
    const before = contentsOf(output)
    truncateSync(join(output, frameNames[1] ?? ''), 0)
    // One for each folder. It ends when it has seen all finished frames.
    let endedCount = 0
    page.on('worker', (worker) => {
      if (worker.url().includes('look.worker')) worker.on('close', () => endedCount++)
    })
    await open(page, path, output, 'same')
    await expect.poll(() => endedCount).toBe(2)
    await question(page).getByLabel('Check the contents of all finished frames').check()
    await question(page).getByRole('button', { name: 'Check the frames' }).click()
    await expect(status(page)).toHaveText('Finished')
    await expect(regionOf(page, 'Report')).toContainText('1 empty')
    expect(contentsOf(output)).toEqual(before)
    expect(readdirSync(output)).toHaveLength(5)
  })
})
