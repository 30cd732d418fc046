import type { FramePlan } from './frame-plan.ts'

/** Some frames of a plan: positions, `from` included, `to` excluded. */
export interface PlanPart {
  from: number
  to: number
}

/** A plan of some frames only. Each of them looks as in the whole plan, and has the same name. */
export function partOfPlan(plan: FramePlan, { from, to }: PlanPart): FramePlan {
  return {
    ...plan,
    frames: plan.frames.slice(from, to),
    jobAt: (position) => plan.jobAt(from + position),
    outputNameAt: (position) => plan.outputNameAt(from + position),
    matchesAt: (position) => plan.matchesAt(from + position),
  }
}
