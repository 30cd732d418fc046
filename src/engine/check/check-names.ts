import { OverlaneError } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import { nameFault } from '../../core/recording/writable-name.ts'
import { listOutputs } from './check-output.ts'

const LONGEST_SHOWN = 60

/**
 * Refuses names that a browser would fail on in the middle of a run.
 * @throws OverlaneError `output-invalid`
 */
export function checkNames(plan: FramePlan): void {
  for (const name of listOutputs(plan)) {
    const fault = nameFault(name)
    if (fault === null) continue
    const shown = name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}…` : name
    const key = 'output.pattern'
    throw new OverlaneError(
      'output-invalid',
      {
        fault: `The file name "${shown}" ${fault}`,
        remedy: { set: key, purpose: 'to another name' },
      },
      { key },
    )
  }
}
