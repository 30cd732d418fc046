import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { browsersOf, CLI, killBrowsers, projectFolder, runCli, start, startCli } from './cli.ts'
import { expect, test } from './fixtures.ts'
import { imagesIn, namesIn, readReport } from './folder-contents.ts'
import type { RecordingOptions, WrittenRecording } from './recordings.ts'
import { renderFolders } from './run.ts'

const LONG_COUNT = 3000

/** A recording that takes so long to render that a test can act meanwhile. */
async function makeLong(
  makeRecording: (options: RecordingOptions) => Promise<WrittenRecording>,
): Promise<string> {
  const { path, frameNames } = await makeRecording({
    frameCount: 10,
    // The frames are linked again below, so the times and logs would not fit.
    files: { 'timestamps.csv': null, 'speed.jsonl': null, 'targets.jsonl': null },
  })
  for (let index = frameNames.length; index < LONG_COUNT; index++) {
    const name = `frame_${String(index).padStart(6, '0')}.png`
    linkSync(join(path, frameNames[index % frameNames.length] ?? ''), join(path, name))
  }
  return path
}

interface RenderJson {
  frames: { planned: number; rendered: number; skipped: object[]; failed: object[] }
  error: { code: string; message: string; problems: object[] }
  [key: string]: unknown
}

const parse = (text: string): RenderJson => JSON.parse(text) as RenderJson

