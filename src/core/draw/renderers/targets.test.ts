import { describe, expect, test } from 'vitest'
import type { Calibration } from '../camera.ts'
import { fakeSurface } from '../../testing/fake-context.ts'
import type { DrawCall } from '../../testing/fake-context.ts'
import type { MatchedSample } from '../../time/match.ts'
import { defaultOptions } from '../../config/parse-options.ts'
import type { Rect } from '../surface.ts'
import { readTarget } from '../parts/targets/target-record.ts'
import { targetLine } from '../parts/targets/target-list.ts'
import { targets } from './targets.ts'
import { PLAIN_CALIBRATION } from '../../testing/fake-recording.ts'

const degrees = (tangent: number): number => (Math.atan(tangent) * 180) / Math.PI

/** A target whose edges are so many pixels from the middle of the plain camera's picture. */
function targetAt(left: number, top: number, right: number, bottom: number) {
  return {
    id: 3,
    type: 'car',
    distance_m: 31.5,
    angle_left: degrees((960 - left) / 1000),
    angle_right: degrees((960 - right) / 1000),
    angle_top: degrees((540 - top) / 1000),
    angle_bottom: degrees((540 - bottom) / 1000),
  }
}

/** The target of the examples. */
const CAR = {
  id: 3,
  type: 'car',
  distance_m: 31.5,
  angle_left: degrees(2.5 / 31.5),
  angle_right: degrees(0.7 / 31.5),
  angle_top: degrees(0.4 / 31.5),
  angle_bottom: degrees(-1.1 / 31.5),
}

const EXAMPLE_LINE = '  ID:3 car D:31.5m XL:2.5 XR:0.7 YT:0.4 YB:-1.1'
const DATA_LINE = '[Data: 1761525010250 | Snap: 1761525010400]'

type Options = Parameters<typeof targets.draw>[1]['options']

interface Drawn {
  calls: DrawCall[]
  texts: string[]
  boxes: Rect[]
  notes: ReturnType<typeof targets.draw>
}

function draw(
  record: Record<string, unknown> | null,
  options: Partial<Options> = {},
  calibration: Calibration = PLAIN_CALIBRATION,
): Drawn {
  const { surface, calls, texts } = fakeSurface()
  const sample: MatchedSample | null = record && {
    record,
    recordTimeMs: 1761525010250,
    snapshotTimeMs: 1761525010400,
    alignedTimeMs: 1761525010400,
  }
  const notes = targets.draw(surface, {
    frameIndex: 0,
    timestampMs: 1761525010400,
    recordingRangeMs: [0, 0],
    timeZone: 'UTC',
    options: { ...defaultOptions(targets.specs), ...options },
    sample,
    series: [],
    events: [],
    images: [],
    calibration,
  })
  const boxes = calls.flatMap((each) => (each.call === 'strokeRect' ? [each.rect] : []))
  return { calls, texts: texts(), boxes, notes }
}

const behind: Calibration = { ...PLAIN_CALIBRATION, translation: [0, 0, -40] }

test('targets needs a sensor and a calibration', () => {
  expect([targets.needsSensor, targets.needsCalibration]).toEqual([true, true])
})

describe('a target is skipped', () => {
  const { distance_m, angle_left, ...others } = CAR
  const withoutAngle = { ...others, distance_m }
  const withoutDistance = { ...others, angle_left }

  test.each<[string, unknown]>([
    ['when its distance is absent', withoutDistance],
    ['when its distance is null', { ...CAR, distance_m: null }],
    ['when its distance is text', { ...CAR, distance_m: '31.5' }],
    ['when its distance is 0', { ...CAR, distance_m: 0 }],
    ['when its distance is below 0', { ...CAR, distance_m: -1 }],
    ['when an angle is missing', withoutAngle],
    ['when the right angle is null', { ...CAR, angle_right: null }],
    ['when the top angle is text', { ...CAR, angle_top: '1' }],
    ['when the bottom angle is NaN', { ...CAR, angle_bottom: NaN }],
    ['when it is no object', 'car'],
    ['when it is null', null],
  ])('%s', (_name, entry) => {
    expect(readTarget(entry)).toBeNull()
    const { calls, notes } = draw({ targets: [entry] })
    expect(calls).toEqual([])
    expect(notes).toEqual({ skippedTargetCount: 1 })
  })

  test('and counted, while the others are drawn', () => {
    const { texts, notes } = draw({ targets: [CAR, withoutAngle, { ...CAR, id: 7 }, null] })
    expect(texts).toContain('Targets: 2')
    expect(notes).toEqual({ skippedTargetCount: 2 })
  })

  test('but not because its id or type is missing', () => {
    const { texts } = draw({ targets: [{ ...CAR, id: undefined, type: null }] })
    expect(texts[0]).toBe('ID:?')
    expect(texts[2]).toMatch(/^ {2}ID:\? \? D:31\.5m/)
  })

  test('but not because an angle is 0', () => {
    expect(readTarget({ ...CAR, angle_right: 0, angle_top: 0 })).not.toBeNull()
  })
})

