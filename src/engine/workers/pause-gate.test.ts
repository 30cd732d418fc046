import { expect, test } from 'vitest'
import { PauseGate } from './pause-gate.ts'

test('who comes during a pause waits for its end, and others pass', async () => {
  const gate = new PauseGate()
  const passed: string[] = []
  const come = async (name: string): Promise<void> => {
    await gate.pass()
    passed.push(name)
  }
  await come('before')
  gate.setPaused(true)
  const both = [come('first'), come('second')]
  await Promise.resolve()
  expect(passed).toEqual(['before'])
  gate.setPaused(false)
  await Promise.all(both)
  expect(passed).toEqual(['before', 'first', 'second'])
})

test('who was let go on, but did not yet pass a gate that closed again, still waits', async () => {
  const gate = new PauseGate()
  gate.setPaused(true)
  let hasPassed = false
  const coming = gate.pass().then(() => (hasPassed = true))
  gate.setPaused(false)
  gate.setPaused(true)
  await Promise.resolve()
  await Promise.resolve()
  expect(hasPassed).toBe(false)
  gate.setPaused(false)
  await coming
  expect(hasPassed).toBe(true)
})
