import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { testFolder } from '../testing/test-folder.ts'
import { fileStamp } from './file-stamp.ts'

const at = testFolder()

test.skipIf(process.platform !== 'linux')(
  'the time of a file is cut off to whole ms, as a browser does, and never rounded up',
  () => {
    writeFileSync(at('a.png'), 'four')
    execFileSync('touch', ['-d', '2025-10-27T00:30:00.123999999Z', at('a.png')])
    expect(fileStamp(at('a.png'))).toEqual({
      sizeBytes: 4,
      modifiedMs: Date.parse('2025-10-27T00:30:00.123Z'),
    })
  },
)

test('a file that is gone has none', () => {
  expect(fileStamp(at('gone.png'))).toBeNull()
})
