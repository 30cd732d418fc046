import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { testFolder } from '../testing/test-folder.ts'
import { statFolder } from './stat-folder.ts'

const at = testFolder()

describe('what the operating system says of the files in a folder', () => {
  test('is their sizes, and their times in whole ms as a browser gives them', () => {
    mkdirSync(at('drive/frames'), { recursive: true })
    writeFileSync(at('drive/frames/a.png'), 'four')
    utimesSync(at('drive/frames/a.png'), 1_761_525_000.1239, 1_761_525_000.1239)
    expect(statFolder(at('drive'), 'frames')).toEqual([['a.png', 4, 1_761_525_000_123]])
  })

  test('names folders, which have no size, but no links: a browser does not follow them', () => {
    mkdirSync(at('drive/frames'), { recursive: true })
    writeFileSync(at('outside.png'), '')
    symlinkSync(at('outside.png'), at('drive/link.png'))
    expect(statFolder(at('drive'))).toEqual([['frames', null, 0]])
  })

  test('is nothing for a folder that is gone', () => {
    expect(statFolder(at('gone'))).toEqual([])
  })

  test('is not told of a folder outside', () => {
    expect(() => statFolder(at('drive'), '../other')).toThrow(RangeError)
  })
})
