/** Messages between a worker and the process that renders for it: plain data. */

import type { PlannedWork } from '../queue/fleet-queue.ts'
import type {
  ChunkProgress,
  ChunkRequest,
  ChunkResult,
  JoinRequest,
  JoinResult,
  PlanRequest,
} from '../worker/renderer.ts'

/** What a rendering process is started with. */
export interface ChildSettings {
  /** As typed: `name=path`. */
  mounts: readonly string[]
  browserPath: string
  /** Whether the renderers may run that recordings bring along. */
  allowRenderers: boolean
}

export type ChildOrder =
  | { kind: 'begin'; settings: ChildSettings }
  | { kind: 'plan'; request: PlanRequest }
  | { kind: 'chunk'; request: ChunkRequest }
  | { kind: 'join'; request: JoinRequest }
  /** It closes its browser and ends. */
  | { kind: 'end' }

/** What an order results in. */
export interface ChildResults {
  begin: string
  plan: PlannedWork
  chunk: ChunkResult
  join: JoinResult
  end: null
}

export type ChildAnswer =
  | { kind: 'progress'; progress: ChunkProgress }
  | { kind: 'done'; result: ChildResults[keyof ChildResults] }
  | { kind: 'failed'; code: string; message: string }