describe('the panel', () => {
  test('bounds: distance', () => {
    expect(draw({ targets: [CAR] }).texts.slice(1)).toEqual(['Targets: 1', EXAMPLE_LINE, DATA_LINE])
  })

  test('bounds: angle', () => {
    const car = { ...CAR, angle_left: 4.54, angle_right: 1.27, angle_top: 0.73, angle_bottom: -2 }
    expect(draw({ targets: [car] }, { bounds: 'angle' }).texts.slice(1)).toEqual([
      'Targets: 1',
      '  ID:3 car D:31.5m AL:4.5deg AR:1.3deg AT:0.7deg AB:-2.0deg',
      DATA_LINE,
    ])
  })

  test('one line a target, in the record’s order', () => {
    const { texts } = draw({ targets: [CAR, { ...CAR, id: 'b', type: 'truck', distance_m: 63 }] })
    expect(texts.slice(-4)).toEqual([
      'Targets: 2',
      EXAMPLE_LINE,
      '  ID:b truck D:63.0m XL:5.0 XR:1.4 YT:0.8 YB:-2.2',
      DATA_LINE,
    ])
  })

  test('the lines are the same in both projections', () => {
    const line = readTarget(CAR)
    expect(line && targetLine(line, 'distance', 'm')).toBe(EXAMPLE_LINE)
    expect(draw({ targets: [CAR] }, { projection: 'reference' }).texts).toContain(EXAMPLE_LINE)
  })

  test('without show_timestamp the times are left out', () => {
    expect(draw({ targets: [CAR] }, { showTimestamp: false }).texts.slice(1)).toEqual([
      'Targets: 1',
      EXAMPLE_LINE,
    ])
  })

  test('is drawn after all boxes and labels', () => {
    const { calls } = draw({ targets: [CAR, CAR] }, { showTimestamp: false })
    expect(calls.map((each) => ('text' in each ? `${each.call} ${each.text}` : each.call))).toEqual(
      [
        'strokeRect',
        'strokeText ID:3',
        'fillText ID:3',
        'strokeRect',
        'strokeText ID:3',
        'fillText ID:3',
        'fillText Targets: 2',
        `fillText ${EXAMPLE_LINE}`,
        `fillText ${EXAMPLE_LINE}`,
      ],
    )
  })

  test('is drawn only if at least one target was projected', () => {
    expect(draw({ targets: [] }).calls).toEqual([])
    expect(draw({ targets: [{}] }).calls).toEqual([])
    expect(draw({ targets: [CAR] }, {}, behind).calls).toEqual([])
  })
})

describe('without a match', () => {
  test('the renderer shows N/A', () => {
    const { texts, boxes, notes } = draw(null)
    expect(texts).toEqual(['Targets: N/A'])
    expect(boxes).toEqual([])
    expect(notes).toEqual({ skippedTargetCount: 0 })
  })

  test.each([[{}], [{ targets: null }], [{ targets: 'none' }], [{ targets: { id: 1 } }]])(
    'also without a list of targets, as in %j',
    (record) => {
      expect(draw(record).texts).toEqual(['Targets: N/A'])
    },
  )
})