test.describe('render', () => {
  test('writes the same files as the page, byte for byte, and prints the result as JSON', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path, frameNames } = await makeRecording({ name: 'Ünï drive 東京' })
    const [expected, output] = [makeFolder('page'), join(makeFolder('cli'), 'ein Ordner', 'öut')]
    await page.goto('/')
    await renderFolders(page, path, expected)
    const { exitCode, stdout, stderr } = await runCli(['render', path, '--out', output, '--json'])
    expect(stderr).not.toContain('wrong')
    expect(exitCode).toBe(0)
    expect(imagesIn(output)).toEqual(frameNames)
    for (const name of frameNames) {
      expect(readFileSync(join(output, name)).equals(readFileSync(join(expected, name)))).toBe(true)
    }
    const result = parse(stdout)
    expect(result).toMatchObject({
      recording: path,
      output,
      status: 'finished',
      frames: { planned: 12, rendered: 12, skipped: [], failed: [] },
      seconds: expect.any(Number),
      frames_per_second: expect.any(Number),
      mode: 'parallel',
      workers: expect.any(Number),
      chunk_size: 1,
      stages: {
        load_frame: expect.any(Number),
        get_sensor_data: expect.any(Number),
        render: expect.any(Number),
        save_frame: expect.any(Number),
      },
      warnings: [],
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    })
    expect(readReport(output)).toMatchObject({ status: 'finished', tool: 'overlane' })
    if (process.platform === 'linux') {
      expect(result.peak_memory_bytes).toBeGreaterThan(50e6)
      expect(readReport(output).peak_memory_bytes).toBe(result.peak_memory_bytes)
    } else {
      expect(result.peak_memory_bytes).toBeNull()
    }
  })

  test('options override the configuration, and the configuration file can be anywhere', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path, timestampsMs } = await makeRecording()
    const config = join(makeFolder('elsewhere'), 'night.yaml')
    writeFileSync(config, 'renderers:\n  - type: frame_info\noutput:\n  format: webp\n')
    const output = join(makeFolder('out'), 'new')
    const options = ['--format', 'jpeg', '--quality', '0.5', '--mode', 'sequential']
    const range = ['--start', String(timestampsMs[2]), '--end', '2025-10-27T00:30:00.200Z']
    const { exitCode, stdout, stderr } = await runCli(
      ['render', path, '--out', output, '--config', config, ...options, ...range].map(String),
    )
    expect(stderr).not.toContain('Error')
    expect(exitCode).toBe(0)
    expect(imagesIn(output)).toEqual([2, 3, 4, 5, 6].map((index) => `frame_00000${index}.jpg`))
    expect(stdout).toMatch(/^drive: finished, 5 frames, .* frames\/s, sequential, to .*new\n$/)
    expect(readReport(output)).toMatchObject({
      settings: { mode: 'sequential', format: 'jpeg', quality: 0.5 },
      config: { renderers: [{ type: 'frame_info' }] },
    })
  })

  test('skipped frames give exit code 3, and each is listed with its file and reason', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 5, missingIndexes: [2] })
    writeFileSync(join(path, 'frame_000003.png'), 'no image')
    const args = ['render', path, '--out', makeFolder('out'), '--json']
    const { exitCode, stdout, stderr } = await runCli(args)
    expect(exitCode).toBe(3)
    expect(parse(stdout).frames).toEqual({
      planned: 5,
      rendered: 3,
      kept: 0,
      skipped: [
        { frame_index: 2, file: null, reason: 'The frame is not in the folder.' },
        { frame_index: 3, file: 'frame_000003.png', reason: expect.stringContaining('read') },
      ],
      failed: [],
    })
    expect(stderr).toContain('Skipped: frame 2. The frame is not in the folder.')
  })

  test('existing files are replaced only with --overwrite', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 3 })
    const output = makeFolder('out')
    writeFileSync(join(output, 'frame_000001.png'), 'mine')
    const args = ['render', path, '--out', output]
    const refused = await runCli([...args, '--json'])
    expect(refused.exitCode).toBe(2)
    expect(parse(refused.stdout)).toMatchObject({
      recording: path,
      error: { code: 'output-exists', message: expect.stringContaining('--overwrite') },
    })
    expect(namesIn(output)).toEqual(['frame_000001.png'])
    expect(readFileSync(join(output, 'frame_000001.png'), 'utf8')).toBe('mine')
    expect((await runCli([...args, '--overwrite'])).exitCode).toBe(0)
    expect(imagesIn(output)).toHaveLength(3)
  })

  test('each recording gets its own folder, and a failed recording does not stop the next one', async ({
    makeRecording,
    makeFolder,
  }) => {
    const first = await makeRecording({ frameCount: 2, name: 'a/drive' })
    const second = await makeRecording({ frameCount: 3, name: 'b/drive' })
    const output = makeFolder('out')
    const missing = join(output, 'nowhere')
    const args = ['render', first.path, missing, second.path, '--out', output, '--json']
    const { exitCode, stdout, stderr } = await runCli(args)
    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject([
      { recording: first.path, frames: { rendered: 2 }, output: join(output, 'drive') },
      {
        recording: missing,
        error: {
          message: `There is no folder or video ${missing}. Name the folder of a recording, or a video.`,
        },
      },
      { recording: second.path, frames: { rendered: 3 }, output: join(output, 'drive (2)') },
    ])
    expect(stderr).toContain(`nowhere: There is no folder or video ${missing}.`)
    expect(namesIn(output)).toEqual(['drive', 'drive (2)'])
  })

  test('two commands at once do not disturb each other', async ({ makeRecording, makeFolder }) => {
    const { path, frameNames } = await makeRecording()
    const outputs = [makeFolder('one'), makeFolder('two')]
    const results = await Promise.all(
      outputs.map((output) => runCli(['render', path, '--out', output])),
    )
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    for (const output of outputs) expect(imagesIn(output)).toEqual(frameNames)
  })

  test('a full Chromium does the same as the headless shell', async ({
    makeRecording,
    makeFolder,
  }) => {
    const chromium = '/usr/bin/chromium'
    test.skip(!existsSync(chromium), `There is no ${chromium}.`)
    const { path, frameNames } = await makeRecording({ frameCount: 4, name: 'Ünï drive' })
    const output = makeFolder('öut')
    const { exitCode, stderr } = await runCli(['render', path, '--out', output], {
      env: { CHROME_PATH: chromium },
    })
    expect(exitCode, stderr).toBe(0)
    expect(imagesIn(output)).toEqual(frameNames)
  })
})

