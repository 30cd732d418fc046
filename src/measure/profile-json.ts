import type { Profile } from './profile.ts'
import type { Expense } from './stage-expense.ts'

/** Everything that was measured: keys in snake_case. */
export function profileToJson(profile: Profile): string {
  const expense = ({ seconds, share, frameMs }: Expense): Record<string, unknown> => ({
    seconds,
    percent: share * 100,
    milliseconds_per_frame: { median: frameMs.median, min: frameMs.least, max: frameMs.most },
  })
  const result = {
    recording: profile.recording,
    version: profile.version,
    started_at: profile.startedAt,
    frames: profile.frameCount,
    skipped: profile.skippedCount,
    seconds: profile.seconds,
    stage_seconds: profile.stageSeconds,
    stages: Object.fromEntries(
      profile.stages.map(({ stage, parts, ...rest }) => [
        stage,
        {
          ...expense(rest),
          ...(parts
            ? {
                disk: expense(parts.disk),
                codec: expense(parts.codec),
                codec_steps: Object.fromEntries(
                  parts.codecSteps.map(({ step, ...each }) => [step, expense(each)]),
                ),
              }
            : {}),
        },
      ]),
    ),
    advice: profile.advice.map(({ kind, text, apply }) => ({ kind, text, apply })),
  }
  return `${JSON.stringify(result, null, 2)}\n`
}
