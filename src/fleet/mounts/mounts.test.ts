import { mkdirSync, symlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { testFolder } from '../../cli/testing/test-folder.ts'
import { Mounts } from './mounts.ts'

const at = testFolder()

test('a folder has one name on all machines, and a place on each', () => {
  for (const name of ['one', 'two']) mkdirSync(at(name, 'drives', 'a'), { recursive: true })
  const here = Mounts.parse([`data=${at('one')}`])
  const there = Mounts.parse([`data=${at('two')}`])
  const named = here.nameOf(at('one', 'drives', 'a'))
  expect(named).toEqual({ mount: 'data', path: 'drives/a' })
  expect(there.pathOf(named)).toBe(at('two', 'drives', 'a'))
  expect(here.pathOf(here.nameOf(at('one')))).toBe(at('one'))
  // An output folder need not be there yet.
  expect(here.nameOf(at('one', 'new', 'out')).path).toBe('new/out')
})

test('the innermost mount names a folder', () => {
  mkdirSync(at('one', 'fast'), { recursive: true })
  const mounts = Mounts.parse([`all=${at('one')}`, `fast=${at('one', 'fast')}`])
  expect(mounts.nameOf(at('one', 'fast', 'a'))).toEqual({ mount: 'fast', path: 'a' })
})

test('nothing outside the mounts has a name, and no name leads out of them', () => {
  mkdirSync(at('one'), { recursive: true })
  mkdirSync(at('secret'))
  symlinkSync(at('secret'), at('one', 'link'))
  const mounts = Mounts.parse([`data=${at('one')}`])
  expect(() => mounts.nameOf(at('secret'))).toThrow('is in none of the mounts')
  expect(() => mounts.nameOf(at('one-more'))).toThrow('is in none of the mounts')
  for (const path of ['..', '../secret', 'link', 'link/file', 'a/../../secret']) {
    expect(() => mounts.pathOf({ mount: 'data', path }), path).toThrow('leads out of the mount')
  }
  expect(() => mounts.pathOf({ mount: 'other', path: '' })).toThrow('has no mount other')
})

test.each([
  [[], 'Add one: --mount'],
  [['data'], 'is not a mount'],
  [['data='], 'is not a mount'],
  [['da ta=/tmp'], 'is not a mount'],
  [['data=/tmp', 'data=/tmp'], 'is named twice'],
  [['data=/there/is/no/such/folder'], 'there is no folder'],
])('%j is refused', (typed, message) => {
  expect(() => Mounts.parse(typed)).toThrow(message)
})
