import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const project = join(import.meta.dirname, '..', '..')
const text = readFileSync(`${project}/SECURITY.md`, 'utf8')

/** The rows of the tables of promises. */
const rows = text.split('\n').filter((line) => /^\| (?!promise|-)/.test(line))

/** Tests as SECURITY.md names them: the file, then words of each test's name. */
const proofs = rows.flatMap((row) =>
  [...row.matchAll(/`((?:src|e2e)\/[^`]+)`((?:,? "[^"]+")+)/g)].flatMap(
    ([, file = '', names = '']) =>
      [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => ({ file, name })),
  ),
)

test('every promise names a test', () => {
  expect(rows.length).toBeGreaterThan(10)
  for (const row of rows) expect(row).toMatch(/\| .* \| `(?:src|e2e)\/[^`]+` "/)
})

test.each(proofs)('$file has a test "$name"', ({ file, name }) => {
  const path = `${project}/${file}`
  expect(existsSync(path), file).toBe(true)
  // A test may be named by a template, or over several lines.
  const titles = readFileSync(path, 'utf8').replace(/\s+/g, ' ')
  expect(titles).toContain(name)
})

test('every other file that is named is there', () => {
  const files = [...text.matchAll(/`((?:src|e2e|public)\/[^`]+|package-lock\.json)`/g)]
  for (const [, file = ''] of files) expect(existsSync(`${project}/${file}`), file).toBe(true)
})
