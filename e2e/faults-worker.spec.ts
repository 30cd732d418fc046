/** Faults of a frame worker, at each stage of a frame. `npm run faults` runs all of them. */

import { WORKER_CASES, WORKER_FAULTS } from './fault-cases.ts'
import { expect } from './fixtures.ts'
import { faultAt, runsAll, seededCall, test } from './fault-run.ts'
import { patchWorker } from './frame-worker.ts'

for (const each of WORKER_CASES.filter(({ isShort }) => runsAll || isShort)) {
  const { kind, stage, outcome, proof } = each
  test(proof.name, async ({ page, faulty }) => {
    const due = `number === ${seededCall(proof.name)}`
    await patchWorker(page, 'frame', faultAt(stage, WORKER_FAULTS[kind].script, due), 1)
    const report = await faulty.start(page, { workerCount: 1, frameTimeoutMs: 2000 })
    faulty.expectFinished(report, outcome === 'named' ? 1 : 0)
    const isLost = outcome === 'whole' && kind !== 'fails' && kind !== 'memory'
    expect(report.replacedWorkerCount).toBe(isLost ? 1 : 0)
  })
}
