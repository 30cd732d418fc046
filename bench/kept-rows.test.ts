import { describe, expect, test } from 'vitest'
import { formatTable, mergeRows } from './kept-rows.ts'

const HEAD = ['what', 'figure']
const PUBLISHED = `# Figures

| what     | figure |
| -------- | ------ |
| speed, s | 3      |
| size, MB | 4      |

| other | figure |
| ----- | ------ |
| speed, s | 9 |
`

describe('when a part of the figures is measured again', () => {
  test('a row takes the place of the one with its first cell, and new rows follow', () => {
    const rows = mergeRows(PUBLISHED, HEAD, [
      ['size, MB', '5'],
      ['count', '6'],
    ])
    expect(rows).toEqual([
      ['speed, s', '3'],
      ['size, MB', '5'],
      ['count', '6'],
    ])
  })

  test('a table with another head is not taken', () => {
    expect(mergeRows(PUBLISHED, ['what', 'figure', 'date'], [['count', '6', '']])).toEqual([
      ['count', '6', ''],
    ])
  })

  test('a table that was written is read again as it was', () => {
    const rows = [
      ['a', ''],
      ['b', '1'],
    ]
    expect(mergeRows(`\n${formatTable(HEAD, rows)}\n`, HEAD, [])).toEqual(rows)
  })
})
