import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyConfig, newRendererConfig } from '../../index.ts'
import { nameOf, namesOf, wordsOfOption } from './change-words.ts'
import { closeChange, emptyHistory, noteChange, redoChange, undoChange } from './history.ts'
import type { History } from './history.ts'

describe('the history', () => {
  test('gives back each state, with the words of the change', () => {
    let history: History<string> = emptyHistory()
    history = noteChange(history, 'a', 'add Speed')
    history = noteChange(history, 'b', 'move Speed')
    const undone = undoChange(history, 'c')
    expect(undone).toMatchObject({ state: 'b', words: 'move Speed' })
    if (!undone) return
    expect(redoChange(undone.history, 'b')).toMatchObject({ state: 'c', words: 'move Speed' })
  })

  test('has nothing to undo at its beginning, and nothing to redo after a change', () => {
    let history: History<number> = emptyHistory()
    expect(undoChange(history, 0)).toBeNull()
    history = noteChange(history, 0, 'one')
    history = undoChange(history, 1)?.history ?? history
    history = noteChange(history, 0, 'two')
    expect(redoChange(history, 2)).toBeNull()
  })

  test('keeps what is typed into one field as one step, until the field is left', () => {
    let history: History<string> = emptyHistory()
    history = noteChange(history, '', 'change text', 'text')
    history = noteChange(history, 's', 'change text', 'text')
    expect(history.past).toEqual([{ state: '', words: 'change text' }])
    history = closeChange(history)
    history = noteChange(history, 'sp', 'change text', 'text')
    history = noteChange(history, 'spe', 'change colour', 'colour')
    expect(history.past.map(({ state }) => state)).toEqual(['', 'sp', 'spe'])
  })

  test('leads back to the beginning and forth to the end over any changes and steps', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constantFrom(null, 'a', 'b') }),
      fc.constantFrom('undo' as const, 'redo' as const),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let history: History<number> = emptyHistory()
        let [now, newest] = [0, 0]
        for (const each of steps) {
          if (typeof each === 'object') {
            history = noteChange(history, now, `change ${newest}`, each.kind)
            now = ++newest
          } else {
            const taken = (each === 'undo' ? undoChange : redoChange)(history, now)
            if (taken) ({ history, state: now } = taken)
          }
        }
        const end = now
        const seen: number[] = []
        for (let back = undoChange(history, now); back; back = undoChange(history, now)) {
          seen.push(now)
          ;({ history, state: now } = back)
        }
        expect(now).toBe(0)
        while (seen.length > 0) {
          const forth = redoChange(history, now)
          if (!forth) throw new Error('a step is lost')
          ;({ history, state: now } = forth)
          expect(now).toBe(seen.pop())
        }
        expect(now).toBe(end)
      }),
      { seed: 12 },
    )
  })
})

describe('the words of a change', () => {
  const speed = newRendererConfig('speed', [])
  const config = { ...emptyConfig(), renderers: [speed, { ...speed, name: 'Tacho' }] }
  const words = (path: (string | number)[], value: unknown = 1): string =>
    wordsOfOption(path, value, config)

  test('name the option and the renderer', () => {
    expect(words(['renderers', 0, 'options', 'textColor'])).toBe('change text colour of Speed')
    expect(words(['renderers', 1, 'options', 'font', 'size'])).toBe('change font size of Tacho')
    expect(words(['renderers', 0, 'options', 'panel', 'enabled'])).toBe(
      'change panel behind the text of Speed',
    )
    expect(words(['renderers', 0, 'showWhen'])).toBe('change show when of Speed')
    expect(words(['renderers', 0, 'hidden'], true)).toBe('hide Speed')
    expect(words(['renderers', 0, 'locked'], false)).toBe('unlock Speed')
  })

  test('name the other settings', () => {
    expect(words(['sensors', 'radar', 'timeOffsetMs'])).toBe('change offset of radar')
    expect(words(['range', 'startTime'])).toMatch(/^change /)
    expect(words(['output', 'format'])).toBe('change format')
    expect(words(['referenceHeight'])).toBe('change reference height')
    expect(words(['timeZone'])).toBe('change time zone')
  })

  test('name one renderer, and count several', () => {
    expect(nameOf(speed)).toBe('Speed')
    expect(namesOf([speed])).toBe('Speed')
    expect(namesOf(config.renderers)).toBe('2 renderers')
  })
})
