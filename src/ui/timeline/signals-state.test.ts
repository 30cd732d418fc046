import { beforeEach, expect, test, vi } from 'vitest'
import type { measureSignals, RecordingFolder, RecordingSignals } from '../../index.ts'
import type { OverlayState } from '../state/overlay-state.svelte.ts'
import { SignalsState } from './signals-state.svelte.ts'

type Options = NonNullable<Parameters<typeof measureSignals>[1]>

interface Engine {
  asked: Options[]
  answer: (signals: RecordingSignals) => void
}
const engine = vi.hoisted((): Engine => ({ asked: [], answer: () => undefined }))

vi.mock('../../index.ts', () => ({
  OverlaneError: { from: (thrown: Error) => thrown },
  keepSignals: () => Promise.resolve(),
  measureSignals: (_: RecordingFolder, options: Options) => {
    engine.asked.push(options)
    return new Promise((resolve, reject) => {
      engine.answer = resolve
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error))
    })
  },
}))
vi.mock('../browser/stored-signals.ts', () => ({
  recallSignals: () => Promise.resolve(undefined),
  storeSignals: () => Promise.resolve(),
}))
vi.mock('./signal-tracks.ts', () => ({
  signalTracks: ({ sound }: RecordingSignals) => (sound ? ['picture', 'sound'] : ['picture']),
}))

const announced: string[] = []

/** The lanes of a recording, which are being measured. */
async function measuring(): Promise<{ signals: SignalsState; measured: Promise<void> }> {
  const overlay = { announce: (text: string) => announced.push(text) }
  const signals = new SignalsState(overlay as unknown as OverlayState)
  signals.follow({ name: 'drive', sensors: [] } as unknown as RecordingFolder)
  const before = engine.asked.length
  const measured = signals.measure()
  measured.catch(() => undefined)
  await vi.waitFor(() => expect(engine.asked.length).toBe(before + 1))
  return { signals, measured }
}

beforeEach(() => {
  announced.length = 0
})

test('a measurement that is cancelled stops, leaves no lane, and can be started again', async () => {
  const { signals, measured } = await measuring()
  engine.asked.at(-1)?.onProgress?.(0.5)
  expect([signals.status, signals.share]).toEqual(['measuring', 0.5])
  signals.cancel()
  await expect(measured).rejects.toThrow()
  expect(engine.asked.at(-1)?.signal?.aborted).toBe(true)
  expect([signals.status, signals.fault, signals.tracks]).toEqual(['absent', '', []])
  expect(announced.at(-1)).toBe('Measuring was stopped')
  const again = signals.measure()
  await vi.waitFor(() => expect(signals.status).toBe('measuring'))
  engine.answer({ sound: {} } as RecordingSignals)
  await again
  expect([signals.status, signals.tracks]).toEqual(['known', ['picture', 'sound']])
})

test('another recording stops the measurement of the one before, and shows none of it', async () => {
  const { signals, measured } = await measuring()
  signals.follow({ name: 'other', sensors: [] } as unknown as RecordingFolder)
  await expect(measured).rejects.toThrow()
  expect([signals.status, signals.tracks]).toEqual(['absent', []])
})
