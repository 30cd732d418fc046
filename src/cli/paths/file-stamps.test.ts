import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from '../testing/test-folder.ts'
import { fileStamps } from './file-stamps.ts'

const folder = testFolder()

test('files are told with their size and the whole milliseconds of their time; links are followed', () => {
  const path = folder()
  writeFileSync(join(path, 'a.png'), '12345')
  utimesSync(join(path, 'a.png'), 1, 1_700_000_000.1239)
  symlinkSync('a.png', join(path, 'b.png'))
  symlinkSync('nowhere.png', join(path, 'c.png'))
  mkdirSync(join(path, 'd'))
  expect(fileStamps(path).sort()).toEqual([
    ['a.png', 5, 1_700_000_000_123],
    ['b.png', 5, 1_700_000_000_123],
  ])
})

test('a folder that is not there has no files', () => {
  expect(fileStamps(join(folder(), 'none'))).toEqual([])
})
