import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Download, Locator, Page } from '@playwright/test'
import { atWidths, audit, auditThemes, expectNoSidewaysScrolling } from './audit.ts'
import { dropFolder, expect, test } from './fixtures.ts'
import { patchFrameWorker, slowDisk, slowDrawing } from './frame-worker.ts'
import {
  chooseOutput,
  factsOf,
  openAdvanced,
  openByDrop,
  openMeasure,
  regionOf,
  renderButton,
  renderInto,
  renderToEnd,
  scratchFolders,
  setWorkers,
  tableOf,
} from './page.ts'

const COLUMNS = [
  'Method',
  'Total Time (s)',
  'FPS',
  'Time/Frame (ms)',
  'Memory (MB)',
  'Success',
  'Speedup',
]
const MEMORY = COLUMNS.indexOf('Memory (MB)')
/** This browser does not tell a page how much memory it uses. */
const SHOWN_COLUMNS = COLUMNS.toSpliced(MEMORY, 1)
/** The delay for each written file or drawn text. It makes frames slow. */
const SLOW_MS = 100

const statusOf = (page: Page, name: 'Benchmark' | 'Profile') =>
  regionOf(page, name).getByRole('status').first()
const benchmarkButton = (page: Page) => page.getByRole('button', { name: /^Benchmark/ })
const profileButton = (page: Page) => page.getByRole('button', { name: /^Profile/ })

/** Opens a recording and the Measure view. */
async function openToMeasure(page: Page, path: string): Promise<void> {
  await page.goto('/')
  await openByDrop(page, path)
  await openMeasure(page)
}

/** How the number of workers is chosen, in the open settings. */
async function openWorkersChoice(page: Page): Promise<Locator> {
  const settings = await openAdvanced(page)
  const workers = settings.getByRole('region', { name: 'Workers and memory' })
  return workers.getByLabel('How the number is chosen').first()
}

async function chooseWorkers(page: Page, choice: string): Promise<void> {
  const select = await openWorkersChoice(page)
  await select.selectOption(choice)
  await page.keyboard.press('Escape')
  await expect(select).toBeHidden()
}

async function fillBenchmark(page: Page, workers: string, chunks: string): Promise<void> {
  await page.getByLabel('Worker counts').fill(workers)
  await page.getByLabel('Chunk sizes').fill(chunks)
  await page.getByLabel('Runs per method').fill('2')
}

async function benchmarkToEnd(page: Page): Promise<string[][]> {
  await benchmarkButton(page).click()
  const region = regionOf(page, 'Benchmark')
  await expect(region.getByRole('table')).toBeVisible({ timeout: 40_000 })
  return tableOf(region)
}

async function profileToEnd(page: Page): Promise<void> {
  await profileButton(page).click()
  await expect(regionOf(page, 'Advice')).toBeVisible({ timeout: 40_000 })
}

async function textOf(download: Promise<Download>): Promise<string> {
  return readFileSync(await (await download).path(), 'utf8')
}