test.describe('wrong input is reported with exit code 2', () => {
  test('unknown or invalid arguments', async ({ makeFolder }) => {
    const unknown = await runCli(['render', 'drive', '--out', 'x', '--wrkers', '2'])
    expect(unknown).toMatchObject({ exitCode: 2, stdout: '' })
    expect(unknown.stderr).toContain("unknown option '--wrkers'")
    expect(unknown.stderr).toContain('Did you mean --workers?')
    const without = await runCli(['render', 'drive', '--json'])
    expect(without.exitCode).toBe(2)
    expect(parse(without.stdout).error.message).toContain("'--out <folder>' not specified")
    const wrong = await runCli(['render', makeFolder('x'), '--out', 'y', '--workers', '0'])
    expect(wrong.exitCode).toBe(2)
    expect(wrong.stderr).toContain('--workers: 0 is not a whole number from 1 to 256')
  })

  test('but help and version are no errors', async () => {
    const help = await runCli(['render', '--help'])
    expect(help.exitCode).toBe(0)
    expect(help.stdout).toContain('Exit codes: 0 every planned frame was rendered')
    expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test('a recording that is a file or an empty folder', async ({ makeFolder }) => {
    const folder = makeFolder('empty')
    const file = join(folder, 'file')
    const output = join(makeFolder('parent'), 'out')
    writeFileSync(file, '')
    const asFile = await runCli(['render', file, '--out', output])
    expect(asFile).toMatchObject({ exitCode: 2, stdout: '' })
    expect(asFile.stderr).toContain(
      `${file} is a file. Name the folder of a recording, or a video.`,
    )
    const empty = await runCli(['render', folder, '--out', output, '--json'])
    expect(empty.exitCode).toBe(2)
    expect(parse(empty.stdout).error).toMatchObject({ code: 'no-frames' })
    expect(existsSync(output), 'the output folder is removed if it stays empty').toBe(false)
  })

  test('a configuration with a fault, named with file and line', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 1 })
    const config = join(makeFolder('elsewhere'), 'night.yaml')
    const args = ['render', path, '--out', makeFolder('out'), '--config', config]
    writeFileSync(config, 'renderers:\n  - type: spedo\n')
    expect((await runCli(args)).stderr).toContain('night.yaml line 2: renderers[0].type: "spedo"')
    writeFileSync(config, 'renderers:\n  - type: speed\n    sensor: sped\n')
    const { exitCode, stderr } = await runCli(args)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('night.yaml line 3: renderers[0].sensor')
    expect(stderr).toContain('Did you mean "speed"?')
  })

  test('an output folder that is not writable', async ({ makeRecording, makeFolder }) => {
    const { path } = await makeRecording({ frameCount: 1 })
    const output = join(makeFolder('out'), 'file')
    writeFileSync(output, '')
    const { exitCode, stdout, stderr } = await runCli(['render', path, '--out', output])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(`The folder ${output} cannot be created: it is a file`)
  })

  test('an output inside the frames folder, which stays unchanged', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 1 })
    const before = namesIn(path)
    const link = join(makeFolder('links'), 'today')
    symlinkSync(path, link)
    const { exitCode, stderr } = await runCli(['render', link, '--out', join(link, 'out')])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('lies inside the frames folder')
    expect(namesIn(path)).toEqual(before)
  })

  test('a missing browser', async ({ makeRecording, makeFolder }) => {
    const { path } = await makeRecording({ frameCount: 1 })
    const args = ['render', path, '--out', join(makeFolder('out'), 'new'), '--browser', '/nowhere']
    const { exitCode, stderr } = await runCli(args)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('--browser is /nowhere, but there is no such file.')
  })
})

