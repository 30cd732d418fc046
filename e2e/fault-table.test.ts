import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FAULT_CASES, STAGES, WORKER_FAULTS } from './fault-cases.ts'
import { faultTable, TABLE_FILE } from './fault-table.ts'

const project = join(import.meta.dirname, '..')

test('the table of faults lists every case with its outcome: npm run faults writes it', () => {
  expect(readFileSync(join(project, TABLE_FILE), 'utf8')).toBe(faultTable())
})

test.each(FAULT_CASES.map(({ proof }) => proof))('$file has a test "$name"', ({ file, name }) => {
  const text = readFileSync(join(project, 'e2e', file), 'utf8').replace(/\s+/g, ' ')
  // The tests of workers are made from the cases themselves.
  const isMade = text.includes('test(proof.name,')
  expect(isMade || text.includes(name)).toBe(true)
})

test('each fault of a worker is made at each stage', () => {
  const made = FAULT_CASES.map(({ fault, stage }) => `${fault}: ${stage}`)
  for (const { fault } of Object.values(WORKER_FAULTS)) {
    const stages = STAGES.filter((stage) => made.includes(`${fault}: ${stage}`))
    // A call to draw does not wait for an answer.
    const all =
      fault === WORKER_FAULTS.waits.fault ? STAGES.filter((each) => each !== 'draw') : STAGES
    expect(stages, fault).toEqual(all)
  }
})
