import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { testFolder } from '../testing/test-folder.ts'
import type { RunFiles } from '../../index.ts'
import { InputGuard } from './input-guard.ts'

const at = testFolder()
beforeEach(() => {
  for (const name of ['drive/frames/1.png', 'drive/frames/2.png', 'drive/speed.jsonl']) add(name)
  mkdirSync(at('out'))
})

function add(path: string, content = 'x'): void {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), content)
}
const folder = (name: string) => ({ path: at(name), folder: at(name), video: null })
const video = (name: string) => ({
  path: at(name),
  folder: dirname(at(name)),
  video: name.slice(name.lastIndexOf('/') + 1),
})

const files: RunFiles = {
  framesFolder: 'frames',
  reads: ['speed.jsonl', 'frames/1.png', 'frames/2.png'],
  writes: ['1.png', '2.png', 'overlane-report.json'],
}

/** What the guard says of a run of `drive`; '' if it refuses nothing. */
function refusalOf(output: string, { run = files, others = [] as string[] } = {}): string {
  const named = others.map((name) => (name.endsWith('.mp4') ? video(name) : folder(name)))
  const guard = new InputGuard([folder('drive'), ...named])
  return guard.check(0, at(output), run) ?? ''
}

describe('the files of its own recording', () => {
  test('are not in a folder beside it, whatever that folder contains', () => {
    add('out/1.png')
    expect(refusalOf('out')).toBe('')
  })

  test('are recognised by their place on the disk, not by their name', () => {
    linkSync(at('drive/frames/2.png'), at('out/1.png'))
    expect(refusalOf('out')).toBe(
      `1.png in the output folder ${at('out')} is a file of the recording ${at('drive')}, and input files are never overwritten. Choose another folder, or another name.`,
    )
  })

  test('are found through a link', () => {
    symlinkSync('../drive/speed.jsonl', at('out/2.png'))
    expect(refusalOf('out')).toContain('2.png in the output folder')
  })

  test('may be replaced if the recording does not read them: an earlier run wrote them', () => {
    add('drive/1.png')
    expect(refusalOf('drive')).toBe('')
  })

  test('may not get new files beside them in the frames folder', () => {
    const run = { ...files, writes: ['1.webp', 'overlane-report.json'] }
    symlinkSync('drive/frames', at('short'))
    mkdirSync(at('drive/frames/new'))
    expect(refusalOf('short', { run })).toContain('is the frames folder itself')
    expect(refusalOf('short/new', { run })).toContain('lies inside the frames folder')
    expect(refusalOf('drive', { run })).toBe('')
  })

  test('are recognised if their folder is mounted twice', ({ skip }) => {
    mkdirSync(at('mount'))
    try {
      execFileSync('mount', ['--bind', at('drive/frames'), at('mount')], { stdio: 'ignore' })
    } catch {
      skip('Only root can mount a folder, and not everywhere.')
    }
    try {
      expect(refusalOf('mount')).toContain('is the frames folder itself')
      const run = { ...files, framesFolder: null }
      expect(refusalOf('mount', { run })).toContain('1.png in the output folder')
    } finally {
      execFileSync('umount', [at('mount')])
    }
  })
})

describe('the files of the other recordings of the command', () => {
  test('are not replaced by the output of this one', () => {
    add('out/drive/frames/1.png')
    expect(refusalOf('out/drive/frames', { others: ['out/drive'] })).toContain(
      `1.png in the output folder ${at('out/drive/frames')} is a file of the recording ${at('out/drive')}`,
    )
  })

  test('may not get new files beside them', () => {
    mkdirSync(at('out/drive'))
    symlinkSync('out/drive', at('short'))
    for (const output of ['out/drive', 'short']) {
      expect(refusalOf(output, { others: ['out/drive'] })).toContain(
        `is the recording ${at('out/drive')}, which is also an input of this command.`,
      )
    }
  })

  test('include videos and the files beside them', () => {
    for (const name of ['out/day.mp4', 'out/1.png']) add(name)
    linkSync(at('out/day.mp4'), at('out/2.png'))
    const run = { ...files, writes: ['2.png'] }
    expect(refusalOf('out', { run, others: ['out/day.mp4'] })).toContain('2.png')
    expect(refusalOf('out', { others: ['out/day.mp4'] })).toContain('1.png')
  })

  test('do not include the output of Overlane, except frames without an overlay', () => {
    add('next/result/1.png')
    const report = (content: string): void =>
      add(
        'next/result/overlane-report.json',
        JSON.stringify({ tool: 'overlane', files: ['1.png'], settings: { content } }),
      )
    report('frames_with_overlay')
    expect(refusalOf('next/result', { others: ['next'] })).toBe('')
    report('frames')
    expect(refusalOf('next/result', { others: ['next'] })).toContain('1.png')
  })
})

test.each(['notes.txt', 'nowhere'])(
  'a link to %s in the output folder, which the browser would not see, is reported',
  (target) => {
    add('notes.txt')
    symlinkSync(at(target), at('out/1.png'))
    expect(refusalOf('out')).toBe(
      `1.png in the output folder ${at('out')} is a link. Overlane neither follows nor replaces links. Remove the link, or choose another folder.`,
    )
  },
)
