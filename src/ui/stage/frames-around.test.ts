import { expect, test } from 'vitest'
import { FramesAround } from './frames-around.ts'

/** A video of 40 frames; frame 7 cannot be read. */
function makeFrames(mostKept: number): {
  frames: FramesAround<{ position: number; close: () => unknown }>
  loaded: number[]
  open: Set<number>
} {
  const loaded: number[] = []
  const open = new Set<number>()
  const frames = new FramesAround(
    {
      frameCount: 40,
      load: (position) => {
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

test('the pictures around the one on the stage are loaded, in the order of a decoder', async () => {
  const { frames, loaded } = makeFrames(10)
  await frames.lookAt(20)
  expect(loaded).toEqual([15, 16, 17, 18, 19, 21, 22, 23, 24, 25])
  expect(frames.take(19)?.position).toBe(19)
  expect(frames.take(14)).toBeNull()
})

test('stepping back loads several at once, long before they are asked for', async () => {
  const { frames, loaded } = makeFrames(20)
  await frames.lookAt(20)
  loaded.length = 0
  let shown = { position: 20, close: () => undefined as unknown }
  for (let position = 19; position >= 12; position--) {
    const picture = frames.take(position)
    if (!picture) throw new Error(`Frame ${position} is not kept.`)
    frames.giveBack(shown.position, shown)
    shown = picture
    await frames.lookAt(position)
  }
  expect(loaded).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
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

test('a frame without a picture is asked for once', async () => {
  const { frames, loaded } = makeFrames(6)
  await frames.lookAt(8)
  await frames.lookAt(9)
  expect(loaded.filter((position) => position === 7)).toEqual([7])
  expect(frames.take(7)).toBeNull()
})

test('a picture that is loaded in a moment is waited for, not for all the others', async () => {
  const { frames, loaded } = makeFrames(20)
  const filling = frames.lookAt(20)
  expect((await frames.takeSoon(12, 8))?.position).toBe(12)
  expect(loaded.at(-1)).toBeLessThan(15)
  // This one would take as long as a way of its own.
  expect(await frames.takeSoon(29, 8)).toBeNull()
  await filling
})

test('while a picture is urgent, none around it is loaded; those on the way to it are kept', async () => {
  const { frames, loaded, open } = makeFrames(10)
  const filling = frames.lookAt(20)
  frames.hold(30)
  await filling
  const loadedCount = loaded.length
  expect(loadedCount).toBeLessThan(3)
  frames.giveBack(29, { position: 29, close: () => open.delete(29) })
  expect(frames.take(29)?.position).toBe(29)
  await frames.lookAt(30)
  expect(loaded.length).toBeGreaterThan(loadedCount + 5)
})
