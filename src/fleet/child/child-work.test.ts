import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { writePlan } from '../../cli/chunks/plan-file.ts'
import { testFolder } from '../../cli/testing/test-folder.ts'
import type { ChunkRequest } from '../worker/renderer.ts'
import { ChildWork } from './child-work.ts'

const at = testFolder()

const request: ChunkRequest = {
  recording: { mount: 'data', path: 'drive' },
  output: { mount: 'data', path: 'out' },
  plan: '0123456789abcdef',
  environment: 'Overlane 1.0.0, Chromium 1',
  index: 0,
  isSuspect: false,
}

/** What is refused before a browser is started. */
const refusal = async (changed: Partial<ChunkRequest> = {}): Promise<unknown> => {
  const settings = { mounts: [`data=${at('mount')}`], browserPath: '', allowRenderers: false }
  mkdirSync(at('mount', 'out'), { recursive: true })
  return new ChildWork(settings)
    .chunk({ ...request, ...changed })
    .catch((thrown: unknown) => thrown)
}

const planIn = (...names: string[]): void =>
  writePlan(at(...names), {
    recording: '/recordings/drive',
    chunkSize: { least: 2, most: 2 },
    frameCount: 2,
    video: null,
    chunks: [{ from: 0, to: 2 }],
    fingerprint: { Overlane: '1.0.0' },
    config: {},
  })

test('a job that names a mount which this worker does not have is not done here', async () => {
  expect(await refusal({ output: { mount: 'archive', path: 'out' } })).toMatchObject({
    code: 'other-mount',
    message:
      'This worker has no mount archive, which a job names. Start it with --mount archive=FOLDER.',
  })
})

test('a mount that is another storage than that of the plan is named', async () => {
  planIn('elsewhere', 'out')
  expect(await refusal()).toMatchObject({
    code: 'other-mount',
    message: expect.stringMatching(
      /^There is no plan in data\/out \(here .*\), which a job names\. Is --mount data the same storage/,
    ) as string,
  })
})

test('a plan that was made again since the job was queued is not the plan of the job', async () => {
  planIn('mount', 'out')
  expect(await refusal()).toMatchObject({
    code: 'wrong-input',
    message: expect.stringContaining('data/out has another plan than the job') as string,
  })
})
