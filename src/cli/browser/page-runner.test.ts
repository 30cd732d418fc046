import { afterEach, expect, test, vi } from 'vitest'
import { OverlaneError, WorkerShelf } from '../../index.ts'
import { makePageRunner } from './page-runner.ts'
import type { PageResult, RecordingSource } from './page-messages.ts'

afterEach(() => vi.unstubAllGlobals())

const source = {
  name: 'drive',
  folder: {},
  video: null,
  disk: 'data:application/json,{}',
  knownFrames: null,
} as unknown as RecordingSource

/** How a piece of work ends if something is thrown. */
function endOf(thrown: Error): Promise<PageResult<unknown>> {
  vi.stubGlobal('overlane', {
    OverlaneError,
    WorkerShelf,
    HandleDirectory: Object,
    openRecording: () => Promise.reject(thrown),
  })
  return makePageRunner().inspect(source, null)
}

test('an error of the library is passed on unchanged', async () => {
  expect(await endOf(new OverlaneError('no-frames', 'There is no frame.'))).toMatchObject({
    kind: 'failed',
    code: 'no-frames',
    message: 'There is no frame.',
  })
})

test('an error of the browser is passed on in plain words', async () => {
  expect(await endOf(new DOMException('x', 'NotFoundError'))).toMatchObject({
    kind: 'failed',
    code: 'internal',
    message: 'it was moved or deleted.',
  })
})

test('an unexpected error is a fault, with the place where it happened', async () => {
  const end = await endOf(new TypeError("Cannot read properties of undefined (reading 'x')"))
  expect(end).toEqual({
    kind: 'fault',
    details: expect.stringMatching(/^TypeError: Cannot read[^]*page-runner\.test\.ts/) as string,
  })
})
