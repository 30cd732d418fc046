import { expect, test } from 'vitest'
import { joinParts, patchFile, patchNumbers } from './patched-file.ts'
import { bytesOf, fileOf } from '../testing/file-of.ts'

const file = fileOf(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 'drive.mp4')

test('bytes are replaced, whatever the order of the patches', async () => {
  const patches = [patchNumbers(5, [-1]), { at: 1, bytes: Uint8Array.of(11, 12) }]
  const patched = patchFile(file, patches)
  expect([...(await bytesOf(patched))]).toEqual([0, 11, 12, 3, 4, 255, 255, 255, 255, 9])
  expect(patched.name).toBe('drive.mp4')
})

test('of two patches at one place the later one counts', async () => {
  const patched = patchFile(file, [patchNumbers(2, [1]), patchNumbers(2, [2])])
  expect([...(await bytesOf(patched))]).toEqual([0, 1, 0, 0, 0, 2, 6, 7, 8, 9])
})

test('what follows an end is left out, and something else may come there', async () => {
  const patched = patchFile(file, [], 3, Uint8Array.of(77))
  expect([...(await bytesOf(patched))]).toEqual([0, 1, 2, 77])
})

test('without patches it is the file itself', () => {
  expect(patchFile(file, [])).toBe(file)
})

test('parts are put one behind the other', async () => {
  const joined = joinParts(file, [
    [0, 2],
    [7, 9],
  ])
  expect([...(await bytesOf(joined))]).toEqual([0, 1, 7, 8])
})