test.describe('interruptions and failures', () => {
  test('Ctrl-C leaves complete frames, a report that says so, and exit code 130', async ({
    makeRecording,
    makeFolder,
    pictures,
  }) => {
    const path = await makeLong(makeRecording)
    const output = makeFolder('out')
    const temporary = makeFolder('tmp')
    const next = await makeRecording({ frameCount: 1, name: 'next' })
    const { child, ended } = startCli(['render', path, next.path, '--out', output, '--json'], {
      env: { TMPDIR: temporary },
    })
    const folder = join(output, basename(path))
    await expect.poll(() => imagesIn(folder).length).toBeGreaterThan(3)
    child.kill('SIGINT')
    const { exitCode, stdout } = await ended
    expect(exitCode).toBe(130)
    const [run, notBegun] = JSON.parse(stdout) as [RenderJson, RenderJson]
    expect(run).toMatchObject({ status: 'cancelled', frames: { planned: LONG_COUNT } })
    expect(run.frames.rendered).toBeLessThan(LONG_COUNT)
    expect(notBegun).toMatchObject({ recording: next.path, error: { code: 'interrupted' } })
    expect(existsSync(join(output, 'next'))).toBe(false)
    const images = imagesIn(folder)
    expect(namesIn(folder)).toEqual([...images, 'overlane-manifest.jsonl', 'overlane-report.json'])
    expect(images).toHaveLength(run.frames.rendered)
    expect(readReport(folder)).toMatchObject({ status: 'cancelled', files: images })
    // All images can be decoded, so none is empty or cut off.
    expect(Object.keys(await pictures.hashes(folder))).toHaveLength(images.length)
    expect(namesIn(temporary), 'no files of the browser remain').toEqual([])
  })

  test('SIGTERM does the same as Ctrl-C', async ({ makeRecording, makeFolder }) => {
    const path = await makeLong(makeRecording)
    const output = makeFolder('out')
    const { child, ended } = startCli(['render', path, '--out', output])
    await expect.poll(() => imagesIn(output).length).toBeGreaterThan(1)
    child.kill('SIGTERM')
    const { exitCode, stdout, stderr } = await ended
    expect(exitCode).toBe(130)
    expect(stdout).toMatch(/^drive: interrupted, [\d,]+ of 3,000 frames/)
    expect(stderr).toContain('Stopping')
  })

  test('Ctrl-C also ends a benchmark and a sample drive, and leaves no temporary files', async ({
    makeRecording,
    makeFolder,
  }) => {
    const path = await makeLong(makeRecording)
    const temporary = makeFolder('tmp')
    const env = { TMPDIR: temporary }
    const scratch = (): string[] =>
      namesIn(temporary)
        .filter((name) => name.startsWith('overlane-measure-'))
        .flatMap((name) => namesIn(join(temporary, name, 'content')))
    const benchmark = startCli(['benchmark', path], { env })
    await expect.poll(() => scratch().length).toBeGreaterThan(0)
    benchmark.child.kill('SIGINT')
    expect(await benchmark.ended).toMatchObject({ exitCode: 130, stdout: '' })
    expect(namesIn(temporary)).toEqual([])

    const folder = join(makeFolder('new'), 'drive')
    const sample = startCli(['sample', folder, '--frames', '5000'], { env })
    const frames = join(folder, 'frames')
    await expect.poll(() => imagesIn(frames).length).toBeGreaterThan(3)
    sample.child.kill('SIGINT')
    expect(await sample.ended).toMatchObject({ exitCode: 130, stdout: '' })
    expect(namesIn(frames)).toEqual(imagesIn(frames))
    for (const name of imagesIn(frames)) {
      expect(statSync(join(frames, name)).size, name).toBeGreaterThan(1000)
    }
    expect(namesIn(temporary)).toEqual([])
  })

  test('if the recording is deleted during a run, its last frames are skipped: exit code 3', async ({
    makeRecording,
    makeFolder,
  }) => {
    const path = await makeLong(makeRecording)
    const output = makeFolder('out')
    const { ended } = startCli(['render', path, '--out', output, '--json'])
    await expect.poll(() => imagesIn(output).length).toBeGreaterThan(3)
    renameSync(path, `${path}-elsewhere`)
    const { exitCode, stdout } = await ended
    expect(exitCode).toBe(3)
    const { frames } = parse(stdout)
    expect(frames.rendered).toBe(imagesIn(output).length)
    expect(frames.rendered + frames.skipped.length).toBe(LONG_COUNT)
    expect(frames.skipped.at(-1)).toMatchObject({ frame_index: LONG_COUNT - 1 })
  })

  test('if the output folder is deleted during a run, the run stops: exit code 1', async ({
    makeRecording,
    makeFolder,
  }) => {
    const path = await makeLong(makeRecording)
    const output = makeFolder('out')
    const { ended } = startCli(['render', path, '--out', output, '--json'])
    await expect.poll(() => imagesIn(output).length).toBeGreaterThan(3)
    renameSync(output, `${output}-elsewhere`)
    const { exitCode, stdout } = await ended
    expect(exitCode).toBe(1)
    expect(parse(stdout)).toMatchObject({ status: 'stopped', stop_reason: expect.any(String) })
  })

  test('if the browser ends during a run, no partial file is left and the next recording is rendered', async ({
    makeRecording,
    makeFolder,
    pictures,
  }) => {
    test.skip(process.platform !== 'linux', 'The browser’s process is found on Linux only.')
    const path = await makeLong(makeRecording)
    const next = await makeRecording({ frameCount: 2, name: 'next' })
    const output = makeFolder('out')
    const running = startCli(['render', path, next.path, '--out', output])
    const folder = join(output, basename(path))
    await expect.poll(() => imagesIn(folder).length).toBeGreaterThan(3)
    // What others put there meanwhile.
    const foreign = ['aaa.lnk', 'other.mp4', 'pipeline.lock']
    symlinkSync('nowhere', join(folder, 'aaa.lnk'))
    for (const name of ['other.mp4', 'pipeline.lock']) writeFileSync(join(folder, name), '')
    killBrowsers(browsersOf(running))
    const { exitCode, stdout, stderr } = await running.ended
    expect(exitCode).toBe(1)
    expect(stderr).toContain('drive: The browser ended before the work was done.')
    expect(stdout).toMatch(/^next: finished, 2 frames/)
    expect(namesIn(folder).filter((name) => name.endsWith('.crswap'))).toEqual([])
    expect(Object.keys(await pictures.hashes(folder))).toHaveLength(imagesIn(folder).length)
    expect(readReport(folder)).toMatchObject({ status: 'running' })
    expect(namesIn(folder)).toEqual(expect.arrayContaining(foreign))
  })

  test('if the program is no browser, the message says what to do: exit code 1', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 1 })
    const args = ['render', path, '--out', join(makeFolder('o'), 'new'), '--json']
    const { exitCode, stdout } = await runCli([...args, '--browser', process.execPath])
    expect(exitCode).toBe(1)
    expect(parse(stdout).error.message).toContain('npx playwright install')
  })

  test('if the result cannot be printed, the message says why: exit code 1', async ({
    makeRecording,
  }) => {
    test.skip(process.platform !== 'linux', 'Only Linux has a disk that is always full.')
    const { path } = await makeRecording({ frameCount: 2 })
    const command = '"$0" "$1" inspect "$2" --json > /dev/full'
    const { exitCode, stderr } = await start('sh', ['-c', command, process.execPath, CLI, path])
      .ended
    expect(exitCode).toBe(1)
    expect(stderr).toContain('The output could not be written: the disk is full.')
  })

  test('output files have the permissions of the user’s other new files', async ({
    makeRecording,
    makeFolder,
  }) => {
    test.skip(process.platform === 'win32', 'Windows has no such permissions.')
    const { path } = await makeRecording({ frameCount: 2 })
    const output = makeFolder('out')
    const command = 'umask 027; exec "$0" "$1" render "$2" --out "$3"'
    const args = ['-c', command, process.execPath, CLI, path, output]
    expect((await start('sh', args).ended).exitCode).toBe(0)
    expect(namesIn(output)).toHaveLength(4)
    for (const name of namesIn(output)) {
      expect(statSync(join(output, name)).mode & 0o777, name).toBe(0o640)
    }
  })

  test('the reader of a pipe may close it early', async ({ makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 2 })
    const { child, ended } = startCli(['inspect', path, '--json'])
    child.stdout?.destroy()
    expect(await ended).toMatchObject({ exitCode: 0, stderr: '' })
  })
})

