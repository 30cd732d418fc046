import { expect, test } from 'vitest'
import { DamagedFrames } from './damaged-frames.ts'

const frames = Array.from({ length: 60 }, (_, index) => ({
  frameIndex: index + 100,
  fileName: `${index + 100}.jpg`,
  timestampMs: index,
}))

test('a damaged frame has a warning that says which file, and what is wrong', () => {
  const damaged = new DamagedFrames()
  damaged.note(7, 'it has 3 bytes too many before the marker at byte 5')
  damaged.note(8, null)
  expect(damaged.warnings({ frames })).toMatchObject([
    {
      severity: 'warning',
      code: 'frame-damaged',
      where: { file: '107.jpg', frameIndex: 107 },
      message:
        '107.jpg is damaged: it has 3 bytes too many before the marker at byte 5. It was rendered as far as it can be read.',
    },
  ])
})

test('sound frames have none, also one that was damaged when it was done the first time', () => {
  const damaged = new DamagedFrames()
  damaged.note(7, 'it is broken')
  damaged.note(7, null)
  expect(damaged.warnings({ frames })).toEqual([])
})

test('where many are damaged, the last warning names those that have none of their own', () => {
  const damaged = new DamagedFrames()
  for (const position of [...Array(22).keys(), 30, 41, 42].toReversed()) {
    damaged.note(position, 'it is broken')
  }
  const warnings = damaged.warnings({ frames })
  expect(warnings.map(({ where }) => where.frameIndex)).toEqual([
    ...Array.from({ length: 20 }, (_, index) => index + 100),
    undefined,
  ])
  expect(warnings.at(-1)?.message).toBe('5 more frames with such damage: 120–121, 130, 141–142.')
})
