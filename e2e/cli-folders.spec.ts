/** The command line and the folders it writes into: what it must not touch, and what it leaves. */

import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { browsersOf, killBrowsers, runCli, startCli } from './cli.ts'
import { expect, test } from './fixtures.ts'
import { fileHashes, imagesIn, namesIn } from './folder-contents.ts'

interface FolderJson {
  error: { code: string; message: string }
  frames: { rendered: number }
  output: string
}

/** All files of a folder, byte for byte. */
const contentOf = (folder: string): Record<string, string> => fileHashes(folder, namesIn(folder))

/** Mounts something at a folder for a while. Skips the test where that is not possible. */
async function withMount(
  folder: string,
  options: readonly string[],
  act: () => Promise<void>,
): Promise<void> {
  try {
    execFileSync('mount', [...options, folder], { stdio: 'ignore' })
  } catch {
    test.skip(true, 'Only root can mount a folder, and not everywhere.')
  }
  try {
    await act()
  } finally {
    execFileSync('umount', [folder])
  }
}

test.describe('what a recording is read from is not replaced, even with --overwrite', () => {
  test('by the frames of another recording of the same call', async ({
    makeRecording,
    makeFolder,
  }) => {
    const output = makeFolder('out')
    const first = await makeRecording({ frameCount: 3, name: 'a/drive' })
    const second = await makeRecording({ frameCount: 3, name: 'out/drive', seed: 2 })
    const before = contentOf(second.path)
    const { exitCode, stdout } = await runCli([
      'render',
      first.path,
      second.path,
      '--out',
      output,
      '--overwrite',
      '--json',
    ])
    expect(exitCode).toBe(2)
    const [refused, rendered] = JSON.parse(stdout) as [FolderJson, FolderJson]
    expect(refused.error).toMatchObject({
      code: 'output-invalid',
      message: expect.stringContaining(`is the recording ${second.path}, which is also an input`),
    })
    expect(rendered).toMatchObject({ frames: { rendered: 3 }, output: join(output, 'drive (2)') })
    expect(contentOf(second.path)).toEqual(before)
  })

  test('where the output folder is that of the frames, mounted at another place', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 2 })
    const mount = makeFolder('mount')
    await withMount(mount, ['--bind', path], async () => {
      const before = contentOf(path)
      for (const format of ['same', 'webp']) {
        const args = ['render', path, '--out', mount, '--overwrite', '--format', format]
        const { exitCode, stderr } = await runCli(args)
        expect(exitCode).toBe(2)
        expect(stderr).toContain(`The output folder ${mount} is the frames folder itself, ${path}.`)
      }
      expect(contentOf(path)).toEqual(before)
    })
  })

  test('where a file of the output folder is the same file, by a hard link', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 2 })
    const output = makeFolder('out')
    linkSync(join(path, 'speed.jsonl'), join(output, 'frame_000001.png'))
    const { exitCode, stderr } = await runCli(['render', path, '--out', output, '--overwrite'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain(`frame_000001.png in the output folder ${output} is a file of the`)
    expect(namesIn(output)).toEqual(['frame_000001.png'])
  })
})

test('a link in the output folder is neither followed nor replaced, and that is said at once', async ({
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 2 })
  const output = makeFolder('out')
  const [thesis, link] = [join(makeFolder('mine'), 'thesis.txt'), join(output, 'frame_000001.png')]
  writeFileSync(thesis, 'mine')
  symlinkSync(thesis, link)
  const { exitCode, stderr } = await runCli(['render', path, '--out', output, '--overwrite'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain(`frame_000001.png in the output folder ${output} is a link`)
  expect(namesIn(output)).toEqual(['frame_000001.png'])
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  expect(readFileSync(thesis, 'utf8')).toBe('mine')
})

test.describe('temporary files', () => {
  test('of a command line that was killed are removed by the next one', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 60, widthPx: 640, heightPx: 360 })
    const temporary = makeFolder('tmp')
    const env = { TMPDIR: temporary }
    const { child, ended } = startCli(['benchmark', path, '--repeat', '100'], { env })
    const frames = (): string[] =>
      namesIn(temporary)
        .filter((name) => name.startsWith('overlane-measure-'))
        .flatMap((name) => namesIn(join(temporary, name, 'content')))
    await expect.poll(() => frames().length).toBeGreaterThan(0)
    child.kill('SIGKILL')
    await ended
    expect(namesIn(temporary).map((name) => name.replace(/\w+$/, ''))).toEqual([
      'overlane-browser-',
      'overlane-measure-',
    ])
    const own = join(temporary, 'overlane-browser-notes')
    mkdirSync(own)
    expect((await runCli(['inspect', path], { env })).exitCode).toBe(0)
    expect(namesIn(temporary)).toEqual([basename(own)])
  })

  test('need room: a full folder for them is told by its name', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 1 })
    const temporary = makeFolder('tmp')
    await withMount(temporary, ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs'], async () => {
      // Enough for nothing, and for the first file only.
      for (const freeBytes of [0, 4096]) {
        const file = join(temporary, 'filler')
        writeFileSync(file, Buffer.alloc(65_536 - freeBytes))
        const { exitCode, stderr } = await runCli(['inspect', path], { env: { TMPDIR: temporary } })
        expect({ exitCode, stderr }, `${freeBytes} bytes`).toEqual({
          exitCode: 1,
          stderr: `Nothing can be written into the folder for temporary files, ${temporary}: the disk is full. Free some disk space there, or name another folder in the environment variable TMPDIR.\n`,
        })
        unlinkSync(file)
      }
    })
  })
})

