/** Prints what became of each fault. If all went as expected, writes the table. */

import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'
import { FAULT_CASES, OUTCOMES } from './fault-cases.ts'
import type { FaultCase } from './fault-cases.ts'
import { faultTable, TABLE_FILE } from './fault-table.ts'

type Status = TestResult['status'] | 'not run'

export default class FaultReporter implements Reporter {
  private readonly statuses: { file: string; title: string; status: Status }[] = []

  onTestEnd({ location, title }: TestCase, { status }: TestResult): void {
    this.statuses.push({ file: basename(location.file), title, status })
  }

  onEnd(): void {
    const results = FAULT_CASES.map((each) => ({ each, status: this.statusOf(each) }))
    say('\nfault · stage · output: what became of the run')
    for (const { each, status } of results) {
      const { fault, stage, output, outcome } = each
      const seen = status === 'passed' ? OUTCOMES[outcome] : status.toUpperCase()
      say(`${fault} · ${stage} · ${output}: ${seen}`)
    }
    const badCount = results.filter(({ status }) => status !== 'passed').length
    if (badCount === 0) {
      writeFileSync(TABLE_FILE, faultTable())
      say(`${results.length} faults. ${TABLE_FILE} was written.`)
    } else say(`${badCount} of ${results.length} faults did not end as expected.`)
  }

  private statusOf({ proof }: FaultCase): Status {
    const found = this.statuses.find(
      ({ file, title }) => file === proof.file && title.includes(proof.name),
    )
    return found?.status ?? 'not run'
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
