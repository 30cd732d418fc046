import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChunkPlan, ChunkSize } from '../../index.ts'
import { wrongInput } from '../command-error.ts'
import { writeWholeFile } from '../paths/write-whole-file.ts'

/** In an output folder: the plan, its receipts, and what is being rendered. `join` removes it. */
export const PLAN_FOLDER = 'overlane-plan'

const VERSION = 2

/** A run that is cut into chunks, as it is stored in its output folder. */
export interface StoredPlan extends ChunkPlan {
  /** Path of the recording on the machine that made the plan. */
  recording: string
  /** That was asked for. */
  chunkSize: ChunkSize
}

export function planFolder(output: string): string {
  return join(output, PLAN_FOLDER)
}

export function hasPlan(output: string): boolean {
  return existsSync(planPath(output))
}

export function writePlan(output: string, plan: StoredPlan): void {
  const { recording, chunkSize, frameCount, video, chunks, fingerprint, config } = plan
  const stored = {
    overlane_plan: VERSION,
    recording,
    frames_per_chunk: chunkSize,
    frame_count: frameCount,
    video,
    // The frame after the last one of each chunk.
    chunk_ends: chunks.map(({ to }) => to),
    fingerprint,
    config,
  }
  writeWholeFile(planPath(output), `${JSON.stringify(stored)}\n`)
}

/** @throws CommandError if there is none, or it cannot be read */
export function readPlan(output: string): StoredPlan {
  const path = planPath(output)
  if (!existsSync(path)) {
    throw wrongInput(
      `There is no plan in ${output}. Make one with "overlane plan RECORDING --out ${output}".`,
    )
  }
  const plan = parsePlan(readFileSync(path, 'utf8'))
  if (plan) return plan
  throw wrongInput(
    `${path} is not a plan of this version of Overlane. Use the version that made it, or make the plan again in another folder.`,
  )
}

interface PlanText {
  overlane_plan: number
  recording: string
  frames_per_chunk: ChunkSize
  frame_count: number
  video: string | null
  chunk_ends: number[]
  fingerprint: Record<string, string>
  config: Record<string, unknown>
}

/** Null if the text is not a plan of this version. */
function parsePlan(text: string): StoredPlan | null {
  try {
    const plan = JSON.parse(text) as PlanText
    if (plan.overlane_plan !== VERSION || plan.chunk_ends.at(-1) !== plan.frame_count) return null
    const { recording, video, fingerprint, config, chunk_ends: ends } = plan
    const chunks = ends.map((to, index) => ({ from: ends[index - 1] ?? 0, to }))
    const { frames_per_chunk: chunkSize, frame_count: frameCount } = plan
    return { recording, chunkSize, frameCount, video, chunks, fingerprint, config }
  } catch {
    return null
  }
}

function planPath(output: string): string {
  return join(planFolder(output), 'plan.json')
}
