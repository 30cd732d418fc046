import { expect, test } from 'vitest'
import { FramesAround } from './frames-around.ts'

/** A video of 40 frames, with one decoder and a key frame in 10; frame 7 cannot be read. */
function makeFrames(mostKept: number): {
  frames: FramesAround<{ position: number; close: () => unknown }>
  loaded: number[]
  open: Set<number>
} {
  const loaded: number[] = []
  let next = 0
  const open = new Set<number>()
  const frames = new FramesAround(
    {
      frameCount: 40,
      wayTo: (position) => {
        const key = position - (position % 10)
        return position - (next <= position && next > key ? next : key)
      },
      load: (position, isOver) => {
        if (isOver()) return Promise.resolve(undefined)
        next = position + 1
        loaded.push(position)
        if (position === 7) return Promise.resolve(null)
        open.add(position)
        return Promise.resolve({ position, close: () => open.delete(position) })
      },
      rest: () => undefined,
      close: () => Promise.resolve(),
    },
    mostKept,
  )
  return { frames, loaded, open }
}

test('of the pictures around the one on the stage, the next that a decoder comes to is loaded', async () => {
  const { frames, loaded } = makeFrames(11)
  await frames.lookAt(23)
  expect(loaded).toEqual([20, 21, 22, 24, 25, 26, 27, 28, 18, 19])
  expect(frames.take(19)?.position).toBe(19)
  expect(frames.take(17)).toBeNull()
})

test('stepping back loads several at once, before they are asked for', async () => {
  const { frames, loaded } = makeFrames(22)
  await frames.lookAt(23)
  loaded.length = 0
  let shown = { position: 23, close: () => undefined as unknown }
  for (let position = 22; position >= 15; position--) {
    const picture = frames.take(position)
    if (!picture) throw new Error(`Frame ${position} is not kept.`)
    frames.giveBack(shown.position, shown)
    shown = picture
    await frames.lookAt(position)
  }
  expect(loaded).toEqual([10, 11, 4, 5, 6, 7, 8, 9])
})

test('never more than so many are in the memory, and none is left open at the end', async () => {
  const { frames, open } = makeFrames(10)
  for (const position of [20, 12, 0, 39, 20, 21]) {
    await frames.lookAt(position)
    expect(open.size).toBeLessThanOrEqual(11)
  }
  const taken = frames.take(20)
  await frames.lookAt(35)
  if (taken) frames.giveBack(20, taken)
  await frames.close()
  expect(open.size).toBe(0)
})

test('the last pictures that were on the stage are kept, wherever they are', () => {
  const { frames, open } = makeFrames(20)
  const show = (position: number): { position: number; close: () => unknown } => {
    frames.hold(position)
    open.add(position)
    return { position, close: () => open.delete(position) }
  }
  for (const [was, is] of [
    [0, 39],
    [39, 10],
    [10, 25],
  ] as const) {
    const shown = show(was)
    frames.hold(is)
    frames.giveBack(was, shown)
  }
  expect([0, 39, 10].map((position) => frames.take(position)?.position)).toEqual([
    undefined,
    39,
    10,
  ])
  expect([...open]).toEqual([39, 10])
})

test('who goes to and fro between two far frames finds both kept', async () => {
  const { frames } = makeFrames(20)
  await frames.lookAt(5)
  frames.hold(35)
  frames.giveBack(5, { position: 5, close: () => undefined })
  await frames.lookAt(35)
  const back = frames.take(5)
  frames.giveBack(35, { position: 35, close: () => undefined })
  await frames.lookAt(5)
  expect([back?.position, frames.take(35)?.position]).toEqual([5, 35])
})

test('a frame without a picture is asked for once', async () => {
  const { frames, loaded } = makeFrames(6)
  await frames.lookAt(8)
  await frames.lookAt(9)
  expect(loaded.filter((position) => position === 7)).toEqual([7])
  expect(frames.take(7)).toBeNull()
})

test('a picture that is loaded in a moment is waited for, not for all the others', async () => {
  const { frames, loaded } = makeFrames(20)
  const filling = frames.lookAt(19)
  expect((await frames.takeSoon(22, 8))?.position).toBe(22)
  expect(loaded.at(-1)).toBeLessThan(25)
  // This one would take as long as a way of its own.
  expect(await frames.takeSoon(28, 3)).toBeNull()
  await filling
})

test('while a picture is urgent, none around it is loaded; those on the way to it are kept', async () => {
  const { frames, loaded, open } = makeFrames(10)
  const filling = frames.lookAt(20)
  frames.hold(30)
  await filling
  const loadedCount = loaded.length
  expect(loadedCount).toBeLessThan(3)
  frames.keep(29, { position: 29, close: () => open.delete(29) })
  expect(frames.take(29)?.position).toBe(29)
  await frames.lookAt(30)
  expect(loaded.length).toBeGreaterThan(loadedCount + 5)
})
