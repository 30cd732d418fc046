import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkRecordingPath, readRecordingPath } from './recording-path.ts'
import { realPath } from './real-path.ts'

let parent = ''
beforeEach(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), 'overlane-')))
  mkdirSync(join(parent, 'drive'))
  writeFileSync(join(parent, 'drive', 'real.mp4'), '')
})
afterEach(() => rmSync(parent, { recursive: true }))

describe('a recording is', () => {
  test('a folder, whatever its name', () => {
    const path = join(parent, 'folder.mp4')
    mkdirSync(path)
    expect(readRecordingPath(path)).toEqual({ path, folder: path, video: null })
  })

  test('a video in its folder', () => {
    const folder = join(parent, 'drive')
    const path = join(folder, 'real.mp4')
    expect(readRecordingPath(path)).toEqual({ path, folder, video: 'real.mp4' })
  })

  test('the target of a link, under the name of the link', () => {
    const folder = join(parent, 'drive')
    const [video, whole] = [join(parent, 'today.mp4'), join(parent, 'today')]
    symlinkSync(join('drive', 'real.mp4'), video)
    symlinkSync('drive', whole)
    expect(readRecordingPath(video)).toEqual({ path: video, folder, video: 'real.mp4' })
    expect(readRecordingPath(whole)).toEqual({ path: whole, folder, video: null })
    expect(readRecordingPath(join(whole, 'real.mp4'))).toMatchObject({ folder, video: 'real.mp4' })
  })

  test('a video if the link or its target has the name of a video', () => {
    writeFileSync(join(parent, 'drive', 'blob'), '')
    symlinkSync(join('drive', 'blob'), join(parent, 'today.mp4'))
    symlinkSync(join('drive', 'real.mp4'), join(parent, 'today'))
    expect(readRecordingPath(join(parent, 'today.mp4')).video).toBe('blob')
    expect(readRecordingPath(join(parent, 'today')).video).toBe('real.mp4')
  })
})

describe('other paths are refused with a message', () => {
  const check = (path: string): void => checkRecordingPath(readRecordingPath(path))

  test('a path that does not exist', () => {
    symlinkSync('nowhere', join(parent, 'broken.mp4'))
    for (const name of ['none.mp4', 'broken.mp4', 'drive/real.mp4/none']) {
      const path = join(parent, name)
      expect(() => check(path)).toThrow(
        `There is no folder or video ${path}. Name the folder of a recording, or a video.`,
      )
    }
  })

  test('a file that is not a video', () => {
    const path = join(parent, 'notes.txt')
    writeFileSync(path, '')
    expect(() => check(path)).toThrow(
      `${path} is a file. Name the folder of a recording, or a video.`,
    )
  })
})

test('in a path that does not exist yet, links of the existing part are resolved', () => {
  symlinkSync('drive', join(parent, 'today'))
  expect(realPath(join(parent, 'today', 'new', 'out'))).toBe(join(parent, 'drive', 'new', 'out'))
})
