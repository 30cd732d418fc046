/** A browser does not show every file of a folder. None of them is left out without a word. */

import { mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCli } from './cli.ts'
import { expect, test } from './fixtures.ts'
import { imagesIn, namesIn, readReport } from './folder-contents.ts'
import { openByDrop, problemsOf } from './page.ts'

interface Inspection {
  frames: { count: number; files: number; missing: number }
  sensors: { file: string; records: number }[]
  ignored_files: string[]
  problems: { severity: string; code: string; message: string }[]
}

async function inspect(path: string): Promise<Inspection> {
  const { stdout } = await runCli(['inspect', path, '--json'])
  return JSON.parse(stdout) as Inspection
}

const RECORD = '{"timestamp_ms":1761525000000,"x":1}\n'

/** Names that browsers do not show, whatever the system. */
const HIDDEN_NAMES = [
  ...[':', '?', '*', '|', '"', '<', '>', '\\'].map((sign) => `a${sign}b.jsonl`),
  ' first.jsonl',
  'CON',
  'con.jsonl',
  'short.lnk',
]

test.describe('the command line', () => {
  test('names every file that the browser hides', async ({ makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 2 })
    mkdirSync(join(path, 'logs'))
    for (const name of HIDDEN_NAMES) writeFileSync(join(path, name), RECORD)
    for (const name of HIDDEN_NAMES) writeFileSync(join(path, 'logs', name), RECORD)
    mkdirSync(join(path, 'what?'))
    const { ignored_files, sensors, problems } = await inspect(path)
    expect(sensors.map(({ file }) => file)).toEqual(['speed.jsonl', 'targets.jsonl'])
    const hidden = [...HIDDEN_NAMES, ...HIDDEN_NAMES.map((name) => `logs/${name}`), 'what?/']
    expect([...ignored_files].sort()).toEqual(hidden.sort())
    expect(problems).toMatchObject([{ severity: 'warning', code: 'file-hidden' }])
    // CON and short.lnk, in both folders, are no logs whatever they are called.
    expect(problems[0]?.message).toContain(`The browser hides ${hidden.length - 4} files`)
  })

  test('follows links to files of the recording, and names all others', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 3, files: { 'store/log': RECORD } })
    writeFileSync(join(makeFolder('elsewhere'), 'outside.jsonl'), RECORD)
    const link = (name: string, target: string): void => symlinkSync(target, join(path, name))
    link('inside.jsonl', 'store/log')
    link('frame_000003.png', 'frame_000000.png')
    link('outside.jsonl', join(makeFolder('elsewhere'), 'outside.jsonl'))
    link('nowhere.jsonl', 'missing')
    link('folder', 'store')
    const { sensors, frames, ignored_files, problems } = await inspect(path)
    expect(frames.files).toBe(4)
    expect(sensors.map(({ file, records }) => `${file} ${records}`)).toContain('inside.jsonl 1')
    expect(ignored_files).toEqual(['folder/', 'nowhere.jsonl', 'outside.jsonl', 'store/log'])
    expect(problems.map(({ code }) => code)).toContain('file-hidden')
  })

  test('reads logs as the project file says, also if that is a link', async ({ makeRecording }) => {
    // Logs are read while the folder is listed, and the link is known when that is done.
    const { path } = await makeRecording({
      frameCount: 2,
      files: {
        'clock.jsonl': '{"timestamp_ms":1761525000000,"shot_ms":1761525000040}\n',
        'store/project': 'sensors:\n  clock:\n    file: clock.jsonl\n    time_column: shot_ms\n',
      },
    })
    symlinkSync(join('store', 'project'), join(path, 'overlane.yaml'))
    const { sensors } = await inspect(path)
    const [clock] = sensors.filter(({ file }) => file === 'clock.jsonl')
    expect(clock).toMatchObject({ time_column: 'shot_ms' })
  })

  test('renders frames behind links, as images and as a video', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path, frameNames } = await makeRecording({ frameCount: 4, framesFolder: 'store' })
    mkdirSync(join(path, 'frames'))
    for (const name of frameNames)
      symlinkSync(join('..', 'store', name), join(path, 'frames', name))
    const output = makeFolder('out')
    const images = await runCli(['render', path, '--out', output])
    expect(images.stderr).not.toContain('hides')
    expect(images.exitCode).toBe(0)
    expect(imagesIn(output)).toEqual(frameNames)
    const video = await runCli(['render', path, '--out', join(output, 'drive.webm')])
    expect(video.exitCode).toBe(0)
    expect(namesIn(output)).toContain('drive.webm')
  })

  test('does not replace the file behind a link', async ({ makeRecording }) => {
    const { path } = await makeRecording({
      frameCount: 2,
      framesFolder: 'frames',
      files: { 'timestamps.csv': null },
    })
    mkdirSync(join(path, 'out'))
    const times = 'frame_index,timestamp_ms\n0,0\n1,40\n'
    writeFileSync(join(path, 'out', 'timestamps.csv'), times)
    symlinkSync(join('out', 'timestamps.csv'), join(path, 'timestamps.csv'))
    const args = ['split', path, '--out', join(path, 'out'), '--overwrite']
    const { exitCode, stderr } = await runCli(args)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(
      /timestamps.csv in the output folder .* is a file of the recording .*, and input files are never overwritten/,
    )
    expect(readdirSync(join(path, 'out'))).toEqual(['timestamps.csv'])
  })

  test('says why a log of more than 2 GB is left out', async ({ makeRecording }) => {
    const { path } = await makeRecording({
      frameCount: 1,
      files: { 'gps.csv': 'timestamp_ms,x\n' },
    })
    truncateSync(join(path, 'gps.csv'), 2_345_000_000)
    const { problems } = await inspect(path)
    expect(problems.map(({ message }) => message)).toEqual([
      'gps.csv could not be read: it has 2.35 GB, and Overlane reads files of 2 GB at most. Split it into several files.',
    ])
  })

  test('leaves out a record that is nested 100,000 deep, and renders', async ({
    makeRecording,
    makeFolder,
  }) => {
    const deep = `{"timestamp_ms":1761525000000,"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`
    const { path } = await makeRecording({ frameCount: 2, files: { 'deep.jsonl': RECORD + deep } })
    const output = makeFolder('out')
    const { exitCode } = await runCli(['render', path, '--out', output])
    expect(exitCode).toBe(0)
    expect(JSON.stringify(readReport(output).warnings)).toContain(
      'deep.jsonl line 2: its record is nested more than 100 levels deep. The line is left out; 1 of 2.',
    )
  })
})

test('the page says that files may be hidden where the numbering of the frames has holes', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({ frameCount: 4, missingIndexes: [2] })
  symlinkSync('frame_000000.png', join(path, 'frame_000002.png'))
  await page.goto('/')
  await openByDrop(page, path)
  const [warning, note] = await problemsOf(page)
  expect(warning).toMatch(/^Warning: timestamps.csv line 4: frame 2 is not in the folder./)
  expect(note).toMatch(
    /^Note: The numbering of the frames has holes \(the first is 2\)\. .*no links/,
  )
})
