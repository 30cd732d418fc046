import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { testFolder } from '../testing/test-folder.ts'
import { readRenderTarget } from './render-target.ts'

const at = testFolder()

test('a folder is used for one recording, and gets a subfolder for each of several recordings', () => {
  expect(readRenderTarget(['/data/one'], '/out', 'mp4')).toEqual({ folders: ['/out'], output: {} })
  const { folders } = readRenderTarget(['/data/one', '/data/two'], '/out', null)
  expect(folders).toEqual(['/out/one', '/out/two'])
})

test('the extension of a video sets its container', () => {
  const target = { folders: ['/out'], output: { format: 'mp4', pattern: 'drive.mp4' } }
  expect(readRenderTarget(['/data/one'], '/out/drive.mp4', null)).toEqual(target)
  expect(readRenderTarget(['/data/one'], '/out/drive.mp4', 'mp4')).toEqual(target)
  expect(readRenderTarget(['/data/one'], '/out/Drive.WEBM', null).output.format).toBe('webm')
})

test('several recordings cannot become one video', () => {
  expect(() => readRenderTarget(['/data/one', '/data/two'], 'all.mp4', null)).toThrow(
    '--out: all.mp4 is one video, but there are 2 recordings. Name a folder, and add --format mp4.',
  )
})

test('the name of a video that Overlane cannot write is refused, not used as a folder', () => {
  expect(() => readRenderTarget(['/data/one'], 'result.mkv', null)).toThrow(
    '--out: Overlane cannot write result.mkv, only .mp4 and .webm videos. Name one of these.',
  )
  expect(() => readRenderTarget(['/data/one'], 'result.avi', null)).toThrow(
    '--out: Overlane cannot write result.avi, only .mp4 and .webm videos. Name one of these.',
  )
})

test('the name of an image is refused, unless it is an existing folder', () => {
  expect(() => readRenderTarget(['/data/one'], 'x.png', null)).toThrow(
    '--out: x.png has the name of an image, but frames are written into a folder. Name a folder.',
  )
  const out = at('x.png')
  mkdirSync(out)
  expect(readRenderTarget(['/data/one'], out, null)).toEqual({ folders: [out], output: {} })
})

test('an empty name is refused', () => {
  for (const out of ['', ' ']) {
    expect(() => readRenderTarget(['/data/one'], out, null)).toThrow(
      '--out: the name is empty. Name a folder or a video.',
    )
  }
})

test('the name of a video does not fit a format for frames', () => {
  for (const format of ['same', 'png', 'jpeg', 'webp'] as const) {
    for (const out of ['x.mp4', 'x.mkv']) {
      expect(() => readRenderTarget(['/data/one'], out, format)).toThrow(
        `--out: ${out} has the name of a video, but --format ${format} writes frames. Name a folder.`,
      )
    }
  }
})

test('the name of a video must fit the format', () => {
  expect(() => readRenderTarget(['/data/one'], 'x.mp4', 'webm')).toThrow(
    '--out: x.mp4 does not fit --format webm. Name a .webm file, or leave out --format.',
  )
})

test('an existing folder with the name of a video takes frames, and no video replaces it', () => {
  const out = at('x.mp4')
  mkdirSync(out)
  expect(readRenderTarget(['/data/one'], out, 'png')).toEqual({ folders: [out], output: {} })
  expect(() => readRenderTarget(['/data/one'], out, null)).toThrow(
    `--out: ${out} is a folder that has the name of a video. Name a file, such as ${out}/result.mp4.`,
  )
})