test.describe('the Measure view', () => {
  test('opens with its key or its button, and stops playing', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 90, widthPx: 64, heightPx: 36 })
    await page.goto('/')
    await page.keyboard.press('m')
    await expect(page.getByRole('button', { name: 'Measure' })).toBeHidden()
    await openByDrop(page, path)
    await page.keyboard.press(' ')
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
    await page.keyboard.press('m')
    await expect(regionOf(page, 'Benchmark')).toBeVisible()
    await expect(regionOf(page, 'Profile')).toBeVisible()
    await expect(regionOf(page, 'Preview')).toBeHidden()
    await expect(renderButton(page)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Measure', pressed: true })).toBeVisible()
    // The keys of the stage do nothing in this view, and Escape does not close it.
    for (const key of [' ', 'g', 'Escape']) await page.keyboard.press(key)
    await expect(regionOf(page, 'Benchmark')).toBeVisible()
    await page.keyboard.press('m')
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
    await page.getByRole('button', { name: 'Measure' }).click()
    await expect(regionOf(page, 'Benchmark')).toBeVisible()
    await page.getByRole('button', { name: 'Preview' }).click()
    await expect(regionOf(page, 'Preview')).toBeVisible()
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText(
      'Measure view, or back to Preview',
    )
  })

  test('shows a message if it cannot be loaded, and the rest of the page works', async ({
    page,
    makeRecording,
    allowError,
  }) => {
    allowError(/ERR_FAILED/)
    const { path } = await makeRecording({ frameCount: 3 })
    await page.route('**/MeasureView*', (route) => route.abort())
    await page.goto('/')
    await openByDrop(page, path)
    await page.keyboard.press('m')
    await expect(page.getByRole('alert')).toContainText('The Measure view could not be loaded')
    await page.keyboard.press('m')
    await expect(regionOf(page, 'Preview')).toBeVisible()
  })

  test('keeps typed values until another recording is opened', async ({ page, makeRecording }) => {
    const { path } = await makeRecording()
    const other = await makeRecording({ name: 'other', frameCount: 3 })
    await openToMeasure(page, path)
    await page.getByLabel('Frames per run').fill('5')
    await page.getByLabel('Frames per run').blur()
    await page.keyboard.press('m')
    await openMeasure(page)
    await expect(page.getByLabel('Frames per run')).toHaveValue('5')
    await openByDrop(page, other.path)
    await openMeasure(page)
    await expect(page.getByLabel('Frames per run')).toHaveValue('3')
  })
})

