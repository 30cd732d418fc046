import { expect, test, vi } from 'vitest'
import type { RecordingFolder, walkQuickly } from '../../../index.ts'
import { QuickFrames } from './quick-frames.svelte.ts'

type Options = Parameters<typeof walkQuickly>[1]

const walks = vi.hoisted((): Options[] => [])

vi.mock('../../../index.ts', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  walkQuickly: (_: unknown, options: Options) => {
    walks.push(options)
    return new Promise((_, reject) => {
      options.signal.addEventListener('abort', () => reject(options.signal.reason as Error))
    })
  },
}))

const picture = new Blob([new Uint8Array(10)])

/** Of a video of 400 frames with a key frame in 100, or in fewer. */
function makeWalk(
  position: number,
  groupLength = 100,
): { quick: QuickFrames; options: Options; end: () => void } {
  const frames = Array.from({ length: 400 }, (_, frameIndex) => ({ frameIndex }))
  const video = { isKeyAt: (index: number) => index % groupLength === 0 }
  const source = { widthPx: 640, heightPx: 360 }
  const quick = new QuickFrames()
  quick.follow({ frames, video, source } as unknown as RecordingFolder)
  const walk = new AbortController()
  void quick.walk(position, walk.signal)
  const options = walks.at(-1)
  if (!options) throw new Error('No walk was begun.')
  return { quick, options, end: () => walk.abort() }
}

test('a walk begins at the key frame before the user', () => {
  const { options, end } = makeWalk(150)
  expect([options.frameIndexes[0], options.frameIndexes.at(-1)]).toEqual([100, 99])
  end()
})

test.each([
  [30, 360],
  [15, 360],
  [50, 350],
  [100, 30],
])(
  'with a key frame in %i, frame %i follows the first 30: a short way to the end is gone early',
  (groupLength, next) => {
    const { options, end } = makeWalk(0, groupLength)
    expect(options.frameIndexes[29]).toBe(29)
    expect(options.frameIndexes[30]).toBe(next)
    end()
  },
)

test('it waits while another frame is urgent', async () => {
  const { quick, options, end } = makeWalk(0)
  quick.hold(true)
  const goneOn = vi.fn()
  const going = options.onPicture(0, picture).then(goneOn)
  await Promise.resolve()
  expect(goneOn).not.toHaveBeenCalled()
  quick.hold(false)
  await going
  expect(goneOn).toHaveBeenCalledOnce()
  end()
})

test('what it has made, and what is shortly ahead of it, is worth no other walk', async () => {
  const { quick, options, end } = makeWalk(0)
  for (let order = 0; order <= 20; order++) await options.onPicture(order, picture)
  expect([10, 20, 21, 110, 111].map((position) => quick.isSoonAt(position))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ])
  end()
  await vi.waitFor(() => expect(quick.isSoonAt(21)).toBe(false))
})
