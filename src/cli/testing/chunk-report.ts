import type { ChunkReport } from '../browser/page-messages.ts'

/**
 * What a run says about a chunk all of whose frames were drawn in one way.
 * @param names of its frames, in the order of the plan
 */
export function chunkReport(
  names: readonly string[] = [],
  changes: Partial<ChunkReport> = {},
): ChunkReport {
  return {
    skipped: [],
    failed: [],
    names: names.join('\n'),
    summary: {
      skippedTargetCount: 0,
      unknownConditionCount: 0,
      roads: [{ road: 'splice', frameCount: names.length, reason: null }],
      warnings: [],
      settings: SETTINGS,
      workerReason: '2 workers, one for each core.',
      estimatedMemoryBytes: 1,
      peakMemoryBytes: null,
    },
    ...changes,
  }
}

const SETTINGS: ChunkReport['summary']['settings'] = {
  content: 'frames_with_overlay',
  video: {
    codec: 'auto',
    quality: 0.85,
    bitrateMbps: null,
    frameRate: null,
    keyFrameIntervalS: 2,
    sound: true,
    fastStart: false,
  },
  timestamps: false,
  trace: false,
  format: 'png',
  quality: 'source',
  pattern: null,
  mode: 'parallel',
  numWorkers: 'all_cores',
  chunkSize: 1,
  memoryLimitMb: null,
  workerCount: 2,
}
