import { expect, test } from 'vitest'
import { didYouMean } from './did-you-mean.ts'

test('the closest known name is proposed', () => {
  expect(didYouMean('sped', ['speed', 'gyro'], null)).toBe('Did you mean "speed"?')
})

test('without a close one something else is said', () => {
  expect(didYouMean('radar', ['speed', 'gyro'], 'Known: speed, gyro.')).toBe('Known: speed, gyro.')
  expect(didYouMean('radar', [], null)).toBeNull()
})
