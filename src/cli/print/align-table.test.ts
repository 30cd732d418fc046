import { expect, test } from 'vitest'
import { alignTable } from './align-table.ts'

test('a table has the first column at the left, and numbers at the right', () => {
  const rows = [
    ['Method', 'FPS'],
    ['Sequential', '9.5'],
    ['All', '21.25'],
  ]
  expect(alignTable(rows).split('\n')).toEqual([
    'Method        FPS',
    'Sequential    9.5',
    'All         21.25',
  ])
})