describe('box and label', () => {
  test('the box has box_color and box_thickness', () => {
    const { calls } = draw({ targets: [CAR] }, { boxColor: 'red', boxThickness: 5 })
    expect(calls[0]).toMatchObject({ call: 'strokeRect', color: 'red', lineWidth: 5 })
  })

  test('the label has a dark outline and begins at the left edge', () => {
    const { calls, boxes } = draw({ targets: [targetAt(800, 400, 900, 500)] })
    expect(calls[1]).toMatchObject({ call: 'strokeText', text: 'ID:3', color: '#141414' })
    expect(calls[2]).toMatchObject({ call: 'fillText', text: 'ID:3', x: boxes[0]?.x })
  })

  test.each([
    [400, 390],
    [26, 16],
    [25, 15],
    [24, 15],
    [0, 15],
    [-50, 15],
  ])('label y = max(top − 10, 15): top %d gives %d', (top, y) => {
    const { calls } = draw({ targets: [targetAt(800, top, 900, 500)] })
    expect(calls[2]).toMatchObject({ call: 'fillText', text: 'ID:3' })
    expect((calls[2] as { y: number }).y).toBeCloseTo(y)
  })

  test('the same rule with projection: reference', () => {
    // y is not flipped: what is up is drawn below the middle.
    const { calls, boxes } = draw(
      { targets: [targetAt(800, 1070.5, 900, 1000)] },
      { projection: 'reference' },
    )
    expect(boxes[0]?.y).toBe(9)
    expect(calls[2]).toMatchObject({ text: 'ID:3', y: 15 })
  })
})

describe('projection: reference', () => {
  const reference = { projection: 'reference' } as const

  test('y is used as it is, and each corner is truncated to an integer', () => {
    const { boxes } = draw({ targets: [targetAt(800.9, 400.2, 900.7, 500.6)] }, reference)
    // 540 + (540 − 500.6) = 579.4 and 540 + (540 − 400.2) = 679.8
    expect(boxes).toEqual([{ x: 800, y: 579, width: 100, height: 100 }])
  })

  test('truncation is towards zero', () => {
    const { boxes } = draw({ targets: [targetAt(-20.5, 400.2, 900.7, 500.6)] }, reference)
    expect(boxes[0]).toMatchObject({ x: -20, width: 920 })
  })

  test('the box is not clipped to the frame', () => {
    const { boxes } = draw({ targets: [targetAt(-300.5, 700.5, -200.5, -500.5)] }, reference)
    expect(boxes).toEqual([{ x: -300, y: 379, width: 100, height: 1201 }])
  })

  test('points behind the camera are drawn, as in the earlier tool', () => {
    const { boxes, notes } = draw({ targets: [CAR] }, reference, behind)
    expect(boxes).toHaveLength(1)
    expect(notes).toEqual({ skippedTargetCount: 0 })
  })
})

describe('projection: camera', () => {
  test('up is −y, and parts of a pixel are kept', () => {
    const { boxes } = draw({ targets: [targetAt(800.9, 400.2, 900.7, 500.6)] })
    expect(boxes[0]?.x).toBeCloseTo(800.9)
    expect(boxes[0]?.y).toBeCloseTo(400.2)
    expect(boxes[0]?.width).toBeCloseTo(99.8)
    expect(boxes[0]?.height).toBeCloseTo(100.4)
  })

  test.each([
    ['left', targetAt(-100, 400, 200, 500), [0, 400, 200, 100]],
    ['right', targetAt(1800, 400, 2100, 500), [1800, 400, 120, 100]],
    ['top', targetAt(800, -100, 900, 500), [800, 0, 100, 500]],
    ['bottom', targetAt(800, 900, 900, 1200), [800, 900, 100, 180]],
    ['all', targetAt(-5, -5, 2000, 1100), [0, 0, 1920, 1080]],
  ])(
    'the box is clipped to the frame: %s',
    (_side, target, [x = 0, y = 0, width = 0, height = 0]) => {
      const [box] = draw({ targets: [target] }).boxes
      expect(box?.x).toBeCloseTo(x)
      expect(box?.y).toBeCloseTo(y)
      expect(box?.width).toBeCloseTo(width)
      expect(box?.height).toBeCloseTo(height)
    },
  )

  test('a target beside the frame has no box, but is listed, because it was projected', () => {
    const { boxes, texts, notes } = draw({ targets: [targetAt(2000, 400, 2100, 500)] })
    expect(boxes).toEqual([])
    expect(texts[0]).toBe('Targets: 1')
    expect(notes).toEqual({ skippedTargetCount: 0 })
  })

  test('points behind the camera are not drawn', () => {
    const { calls, notes } = draw({ targets: [CAR] }, {}, behind)
    expect(calls).toEqual([])
    expect(notes).toEqual({ skippedTargetCount: 1 })
    const { texts } = draw({ targets: [CAR, { ...CAR, distance_m: 60 }] }, {}, behind)
    expect(texts).toContain('Targets: 1')
  })
})

