import { expect, test } from 'vitest'
import { QuickStore } from './quick-store.ts'

const picture = (byteCount = 10): Blob => new Blob([new Uint8Array(byteCount)])
const ROOMY = 1e9
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)

test('a walk begins where the user looks, and ends with the frames before', () => {
  const store = new QuickStore(6, ROOMY)
  store.add(4, picture())
  expect(store.missing(3)).toEqual([3, 5, 0, 1, 2])
})

test('the frames at the end come soon after those where the user is', () => {
  const store = new QuickStore(100, ROOMY)
  const missing = store.missing(10, 97)
  expect(missing.slice(0, 34)).toEqual([...range(10, 40), 97, 98, 99, 40])
  expect(missing.slice(-11)).toEqual([96, ...range(0, 10)])
  expect(store.missing(80, 97)).toEqual([...range(80, 100), ...range(0, 80)])
})

test('of a long video, ten minutes from where the user looks are walked through', () => {
  const store = new QuickStore(100_000, ROOMY)
  for (let position = 50_000; position < 50_100; position++) store.add(position, picture())
  const missing = store.missing(50_000)
  expect([missing[0], missing.at(-1), missing.length]).toEqual([50_100, 67_999, 17_900])
})

test('a frame without a picture has none, as its neighbours are other frames', () => {
  const store = new QuickStore(6, ROOMY)
  store.add(2, picture())
  expect([1, 2, 3].map((position) => store.at(position)?.position)).toEqual([
    undefined,
    2,
    undefined,
  ])
})

test('too many pictures are thinned evenly, and the one before stands for a frame', () => {
  const store = new QuickStore(10, 45)
  for (let position = 0; position < 10; position++) store.add(position, picture())
  expect(store.every).toBe(4)
  expect([0, 3, 4, 9].map((position) => store.at(position)?.position)).toEqual([0, 0, 4, 8])
  expect(store.missing(0)).toEqual([])
  expect(store.runs()).toEqual([[0, 10]])
})

test('stretches that are quick to reach are told', () => {
  const store = new QuickStore(8, ROOMY)
  for (const position of [0, 1, 4, 7]) store.add(position, picture())
  expect(store.runs()).toEqual([
    [0, 2],
    [4, 5],
    [7, 8],
  ])
})
