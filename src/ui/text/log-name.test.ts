import { expect, test } from 'vitest'
import { longLogName } from './log-name.ts'

test('a log is called what it is, with its own name beside', () => {
  expect(longLogName({ name: 'Camera/ACCL', label: 'Accelerometer' })).toBe(
    'Accelerometer · Camera/ACCL',
  )
  expect(longLogName({ name: 'speed', label: 'speed' })).toBe('speed')
})