test('a browser that is killed at its start is told with the usual cause, and leaves nothing', async ({
  makeRecording,
  makeFolder,
}) => {
  test.skip(process.platform === 'win32', 'Windows does not start scripts as programs.')
  const { path } = await makeRecording({ frameCount: 1 })
  const [browser, temporary] = [join(makeFolder('bin'), 'chrome'), makeFolder('tmp')]
  writeFileSync(browser, '#!/bin/sh\nkill -9 $$\n')
  chmodSync(browser, 0o755)
  const output = join(makeFolder('parent'), 'out')
  const args = ['render', path, '--out', output, '--browser', browser]
  const { exitCode, stderr } = await runCli(args, { env: { TMPDIR: temporary } })
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: `The browser ${browser} was killed right after its start. The system does this when memory runs out. Close other programs, and try again.\n`,
  })
  expect(namesIn(temporary)).toEqual([])
  expect(existsSync(output)).toBe(false)
})

test('a browser that ends while its page opens is told the same way', async ({
  makeRecording,
  makeFolder,
}) => {
  test.skip(process.platform !== 'linux', 'The browser’s process is found on Linux only.')
  const { path } = await makeRecording({ frameCount: 1 })
  const temporary = makeFolder('tmp')
  const running = startCli(['inspect', path], { env: { TMPDIR: temporary } })
  await expect.poll(() => browsersOf(running), { intervals: [5] }).not.toEqual([])
  killBrowsers(browsersOf(running))
  const { exitCode, stderr } = await running.ended
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^The browser .* was killed right after its start\./)
  expect(namesIn(temporary)).toEqual([])
})

test('names that a browser does not write are told before the first frame', async ({
  makeRecording,
  makeFolder,
}) => {
  test.skip(process.platform === 'win32', 'Windows has no such folder.')
  const { path } = await makeRecording({ frameCount: 2, name: 'drive 08:30' })
  const output = makeFolder('out')
  const compose = ['compose', path, '--out']
  const inFolder = await runCli([...compose, output])
  expect(inFolder.exitCode).toBe(2)
  expect(inFolder.stderr).toContain(
    'The file name "drive 08:30-copy.mp4" has ":" in it, which browsers do not write. Set output.pattern to another name.',
  )
  const named = await runCli([...compose, join(output, '08:30.mp4')])
  expect(named.exitCode).toBe(2)
  expect(named.stderr).toContain('has ":" in it, which browsers do not write. Set --out to another')
  writeFileSync(join(path, 'overlane.yaml'), `output: { pattern: '${'x'.repeat(245)}{:d}.png' }\n`)
  const long = await runCli(['render', path, '--out', output])
  expect(long.exitCode).toBe(2)
  expect(long.stderr).toContain('is 250 bytes long, and browsers write names of 248 bytes at most.')
  expect(namesIn(output)).toEqual([])
})

test('a benchmark in which a frame is broken ends with exit code 3, and names the frame', async ({
  makeRecording,
}) => {
  const { path } = await makeRecording({ frameCount: 4 })
  writeFileSync(join(path, 'frame_000002.png'), '')
  const args = ['benchmark', path, '--repeat', '1', '--workers', '2', '--json']
  const { exitCode, stdout, stderr } = await runCli(args)
  expect(exitCode).toBe(3)
  const reason =
    'Frame 2 was skipped: frame_000002.png cannot be read as an image: it is empty (0 bytes).'
  expect(stderr).toContain(`Sequential, Parallel (2 workers): ${reason}`)
  const { rows } = JSON.parse(stdout) as { rows: Record<string, unknown>[] }
  for (const row of rows) {
    expect(row).toMatchObject({ success: false, failure: reason, seconds: expect.any(Object) })
  }
})

test('what is typed does not order the terminal either', async () => {
  for (const args of [['\u001b[31mx'], ['inspect', '--\u001b[31mx'], ['inspect', '/\u001b[31mx']]) {
    const { exitCode, stdout, stderr } = await runCli(args)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('\\u001b[31mx')
    expect(stdout + stderr).not.toContain('\u001b')
  }
})

test('an empty name is not the current folder', async ({ makeFolder }) => {
  const cwd = makeFolder('here')
  for (const args of [
    ['inspect', ''],
    ['sample', ''],
    ['render', '', '--out', 'x'],
  ]) {
    const { exitCode, stderr } = await runCli(args, { cwd })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('A name is empty. Name a folder or a video')
  }
  expect(imagesIn(cwd)).toEqual([])
})