test.describe('a benchmark', () => {
  const METHODS = [
    'Sequential',
    'Parallel (1 worker, chunk 1)',
    'Parallel (1 worker, chunk 2)',
    'Parallel (2 workers, chunk 1)',
    'Parallel (2 workers, chunk 2)',
  ]

  for (const place of ['the browser’s own storage', 'the output folder'] as const) {
    test(`in ${place} has a row for each method, and leaves nothing behind`, async ({
      page,
      makeRecording,
      makeFolder,
    }) => {
      const { path } = await makeRecording({ frameCount: 6, widthPx: 64, heightPx: 36 })
      const output = makeFolder('out')
      await openToMeasure(page, path)
      const region = regionOf(page, 'Benchmark')
      if (place === 'the output folder') await chooseOutput(page, output)
      await expect(region).toContainText(
        place === 'the output folder'
          ? 'to a temporary folder in out. It is removed at the end'
          : 'to the browser’s own storage and removed at the end',
      )
      await fillBenchmark(page, '1, 2', '1, 2')
      await expect(benchmarkButton(page)).toHaveText('Benchmark 5 methods × 2 runs of 6 frames')
      const [header, ...rows] = await benchmarkToEnd(page)
      expect(header).toEqual(SHOWN_COLUMNS)
      await expect(region).toContainText('does not tell a page how much memory it uses')
      expect(rows.map(([method]) => method)).toEqual(METHODS)
      expect(rows.map((row) => row[4])).toEqual(METHODS.map(() => 'yes'))
      for (const row of rows) expect(row[2]).toMatch(/^\d+\.\d\d \d+\.\d\d–\d+\.\d\d$/)
      expect(rows[0]?.[5]).toBe('1.00')
      await expect(region).toContainText(
        /drive: 6 frames of 64×36 px, medians of 2 runs with their spread, \d+ cores, Overlane \d/,
      )
      await expect(
        region.getByRole('img', {
          name: /^Speedup by number of workers\. chunk 1: 1 worker \d.*; chunk 2: .*2 workers \d/,
        }),
      ).toBeVisible()
      expect(await scratchFolders(page)).toEqual([])
      expect(readdirSync(output)).toEqual([])
      await expect(renderButton(page)).toBeEnabled()
    })
  }

  test('is copied as Markdown and saved as CSV or JSON with the columns of the table', async ({
    page,
    context,
    makeRecording,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { path } = await makeRecording({ frameCount: 6, widthPx: 64, heightPx: 36 })
    await openToMeasure(page, path)
    await fillBenchmark(page, '2', '1')
    const [, ...rows] = await benchmarkToEnd(page)
    const region = regionOf(page, 'Benchmark')

    await region.getByRole('button', { name: 'Copy as Markdown' }).click()
    await expect(region.getByRole('status', { name: 'Copying' })).toHaveText('Copied')
    const markdown = await page.evaluate(() => navigator.clipboard.readText())
    const [header, , ...lines] = markdown
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.slice(2, -2).split(' | '))
    expect(header).toEqual(COLUMNS)
    const asShown = (cell: string): string => cell.replace(/ \((.*) to (.*)\)$/, ' $1–$2')
    // A method's name has parentheses too, so it is not converted.
    expect(
      lines.map(([method = '', ...cells]) => [method, ...cells.map(asShown)].toSpliced(MEMORY, 1)),
    ).toEqual(rows)

    const csv = page.waitForEvent('download')
    await region.getByRole('button', { name: 'Save CSV' }).click()
    expect((await csv).suggestedFilename()).toMatch(/^drive-benchmark-\d{4}-\d\d-\d\d\.csv$/)
    const [csvHeader, ...csvRows] = (await textOf(csv)).trim().split('\n')
    expect(csvHeader).toBe(COLUMNS.join(','))
    expect(csvRows.map((line) => line.split(',')[0])).toEqual([
      'Sequential',
      'Parallel (2 workers)',
    ])

    const json = page.waitForEvent('download')
    await region.getByRole('button', { name: 'Save JSON' }).click()
    const saved = JSON.parse(await textOf(json)) as { rows: { method: string; success: boolean }[] }
    expect(saved).toMatchObject({ recording: 'drive', frames: 6, width: 64, height: 36, repeat: 2 })
    expect(saved.rows).toMatchObject([
      { method: 'Sequential', mode: 'sequential', success: true, speedup: { median: 1 } },
      { method: 'Parallel (2 workers)', workers: 2, chunk_size: 1, success: true },
    ])
  })

  test('shows a message if it cannot be copied', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 3, widthPx: 64, heightPx: 36 })
    await openToMeasure(page, path)
    await fillBenchmark(page, '1', '1')
    await benchmarkToEnd(page)
    await page.evaluate(() => {
      navigator.clipboard.writeText = () =>
        Promise.reject(new DOMException('Refused.', 'NotAllowedError'))
    })
    await page.getByRole('button', { name: 'Copy as Markdown' }).click()
    await expect(page.getByRole('status', { name: 'Copying' })).toContainText('Not copied')
  })

  test('shows its progress, and Esc cancels it and leaves nothing', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 12 })
    const other = await makeRecording({ name: 'other', frameCount: 3 })
    const output = makeFolder('out')
    await patchFrameWorker(page, slowDisk(SLOW_MS))
    await openToMeasure(page, path)
    await chooseOutput(page, output)
    await fillBenchmark(page, '1', '1')
    await benchmarkButton(page).click()
    const region = regionOf(page, 'Benchmark')
    await expect(region.getByRole('progressbar')).toBeVisible()
    await expect(statusOf(page, 'Benchmark')).toHaveText('Warm-up, not counted')
    expect(readdirSync(output)).toHaveLength(1)
    await expect(statusOf(page, 'Benchmark')).toHaveText('Sequential, round 1 of 2')
    await expect(region).toContainText(/\d s left/)

    // During a benchmark, no other work can start and no folder can be opened.
    await expect(renderButton(page)).toBeDisabled()
    await expect(profileButton(page)).toBeDisabled()
    await expect(regionOf(page, 'Profile')).toContainText('A benchmark is being measured.')
    await expect(page.getByRole('button', { name: 'Open folder' })).toBeDisabled()
    await page.keyboard.press('r')
    await dropFolder(page, other.path)
    await expect(page.getByRole('alert')).toContainText('A benchmark is being measured.')
    await expect(page.getByRole('banner').getByRole('heading')).toHaveText('drive')

    await page.keyboard.press('Escape')
    await expect(statusOf(page, 'Benchmark')).toHaveText('Cancelled. There is no result.')
    await expect(region.getByRole('table')).toBeHidden()
    await expect(page.getByRole('alert')).toBeHidden()
    expect(readdirSync(output)).toEqual([])
    await expect(benchmarkButton(page)).toBeEnabled()
    await expect(renderButton(page)).toBeEnabled()
  })

  test('shows at each field why a value cannot be measured', async ({ page, makeRecording }) => {
    const { path } = await makeRecording()
    await openToMeasure(page, path)
    const coreCount = await page.evaluate(() => navigator.hardwareConcurrency)
    const most = Math.min(12, coreCount * 2)
    const wrong = [
      ['Worker counts', '', 'Type one or more whole numbers'],
      ['Worker counts', '1, two', '“two” is not a whole number of 1 or more.'],
      ['Worker counts', '999', `At most ${most} worker`],
      ['Chunk sizes', '0', '“0” is not a whole number of 1 or more.'],
      ['Frames per run', '13', 'At most 12 frames: the range has no more frames.'],
      ['Runs per method', '1.5', '“1.5” is not a whole number of 1 or more.'],
    ] as const
    for (const [label, text, message] of wrong) {
      const field = page.getByLabel(label)
      const before = await field.inputValue()
      await field.fill(text)
      await expect(field).toHaveAccessibleDescription(new RegExp(`^${message}`))
      await expect(benchmarkButton(page)).toBeDisabled()
      await field.fill(before)
      await expect(benchmarkButton(page)).toBeEnabled()
    }
  })

  test('proposes and accepts only numbers of workers within the memory limit', async ({
    page,
    makeRecording,
  }) => {
    const limited = 'renderers: [{ type: frame_info }]\noutput: { memory_limit_mb: 1 }'
    const { path } = await makeRecording({ files: { 'overlane.yaml': limited } })
    await openToMeasure(page, path)
    const field = page.getByLabel('Worker counts')
    await expect(field).toHaveValue('1')
    await field.fill('2')
    await expect(field).toHaveAccessibleDescription(
      'At most 1 worker: the memory limit of 1 MB allows no more.',
    )
  })

  test('shows which methods failed, and why', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 6, widthPx: 64, heightPx: 36 })
    await patchFrameWorker(
      page,
      `OffscreenCanvasRenderingContext2D.prototype.fillText = () => {
        throw new Error('drawing failed on purpose')
      }`,
    )
    await openToMeasure(page, path)
    await fillBenchmark(page, '1', '1')
    const [, ...rows] = await benchmarkToEnd(page)
    expect(rows).toHaveLength(2)
    for (const row of rows) {
      expect(row[0]).toContain('drawing failed on purpose')
      expect(row.slice(1)).toEqual(['–', '–', '–', 'no', '–'])
    }
    await expect(regionOf(page, 'Benchmark').getByRole('img')).toBeHidden()
    expect(await scratchFolders(page)).toEqual([])
  })

  test('says if the settings were changed after it, and disappears for another recording', async ({
    page,
    makeRecording,
  }) => {
    const small = { frameCount: 3, widthPx: 64, heightPx: 36 }
    const { path } = await makeRecording(small)
    const other = await makeRecording({ ...small, name: 'other' })
    await openToMeasure(page, path)
    await fillBenchmark(page, '1', '1')
    await benchmarkToEnd(page)
    const region = regionOf(page, 'Benchmark')
    const stale = region.getByText('You changed the settings after this measurement.')
    // A benchmark sets the number of workers itself, so this setting does not matter.
    await setWorkers(page, 1)
    await expect(stale).toBeHidden()
    await page.getByLabel('Format').selectOption('jpeg')
    await expect(stale).toBeVisible()
    await openByDrop(page, other.path)
    await openMeasure(page)
    await expect(region.getByRole('table')).toBeHidden()
  })
})

