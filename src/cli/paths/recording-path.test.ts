import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { testFolder } from '../testing/test-folder.ts'
import { checkRecordingPath, readRecordingPath } from './recording-path.ts'
import { realPath } from './real-path.ts'

const at = testFolder()
beforeEach(() => {
  mkdirSync(at('drive'))
  writeFileSync(at('drive', 'real.mp4'), '')
})

describe('a recording is', () => {
  test('a folder, whatever its name', () => {
    const path = at('folder.mp4')
    mkdirSync(path)
    expect(readRecordingPath(path)).toEqual({ path, folder: path, video: null })
  })

  test('a video in its folder', () => {
    const folder = at('drive')
    const path = join(folder, 'real.mp4')
    expect(readRecordingPath(path)).toEqual({ path, folder, video: 'real.mp4' })
  })

  test('the target of a link, under the name of the link', () => {
    const folder = at('drive')
    const [video, whole] = [at('today.mp4'), at('today')]
    symlinkSync(join('drive', 'real.mp4'), video)
    symlinkSync('drive', whole)
    expect(readRecordingPath(video)).toEqual({ path: video, folder, video: 'real.mp4' })
    expect(readRecordingPath(whole)).toEqual({ path: whole, folder, video: null })
    expect(readRecordingPath(join(whole, 'real.mp4'))).toMatchObject({ folder, video: 'real.mp4' })
  })

  test('a video if the link or its target has the name of a video', () => {
    writeFileSync(at('drive', 'blob'), '')
    symlinkSync(join('drive', 'blob'), at('today.mp4'))
    symlinkSync(join('drive', 'real.mp4'), at('today'))
    expect(readRecordingPath(at('today.mp4')).video).toBe('blob')
    expect(readRecordingPath(at('today')).video).toBe('real.mp4')
  })
})

describe('other paths are refused with a message', () => {
  const check = (path: string): void => checkRecordingPath(readRecordingPath(path))

  test('a path that does not exist', () => {
    symlinkSync('nowhere', at('broken.mp4'))
    for (const name of ['none.mp4', 'broken.mp4', 'drive/real.mp4/none']) {
      const path = at(name)
      expect(() => check(path)).toThrow(
        `There is no folder or video ${path}. Name the folder of a recording, or a video.`,
      )
    }
  })

  test('a file that is not a video', () => {
    const path = at('notes.txt')
    writeFileSync(path, '')
    expect(() => check(path)).toThrow(
      `${path} is a file. Name the folder of a recording, or a video.`,
    )
  })
})

test('an empty name is not the current folder', () => {
  for (const path of ['', ' ']) {
    expect(() => readRecordingPath(path)).toThrow(
      'A name is empty. Name a folder or a video; "." is the current folder.',
    )
  }
})

test('in a path that does not exist yet, links of the existing part are resolved', () => {
  symlinkSync('drive', at('today'))
  expect(realPath(at('today', 'new', 'out'))).toBe(at('drive', 'new', 'out'))
})