describe('what is drawn of targets', () => {
  const near = { ...targetAt(800, 400, 900, 500), id: 1, distance_m: 10 }
  const far = { ...targetAt(850, 420, 890, 460), id: 2, type: 'truck', distance_m: 40 }
  const record = { targets: [far, near] }
  const labels = defaultOptions(targets.specs).labels

  test('may be the nearest ones, and those left out by wish are not counted', () => {
    const { texts, boxes, notes } = draw(record, { nearest: 1 })
    expect(boxes).toHaveLength(1)
    expect(texts.slice(0, 2)).toEqual(['ID:1', 'Targets: 1'])
    expect(notes).toEqual({ skippedTargetCount: 0 })
  })

  test('may be those of a type', () => {
    expect(draw(record, { types: 'truck' }).texts[0]).toBe('ID:2')
  })

  test('may have the colours of their types', () => {
    const colors = draw(record, { colorBy: 'type' }).calls.flatMap((each) =>
      each.call === 'strokeRect' ? [each.color] : [],
    )
    expect(new Set(colors).size).toBe(2)
  })

  test('may be a short list, the nearest first', () => {
    const { texts } = draw(record, { list: 'compact', showTimestamp: false })
    expect(texts.slice(2)).toEqual(['Targets: 2', '  ID:1 car 10.0 m', '  ID:2 truck 40.0 m'])
  })

  test('may have no list, but N/A is always said', () => {
    expect(draw(record, { list: 'none' }).texts).toEqual(['ID:2', 'ID:1'])
    expect(draw(null, { list: 'none' }).texts).toEqual(['Targets: N/A'])
  })

  test('labels may stand apart, each on a ground of its own', () => {
    const options = { labels: { ...labels, place: 'apart' }, list: 'none' } as const
    const { calls, texts } = draw(record, options)
    const grounds = calls.flatMap((each) => {
      const [first] = each.call === 'fillShape' ? each.path : []
      return first?.step === 'rounded' ? [first.rect] : []
    })
    const [a, b] = grounds
    if (!a || !b) throw new Error('There are not two grounds.')
    expect(grounds).toHaveLength(2)
    const isApart =
      a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
    expect(isApart).toBe(true)
    expect(texts).toEqual(['ID:1', 'ID:2'])
  })

  test('a target beside the frame has no label apart either', () => {
    const options = { labels: { ...labels, place: 'apart' }, list: 'none' } as const
    expect(draw({ targets: [targetAt(2000, 400, 2100, 500)] }, options).texts).toEqual([])
  })
})

describe('boxes in space', () => {
  const solid = { id: 7, type: 'car', center: [20, 0, 0], size: [4, 2, 1.5], yaw: 10 }
  const shapes = (parts: Partial<Options>): number =>
    draw({ targets: [solid] }, parts).calls.filter(
      ({ call }) => call === 'strokeLine' || call === 'strokeShape',
    ).length

  test('are drawn where they are asked for, and else as flat ones', () => {
    expect(shapes({ boxes: 'solid' })).toBe(1)
    const flat = draw({ targets: [solid] })
    expect(flat.boxes).toHaveLength(1)
    expect(flat.texts).toContain('ID:7')
  })

  test('are unknown to the reference projection', () => {
    const { boxes, notes } = draw({ targets: [solid] }, { boxes: 'solid', projection: 'reference' })
    expect(boxes).toEqual([])
    expect(notes.skippedTargetCount).toBe(1)
  })

  test('of targets without them are flat', () => {
    expect(draw({ targets: [CAR] }, { boxes: 'solid' }).boxes).toHaveLength(1)
  })
})