test('inspect shows the content and the problems of a recording, and no control characters', async ({
  makeRecording,
}) => {
  const { path } = await makeRecording({ frameCount: 6, missingIndexes: [3] })
  writeFileSync(join(path, 'notes.txt'), 'to ignore')
  const asJson = await runCli(['inspect', path, '--json'])
  expect(asJson.exitCode).toBe(0)
  expect(JSON.parse(asJson.stdout)).toMatchObject({
    name: 'drive',
    frames: {
      count: 6,
      pattern: 'frame_{:06d}.png',
      width: 320,
      height: 180,
      format: 'png',
      missing: 1,
    },
    timing: { source: 'file', file: 'timestamps.csv' },
    sensors: [
      { name: 'speed', file: 'speed.jsonl' },
      { name: 'targets', file: 'targets.jsonl' },
    ],
    calibration: { file: 'camera_calibration.json', image_width: 320 },
    project_file: null,
    ignored_files: ['notes.txt'],
  })
  writeFileSync(join(path, 'overlane.yaml'), 'renderers:\n  - type: speed\n    sensor: gyro\n')
  writeFileSync(join(path, 'other.jsonl'), '{"timestamp_ms":1,"a\\u001b[31mb":1}\n')
  const asText = await runCli(['inspect', path])
  expect(asText.exitCode).toBe(2)
  expect(asText.stdout).toContain('6 (frame_{:06d}.png, 320×180 px PNG, 5 files, 1 without a file)')
  expect(asText.stdout).toMatch(/speed +\d+ +10\.0/)
  expect(asText.stdout).toContain('notes.txt')
  expect(asText.stdout).toContain('a\\u001b[31mb')
  expect(asText.stdout).not.toContain('\u001b')
  expect(asText.stdout).toMatch(/Error: +.*renderers\[0\]\.sensor/)
})

