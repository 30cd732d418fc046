import { expect, test } from 'vitest'
import { parseLockNote, serializeLockNote } from './lock-note.ts'

const note = {
  run: 'a',
  recording: 'drive',
  startedAt: '2026-11-26T14:03:05.000Z',
  browser: 'b',
  process: { host: 'desk', pid: 4242, started: '17' },
  beat: 3,
}

test('a lock is read as it was written', () => {
  expect(parseLockNote(serializeLockNote(note))).toEqual(note)
  expect(parseLockNote(serializeLockNote({ ...note, process: null }))?.process).toBeNull()
})

test('a text that is cut off, or that no run wrote, is no lock', () => {
  const text = serializeLockNote(note)
  for (const other of ['', text.slice(0, -4), '{"run":"a","beat":1}', '[]', 'mine', 'null']) {
    expect(parseLockNote(other), other).toBeNull()
  }
})
