import { describe, expect, it } from 'vitest'
import { outputSpecs, problem, rangeSpecs, recordingSpecs } from '../../index.ts'
import { messageWithoutKey, parseTyped, printTyped, stepTyped } from './typed-value.ts'

describe('a typed value', () => {
  it('becomes a number in a number field, and stays text if it is not a number', () => {
    expect(parseTyped(outputSpecs.quality, ' 0.9 ')).toBe(0.9)
    expect(parseTyped(outputSpecs.quality, 'much')).toBe('much')
    expect(parseTyped(outputSpecs.video.options.quality, '')).toBe('')
  })

  it('is null if it is empty and the field may be empty', () => {
    expect(parseTyped(outputSpecs.memoryLimitMb, '')).toBeNull()
    expect(parseTyped(recordingSpecs.pattern, ' ')).toBeNull()
    expect(parseTyped(rangeSpecs.startTime, '')).toBeNull()
  })

  it('is the default if it is empty in a field for a number or a word', () => {
    expect(parseTyped(outputSpecs.numWorkers, '')).toBe('all_cores')
    expect(parseTyped(outputSpecs.numWorkers, 'auto')).toBe('auto')
    expect(parseTyped(outputSpecs.numWorkers, '3')).toBe(3)
  })

  it('can be a time in ms or ISO 8601', () => {
    expect(parseTyped(rangeSpecs.startTime, '1761525010400')).toBe(1_761_525_010_400)
    expect(parseTyped(rangeSpecs.startTime, '2025-10-27T08:30:10')).toBe('2025-10-27T08:30:10')
  })

  it('changes with the arrow keys, within its limits', () => {
    expect(stepTyped(outputSpecs.chunkSize, '1', 1, false)).toBe('2')
    expect(stepTyped(outputSpecs.chunkSize, '1', -1, false)).toBe('1')
    expect(stepTyped(outputSpecs.quality, '0.95', 1, true)).toBe('1')
    expect(stepTyped(outputSpecs.quality, 'much', 1, false)).toBeNull()
  })

  it('is shown as in the configuration', () => {
    expect([printTyped(0.95), printTyped('width / 2'), printTyped(null)]).toEqual([
      '0.95',
      'width / 2',
      '',
    ])
  })

  it('has a message without the name of the field', () => {
    const key = 'output.quality'
    const told = { subject: key, fault: '2 is not a number from 0 to 1.' }
    const found = problem('error', 'config-invalid', told, { key })
    expect(found.message).toBe('output.quality: 2 is not a number from 0 to 1.')
    expect(messageWithoutKey(found)).toBe('2 is not a number from 0 to 1.')
  })
})
