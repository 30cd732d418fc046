import { OverlaneError } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { Recording } from '../../core/recording/recording.ts'

/** @throws OverlaneError with all problems that prevent rendering */
export function checkPlan({ problems }: Recording, plan: FramePlan): void {
  const errors = [...problems, ...plan.problems].filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw OverlaneError.fromProblems(errors)
  if (plan.frames.length === 0) {
    throw new OverlaneError('no-frames', 'There is no frame to render.')
  }
}
