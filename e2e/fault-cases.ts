/** Every fault that a run must survive, and what becomes of the run. The tests and the table use this. */

/** What becomes of a run. In each of these, no file is torn and no file of others is touched. */
export const OUTCOMES = {
  whole: 'The run finishes with all frames.',
  named: 'The frame is left out and named. The run finishes with all others.',
  rest: 'The frames that are left are skipped and named.',
  resumed: 'The run stops and says why. The next run keeps its frames and renders the others.',
  again: 'The run stops and says why, and leaves no file. The next run starts over.',
  killed: 'The next run keeps the finished frames and renders the others.',
  refused: 'The second run is refused. The first one finishes.',
} as const

export type Outcome = keyof typeof OUTCOMES
export type Stage = 'read' | 'decode' | 'draw' | 'encode' | 'write'
export type Output = 'frames' | 'ZIP' | 'video'

export interface FaultCase {
  fault: string
  /** Where it happens; `any`: it can happen at each stage. */
  stage: Stage | 'any'
  output: Output
  outcome: Outcome
  /** Whether `npm test` runs it; `npm run faults` runs all. */
  isShort: boolean
  proof: {
    /** The spec, in the folder `e2e`. */
    file: string
    /** The title of the test, or words of it. */
    name: string
  }
}

/** The spec that makes faults in the frame workers, and the one that makes them around a run. */
const WORKER_SPEC = 'faults-worker.spec.ts'
const FOLDER_SPEC = 'faults-folder.spec.ts'

export const STAGES: readonly Stage[] = ['read', 'decode', 'draw', 'encode', 'write']

/** Faults of a frame worker, with what happens in its script. Only one worker of the run has it. */
export const WORKER_FAULTS = {
  fails: { fault: 'a call fails once', script: `throw new DOMException('failed on purpose')` },
  throws: {
    fault: 'a worker throws',
    script: `setTimeout(() => { throw new Error('failed on purpose') })`,
  },
  hangs: { fault: 'a worker hangs', script: 'for (;;);' },
  waits: { fault: 'a call never answers', script: 'return new Promise(() => {})' },
  ends: { fault: 'a worker ends', script: 'self.close()' },
  memory: {
    fault: 'a worker gets no memory',
    script: 'new Uint8Array(new ArrayBuffer(2 ** 43))',
  },
} as const

export type WorkerFault = keyof typeof WORKER_FAULTS

export interface WorkerCase extends FaultCase {
  kind: WorkerFault
  stage: Stage
}

/** Of these, `npm test` runs each fault once, and each stage. */
const SHORT: Readonly<Record<WorkerFault, readonly Stage[]>> = {
  fails: ['read', 'write'],
  throws: ['draw'],
  hangs: ['encode'],
  waits: ['write'],
  ends: ['decode'],
  memory: ['decode'],
}

function workerCase(kind: WorkerFault, stage: Stage): WorkerCase {
  const { fault } = WORKER_FAULTS[kind]
  const isOfFrame = (kind === 'fails' || kind === 'memory') && stage !== 'write'
  const outcome = isOfFrame ? 'named' : 'whole'
  const name = `${fault}: ${stage}`
  const isShort = SHORT[kind].includes(stage)
  const proof = { file: WORKER_SPEC, name }
  return { kind, fault, stage, output: 'frames', outcome, isShort, proof }
}

export const WORKER_CASES: readonly WorkerCase[] = (
  Object.keys(WORKER_FAULTS) as WorkerFault[]
).flatMap((kind) =>
  STAGES
    // A call to draw does not wait for an answer.
    .filter((stage) => kind !== 'waits' || stage !== 'draw')
    .map((stage) => workerCase(kind, stage)),
)

/** `npm run faults` runs these, `npm test` does not. */
const LONG: readonly string[] = [
  'a worker runs out of memory, which ends its tab',
  'the permission is withdrawn',
  'the source folder is renamed',
  'a frame is deleted in the middle of the run',
  'a frame is replaced in the middle of the run',
  'the machine sleeps, and its clock jumps',
  'the worker that writes the video hangs',
  'the worker that writes the video ends',
]

function around(
  fault: string,
  [stage, output]: readonly [FaultCase['stage'], Output],
  outcome: Outcome,
  name = fault,
  file = FOLDER_SPEC,
): FaultCase {
  const isShort = !LONG.includes(name)
  return { fault, stage, output, outcome, isShort, proof: { file, name } }
}

/** Faults around the workers: of the disk, the folders, the tab, the machine, and of videos. */
export const OTHER_CASES: readonly FaultCase[] = [
  around('every write fails', ['write', 'frames'], 'resumed'),
  around('the disk is full', ['write', 'frames'], 'resumed', 'the disk is full: frames'),
  around('the disk is full', ['write', 'ZIP'], 'again', 'the disk is full: ZIP'),
  around('the disk is full', ['write', 'video'], 'again', 'the disk is full: video'),
  around('the permission is withdrawn', ['write', 'frames'], 'resumed'),
  around('the output folder is moved away', ['write', 'frames'], 'resumed'),
  around('the source folder is renamed', ['read', 'frames'], 'rest'),
  around('a frame is deleted in the middle of the run', ['read', 'frames'], 'named'),
  around('a frame is replaced in the middle of the run', ['read', 'frames'], 'whole'),
  around('the tab crashes', ['any', 'frames'], 'killed'),
  around('a worker runs out of memory, which ends its tab', ['decode', 'frames'], 'killed'),
  around(
    'the tab is closed',
    ['any', 'frames'],
    'killed',
    'resumes, and its result is the same as without the interruption, byte for byte',
    'resume.spec.ts',
  ),
  around('the machine sleeps, and its clock jumps', ['any', 'frames'], 'whole'),
  around(
    'the command line and its browser are killed, ten times',
    ['any', 'frames'],
    'killed',
    'a run that was killed ten times leaves what an uninterrupted one leaves',
    'resume.spec.ts',
  ),
  around(
    'a frame kills every worker that takes it',
    ['decode', 'frames'],
    'named',
    'a frame that kills workers fails, and all other frames are rendered',
    'robust.spec.ts',
  ),
  around(
    'a second run in the folder, from a tab or a terminal',
    ['any', 'frames'],
    'refused',
    'a run in one tab keeps another tab and a terminal out of its folder',
    'folder-in-use.spec.ts',
  ),
  around(
    'a second run into the file',
    ['any', 'ZIP'],
    'refused',
    'two tabs do not write one ZIP',
    'folder-in-use.spec.ts',
  ),
  ...[
    'a worker that dies',
    'a worker that hangs',
    'a worker that throws',
    'an encoder that stops giving output',
    'an encoder that fails',
  ].map((fault) => around(fault, ['encode', 'video'], 'whole', fault, 'video-segments.spec.ts')),
  around(
    'encoders are lost on the same part again and again',
    ['encode', 'video'],
    'again',
    'a video fails if several encoders are lost on the same part',
    'video-segments.spec.ts',
  ),
  around('the worker that writes the video hangs', ['write', 'video'], 'again'),
  around('the worker that writes the video ends', ['write', 'video'], 'again'),
  around('a write of the video fails', ['write', 'video'], 'again'),
]

export const FAULT_CASES: readonly FaultCase[] = [...WORKER_CASES, ...OTHER_CASES]