test('links to recordings and to output folders are followed', async ({
  makeRecording,
  makeFolder,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 2 })
  const folder = makeFolder('links')
  const [recording, output] = [join(folder, 'today'), join(folder, 'out')]
  symlinkSync(path, recording)
  symlinkSync(makeFolder('elsewhere'), output)
  const { exitCode, stdout, stderr } = await runCli(['render', recording, '--out', output])
  expect(exitCode, stderr).toBe(0)
  expect(stdout).toMatch(/^today: finished, 2 frames, .* to .*links\/out\n$/)
  expect(imagesIn(output)).toEqual(frameNames)
  const size = ['--width', '320', '--height', '180', '--frames', '1']
  const sample = await runCli(['sample', join(output, 'drive'), ...size])
  expect(sample.exitCode, sample.stderr).toBe(0)
})

test('sample writes into a new folder, and refuses a folder that is not empty', async ({
  makeFolder,
}) => {
  const folder = join(makeFolder('parent'), 'neu', 'Fahrt')
  const size = ['--width', '320', '--height', '180']
  const args = ['sample', folder, '--frames', '30', ...size, '--format', 'jpeg', '--seed', '7']
  const made = await runCli(args)
  expect(made.exitCode).toBe(0)
  expect(made.stdout).toBe(`Fahrt: 30 frames of 320×180 px (JPEG, seed 7), in ${folder}\n`)
  expect(imagesIn(join(folder, 'frames'))).toHaveLength(30)
  const inspected = await runCli(['inspect', folder, '--json'])
  expect(JSON.parse(inspected.stdout)).toMatchObject({
    frames: { count: 30, format: 'jpeg', width: 320 },
    problems: [],
  })
  const again = await runCli(args)
  expect(again).toMatchObject({ exitCode: 2, stdout: '' })
  expect(again.stderr).toContain(`The folder ${folder} is not empty.`)
})

