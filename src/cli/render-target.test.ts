import { expect, test } from 'vitest'
import { readRenderTarget } from './render-target.ts'

test('a folder is a folder, and has one for each of several recordings', () => {
  expect(readRenderTarget(['/data/one'], '/out')).toEqual({ folders: ['/out'], output: {} })
  const { folders } = readRenderTarget(['/data/one', '/data/two'], '/out')
  expect(folders).toEqual(['/out/one', '/out/two'])
})

test('the name of a video says its container', () => {
  expect(readRenderTarget(['/data/one'], '/out/drive.mp4')).toEqual({
    folders: ['/out'],
    output: { format: 'mp4', pattern: 'drive.mp4' },
  })
  expect(readRenderTarget(['/data/one'], '/out/Drive.WEBM').output.format).toBe('webm')
})

test('several recordings do not become one video', () => {
  expect(() => readRenderTarget(['/data/one', '/data/two'], 'all.mp4')).toThrow(
    '--out: all.mp4 is one video, and 2 recordings are named. Name a folder, and --format mp4.',
  )
})

test('a kind of video that is not written is no folder either', () => {
  expect(() => readRenderTarget(['/data/one'], 'result.mkv')).toThrow(
    '--out: result.mkv is no kind of video that is written. Name an .mp4 or a .webm.',
  )
})