test.describe('a profile', () => {
  test('of spliced frames has a row for walking and splicing', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 6 })
    await openToMeasure(page, path)
    await profileToEnd(page)
    const [, ...rows] = await tableOf(regionOf(page, 'Profile'))
    expect(rows.map(([name]) => name)).toEqual([
      'load_frame',
      'disk: reading',
      'get_sensor_data',
      'render',
      'save_frame',
      'disk: writing',
      'codec: walking and splicing',
    ])
  })

  test('has four stages that add up to 100 %, with disk and codec', async ({
    page,
    makeRecording,
  }) => {
    const project = 'renderers: [{ type: frame_info }]\noutput: { format: jpeg }\n'
    const { path } = await makeRecording({ frameCount: 12, files: { 'overlane.yaml': project } })
    await openToMeasure(page, path)
    await expect(profileButton(page)).toHaveText('Profile 10 frames')
    await page.getByLabel('Frames to profile').fill('6')
    await expect(profileButton(page)).toHaveText('Profile 6 frames')
    await profileToEnd(page)
    const region = regionOf(page, 'Profile')
    const [header, ...rows] = await tableOf(region)
    expect(header).toEqual(['Stage', 'Seconds', '%', 'ms/frame', 'Min to max'])
    expect(rows.map(([name]) => name)).toEqual([
      'load_frame',
      'disk: reading',
      'codec: decoding',
      'get_sensor_data',
      'render',
      'save_frame',
      'disk: writing',
      'codec: encoding',
    ])
    const tenths = (index: number): number => Math.round(Number(rows[index]?.[2]) * 10)
    expect(tenths(0) + tenths(3) + tenths(4) + tenths(5)).toBe(1000)
    expect(tenths(1) + tenths(2)).toBe(tenths(0))
    expect(tenths(6) + tenths(7)).toBe(tenths(5))
    await expect(
      region.getByRole('img', { name: /^Share of each stage: load_frame/ }),
    ).toBeVisible()
    await expect(region).toContainText('6 frames')
    expect(await scratchFolders(page)).toEqual([])
  })

  test('of slow renderers says that the renderers take the time', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording({ frameCount: 60, widthPx: 64, heightPx: 36 })
    await patchFrameWorker(page, slowDrawing(SLOW_MS))
    await openToMeasure(page, path)
    await page.getByLabel('Frames to profile').fill('3')
    await profileToEnd(page)
    const advice = regionOf(page, 'Advice').getByRole('listitem')
    await expect(advice).toHaveText([/^Renderer bound: drawing takes \d+ % .* Optimise renderers/])
    await expect(advice.getByRole('button')).toBeHidden()
  })

  test('of a slow disk advises parallel mode, and a button sets it', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 60, widthPx: 64, heightPx: 36 })
    await patchFrameWorker(page, slowDisk(SLOW_MS))
    await openToMeasure(page, path)
    await chooseOutput(page, makeFolder('out'))
    await page.getByLabel('Frames to profile').fill('3')
    await profileToEnd(page)
    const advice = regionOf(page, 'Advice').getByRole('listitem')
    await expect(advice).toContainText([/^I\/O bound: .*\(\d+ % disk, .* Use parallel/])
    await advice.getByRole('button', { name: 'Use parallel with auto workers' }).click()
    const applied = advice.getByRole('button', { name: 'Applied: parallel with auto workers' })
    await expect(applied).toBeFocused()
    await expect(await openWorkersChoice(page)).toHaveValue('auto')
    await page.keyboard.press('Escape')
    // Applying the advice does not mark the profile as outdated.
    await expect(regionOf(page, 'Profile').getByText('other settings')).toBeHidden()
    await chooseWorkers(page, 'all_cores')
    await expect(advice.getByRole('button')).toHaveText('Use parallel with auto workers')
  })

  test('of few frames advises sequential mode', async ({ page, makeRecording, makeFolder }) => {
    const { path } = await makeRecording({ frameCount: 12, widthPx: 64, heightPx: 36 })
    await openToMeasure(page, path)
    await profileToEnd(page)
    const advice = regionOf(page, 'Advice').getByRole('listitem')
    await expect(advice.last()).toContainText('12 frames are few: sequential is fine')
    await advice.getByRole('button', { name: 'Use sequential' }).click()
    await renderInto(page, makeFolder('out'))
    await expect(regionOf(page, 'Report')).toContainText('One frame after another, in one worker.')
  })

  test('is cancelled with its button, and leaves nothing', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 12 })
    await patchFrameWorker(page, slowDisk(SLOW_MS))
    await openToMeasure(page, path)
    await profileButton(page).click()
    const region = regionOf(page, 'Profile')
    await expect(region).toContainText(/[1-9] \/ 10 frames/)
    await region.getByRole('button', { name: 'Cancel' }).click()
    await expect(statusOf(page, 'Profile')).toHaveText('Cancelled. There is no result.')
    await expect(region.getByRole('table')).toBeHidden()
    expect(await scratchFolders(page)).toEqual([])
  })
})

