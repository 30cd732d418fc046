import { expect, test } from 'vitest'
import type { Expense, StageExpense } from '../../../measure/index.ts'
import { roundToSum, toProfileRows } from './profile-rows.ts'

const expense = (share: number): Expense => ({
  seconds: share * 2,
  share,
  frameMs: { median: share, least: share, most: share },
})
const stages: StageExpense[] = [
  {
    stage: 'load_frame',
    ...expense(0.33333),
    parts: {
      disk: expense(0.1),
      codec: expense(0.23333),
      codecSteps: [{ step: 'decode', ...expense(0.23333) }],
    },
  },
  { stage: 'get_sensor_data', ...expense(0.00002), parts: null },
  { stage: 'render', ...expense(0.33333), parts: null },
  {
    stage: 'save_frame',
    ...expense(0.33332),
    parts: {
      disk: expense(0),
      codec: expense(0.33332),
      codecSteps: [
        { step: 'walk', ...expense(0.2) },
        { step: 'splice', ...expense(0.1) },
        { step: 'encode', ...expense(0.03332) },
      ],
    },
  },
]

test('a profile has a row for each stage; loading and saving also have rows for disk and codec', () => {
  expect(toProfileRows({ stages }).map(({ name }) => name)).toEqual([
    'load_frame',
    'disk: reading',
    'codec: decoding',
    'get_sensor_data',
    'render',
    'save_frame',
    'disk: writing',
    'codec: walking, splicing and encoding',
  ])
})

test('the percentages of the stages add up to 100, and those of the parts to their stage', () => {
  const rows = toProfileRows({ stages })
  const sum = (part: string, stage?: string): number =>
    rows
      .filter(
        (row) => (row.part !== 'whole') === (part === 'parts') && (!stage || row.stage === stage),
      )
      .reduce((total, { percent }) => total + percent * 10, 0) / 10
  expect(sum('whole')).toBe(100)
  for (const stage of ['load_frame', 'save_frame'] as const) {
    expect(sum('parts', stage)).toBe(sum('whole', stage))
  }
})

test('values are rounded to one decimal and keep their sum', () => {
  expect(roundToSum([33.333, 33.333, 33.334])).toEqual([33.3, 33.3, 33.4])
  expect(roundToSum([99.96, 0.04])).toEqual([100, 0])
  expect(roundToSum([0, 0])).toEqual([0, 0])
  expect(roundToSum([])).toEqual([])
})