test('benchmark measures each method on the disk, as text and JSON', async ({ makeRecording }) => {
  const { path } = await makeRecording({ frameCount: 4 })
  const args = ['benchmark', path, '--frames', '2', '--repeat', '1']
  args.push('--workers', '1,2', '--chunk', '1,2')
  const columns = 'Method,Total Time (s),FPS,Time/Frame (ms),Memory (MB),Success,Speedup'
  const asJson = await runCli([...args, '--json'])
  const { rows: measured } = JSON.parse(asJson.stdout) as { rows: Record<string, unknown>[] }
  expect(measured.map(({ method }) => method)).toEqual([
    'Sequential',
    'Parallel (1 worker, chunk 1)',
    'Parallel (1 worker, chunk 2)',
    'Parallel (2 workers, chunk 1)',
    'Parallel (2 workers, chunk 2)',
  ])
  for (const row of measured) expect(row.success).toBe(true)
  if (process.platform === 'linux') expect(measured[0]?.memory_bytes).toBeGreaterThan(50e6)
  const short = ['benchmark', path, '--frames', '1', '--repeat', '1', '--workers', '1']
  const asText = await runCli(short)
  expect(asText.exitCode).toBe(0)
  const [head = '', ...rows] = asText.stdout.split('\n')
  expect(head.split(/ {2,}/).join()).toBe(columns)
  expect(rows.slice(0, 2).map((row) => row.split(/ {2,}/)[0])).toEqual([
    'Sequential',
    'Parallel (1 worker)',
  ])
  const tooMany = await runCli(['benchmark', path, '--workers', '4096'])
  expect(tooMany.exitCode).toBe(2)
  expect(tooMany.stderr).toContain('4096 cannot be measured')
})

test('profile shows the stages, their parts and the advice', async ({ makeRecording }) => {
  const { path } = await makeRecording({ frameCount: 4 })
  const asText = await runCli(['profile', path, '--frames', '3'])
  expect(asText.exitCode).toBe(0)
  const names = asText.stdout.split('\n').map((line) => line.trim().split(/ {2,}/)[0])
  expect(names.slice(0, 9)).toEqual([
    'Stage',
    'load_frame',
    'disk',
    'codec',
    'get_sensor_data',
    'render',
    'save_frame',
    'disk',
    'codec',
  ])
  expect(asText.stdout).toContain('4 frames are few: sequential is fine')
  const asJson = await runCli(['profile', path, '--json'])
  expect(JSON.parse(asJson.stdout)).toMatchObject({
    frames: 4,
    stages: { save_frame: { seconds: expect.any(Number), codec: {}, disk: {} } },
    advice: expect.any(Array),
  })
})

test('under npm, paths are relative to the user’s folder, and exit codes are kept', async ({
  makeRecording,
}) => {
  const { path } = await makeRecording({ frameCount: 2 })
  const npm = (...args: string[]) =>
    start('npm', ['--prefix', projectFolder, 'run', '--silent', 'overlane', '--', ...args], {
      cwd: dirname(path),
    }).ended
  mkdirSync(join(dirname(path), 'empty'))
  const good = await npm('inspect', 'drive', '--json')
  expect(good.exitCode, good.stderr).toBe(0)
  expect(JSON.parse(good.stdout)).toMatchObject({ recording: path })
  expect((await npm('inspect', 'empty')).exitCode).toBe(2)
})