test.describe('workers and memory', () => {
  const estimate = (page: Page) =>
    regionOf(page, 'Render').getByText(/^\d+ workers?(?: at first)?, about [\d,]+ MB$/)

  test('are shown before a run and in its report', async ({ page, makeRecording, makeFolder }) => {
    const { path } = await makeRecording({ frameCount: 12 })
    await page.goto('/')
    await openByDrop(page, path)
    await setWorkers(page, 1)
    // 250 MB for the browser, 40 MB for a worker, and 4 frames of 320 × 180 pixels of 4 bytes.
    await expect(estimate(page)).toHaveText('1 worker, about 292 MB')
    await expect(regionOf(page, 'Render')).toContainText('1 worker, as set.')
    await renderInto(page, makeFolder('out'))
    const report = regionOf(page, 'Report')
    expect(await factsOf(report)).toMatchObject({ Workers: '1', 'Estimated memory': '292 MB' })
    // A browser that does not tell it has no row for it.
    const { 'Peak memory': peak = '0 MB' } = await factsOf(report)
    expect(peak).toMatch(/^[\d,]+ MB$/)
    await expect(report).toContainText('1 worker, as set.')
  })

  test('a memory limit gives fewer workers, and the page says so before and after the run', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 12 })
    await page.goto('/')
    await openByDrop(page, path)
    await setWorkers(page, 2)
    await openAdvanced(page)
    await page.getByLabel('Memory limit').fill('300')
    const reason = '1 instead of 2 workers: all would take about 333 MB, and the limit is 300 MB.'
    await expect(regionOf(page, 'Render').getByText(reason)).toBeVisible()
    await expect(estimate(page)).toHaveText('1 worker, about 292 MB')
    await renderInto(page, makeFolder('out'))
    const report = regionOf(page, 'Report')
    expect(await factsOf(report)).toMatchObject({ Workers: '1' })
    await expect(report).toContainText(reason)
    await expect(report.getByRole('listitem').filter({ hasText: reason })).toBeVisible()
  })

  test('auto, two free cores, and more than twice the cores each show a reason', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    // Enough frames, so that auto can measure some of each worker.
    const frameCount = Math.max(80, 8 * availableParallelism())
    const { path } = await makeRecording({ frameCount, widthPx: 64, heightPx: 36 })
    await page.goto('/')
    await openByDrop(page, path)
    await chooseOutput(page, makeFolder('out'))
    const coreCount = await page.evaluate(() => navigator.hardwareConcurrency)
    const report = regionOf(page, 'Report')

    await chooseWorkers(page, 'auto')
    await expect(estimate(page)).toContainText('at first, about')
    await renderToEnd(page)
    await expect(report).toContainText(/\d+ workers?: the first \d+ frames kept the cores busy for/)

    await chooseWorkers(page, 'leave_two_free')
    const left = Math.max(1, coreCount - 2)
    await expect(regionOf(page, 'Render')).toContainText(`two of ${coreCount} cores are left free.`)
    await expect(estimate(page)).toContainText(`${left} worker`)
    await page.getByRole('button', { name: 'Run again' }).click()
    await page.getByRole('button', { name: 'Start over' }).click()
    await expect(report).toContainText(`two of ${coreCount} cores are left free.`)
    expect(await factsOf(report)).toMatchObject({ Workers: String(left) })

    await setWorkers(page, coreCount * 2 + 1)
    await expect(regionOf(page, 'Render')).toContainText(
      `${coreCount * 2} instead of ${coreCount * 2 + 1} workers: more than two workers per core only use memory.`,
    )
  })
})

