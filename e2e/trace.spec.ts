/** What a run says about the records that its frames show, and how that is checked. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCli } from './cli.ts'
import { expect, test } from './fixtures.ts'
import { readReport } from './folder-contents.ts'
import { openAdvanced, openByDrop, renderInto, renderToEnd, withoutPickers } from './page.ts'
import { readZip } from './zip-file.ts'

const TRACE = 'overlane-trace.jsonl'

interface Line {
  frame: number
  time_ms: number
  sensors: Record<string, { records?: { file: string; line: number; time_ms: number }[] }>
}

function linesOf(text: string): Line[] {
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as Line)
}

test('a trace names the lines of the log, is completed by a resumed run, and is verified', async ({
  makeRecording,
  makeFolder,
}) => {
  test.slow()
  const { path, frameNames } = await makeRecording()
  const [output, resumed] = [makeFolder('out'), makeFolder('resumed')]
  expect(await runCli(['render', path, '--out', output, '--trace'])).toMatchObject({ exitCode: 0 })
  expect(readReport(output).files).toContain(TRACE)
  const text = readFileSync(join(output, TRACE), 'utf8')
  const lines = linesOf(text)
  expect(lines).toHaveLength(frameNames.length)

  // Each record stands on the line of the log that the trace names.
  const log = readFileSync(join(path, 'speed.jsonl'), 'utf8').split('\n')
  const records = lines.flatMap(({ sensors }) => sensors.speed?.records ?? [])
  expect(records.length).toBeGreaterThan(frameNames.length / 2)
  for (const { file, line, time_ms } of records) {
    expect(file).toBe('speed.jsonl')
    expect(JSON.parse(log[line - 1] ?? '')).toMatchObject({ timestamp_ms: time_ms })
  }

  // A run that was interrupted has no trace yet. The resumed run makes it, for kept frames too.
  await runCli(['render', path, '--out', resumed])
  for (const name of frameNames.slice(5)) rmSync(join(resumed, name))
  await runCli(['render', path, '--out', resumed, '--trace'])
  expect(readReport(resumed)).toMatchObject({
    kept_count: 5,
    files: expect.arrayContaining([TRACE]),
  })
  expect(readFileSync(join(resumed, TRACE), 'utf8')).toBe(text)

  const verify = ['verify', resumed, '--recording', path, '--frames', '1']
  const sound = await runCli(verify)
  expect(sound.stdout).toContain('the trace of 12 frames compared, all as they were written')
  expect(sound.exitCode).toBe(0)

  // A record less, and all lines after it move.
  writeFileSync(join(path, 'speed.jsonl'), log.slice(1).join('\n'))
  const moved = await runCli([...verify, '--json'])
  const { trace } = JSON.parse(moved.stdout) as {
    trace: { differences: number; first_differences: { traced: string }[] }
  }
  expect(trace.differences).toBeGreaterThan(0)
  expect(trace.first_differences[0]).toMatchObject({ frame: 0, sensor: 'speed' })
  expect(trace.first_differences[0]?.traced).toContain('speed.jsonl line 1 at')
  expect(moved.exitCode).toBe(3)
})

test('a video has its trace beside it, which is verified without a manifest', async ({
  makeRecording,
  makeFolder,
}) => {
  test.slow()
  const { path } = await makeRecording()
  const output = makeFolder('out')
  const made = await runCli(['render', path, '--out', join(output, 'drive.webm'), '--trace'])
  expect(made).toMatchObject({ exitCode: 0 })
  expect(readReport(output).files).toEqual(['drive.webm', TRACE])
  const lines = linesOf(readFileSync(join(output, TRACE), 'utf8'))
  expect(lines.map(({ frame }) => frame)).toEqual(Array.from({ length: 12 }, (_, index) => index))
  const verify = ['verify', output, '--recording', path]
  expect(await runCli(verify)).toMatchObject({ exitCode: 0 })
  writeFileSync(join(output, TRACE), '')
  const empty = await runCli(verify)
  expect(empty.stdout).toContain(`${TRACE}: the trace has 0 frames, expected 12 frames.`)
  expect(empty.exitCode).toBe(3)
})

test('the page writes the same trace into a folder and into a ZIP', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  await withoutPickers(page, ['showSaveFilePicker'])
  const { path, frameNames } = await makeRecording()
  await page.goto('/')
  await openByDrop(page, path)
  await openAdvanced(page)
  await page.getByLabel(`Write ${TRACE}`).check()
  await page.keyboard.press('Escape')
  const folder = makeFolder('out')
  await renderInto(page, folder)
  expect(readReport(folder).files).toEqual([...frameNames, TRACE])

  await page.getByRole('button', { name: 'Download as ZIP' }).click()
  await renderToEnd(page)
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Save drive-overlay.zip' }).click()
  const zip = readZip(readFileSync(await (await downloading).path()))
  expect([...zip.keys()]).toEqual([...frameNames, TRACE, 'overlane-report.json'])
  expect(zip.get(TRACE)?.toString()).toBe(readFileSync(join(folder, TRACE), 'utf8'))
})