test.describe('the timeline of a run', () => {
  test('needs a run, and is opened from the report', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording()
    await openToMeasure(page, path)
    const timeline = regionOf(page, 'Timeline of the last run')
    await expect(timeline).toContainText('No run yet.')
    await page.keyboard.press('m')
    await renderInto(page, makeFolder('out'))
    await page.getByRole('button', { name: 'Timeline of this run' }).click()
    await expect(timeline).toBeFocused()
    await expect(timeline).toBeInViewport()
    await expect(timeline).toContainText('12 frames')
  })

  test('shows a run that was started in this view after its end', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording()
    await patchFrameWorker(page, slowDisk(SLOW_MS))
    await openToMeasure(page, path)
    await chooseOutput(page, makeFolder('out'))
    await renderButton(page).click()
    const timeline = regionOf(page, 'Timeline of the last run')
    await expect(timeline).toContainText('Its timeline appears at the end.')
    await expect(benchmarkButton(page)).toBeDisabled()
    await expect(regionOf(page, 'Benchmark')).toContainText('Frames are being rendered.')
    await expect(timeline).toContainText('12 frames')
    await expect(benchmarkButton(page)).toBeEnabled()
  })
})

test.describe('in windows of 1280, 700 and 360 px', () => {
  /** Nor does anything extend beyond the sides. */
  async function atEachWidth(page: Page, look: (place: string) => Promise<void>): Promise<void> {
    await atWidths(page, async (place) => {
      await look(place)
      await expectNoSidewaysScrolling(page)
    })
  }

  test('axe finds nothing wrong, and nothing extends beyond its sides', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    test.slow()
    const { path } = await makeRecording({ frameCount: 12, widthPx: 64, heightPx: 36 })
    await openToMeasure(page, path)
    await page.getByLabel('Worker counts').fill('999')
    await atEachWidth(page, (place) => auditThemes(page, `empty, with a wrong field, ${place}`))
    await fillBenchmark(page, '1, 2', '1, 8')
    await benchmarkToEnd(page)
    await profileToEnd(page)
    await renderInto(page, makeFolder('out'))
    await expect(regionOf(page, 'Timeline of the last run')).toContainText('12 frames')
    await atEachWidth(page, (place) => auditThemes(page, `finished, ${place}`))
    await page.getByLabel('Format').selectOption('jpeg')
    await setWorkers(page, 200)
    await atEachWidth(page, (place) => audit(page, `stale, fewer workers than asked for, ${place}`))
  })

  test('axe finds nothing wrong during a measurement', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 60 })
    await patchFrameWorker(page, slowDisk(SLOW_MS))
    await openToMeasure(page, path)
    await benchmarkButton(page).click()
    await expect(statusOf(page, 'Benchmark')).toHaveText(/round 1 of 3$/)
    await atEachWidth(page, (place) => audit(page, `busy, ${place}`))
    await expect(statusOf(page, 'Benchmark')).toHaveText(/round 1 of 3$/)
    await page.keyboard.press('Escape')
    await expect(statusOf(page, 'Benchmark')).toHaveText('Cancelled. There is no result.')
  })
})
