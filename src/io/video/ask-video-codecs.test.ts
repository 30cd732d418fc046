import { afterEach, expect, test, vi } from 'vitest'
import { OverlaneError, problem } from '../../core/errors.ts'
import { askVideoCodec } from './ask-video-codecs.ts'
import type { WantedVideo } from './video-codecs.ts'
import type { CodecQuestion, CodecReply } from './video-codecs.worker.ts'

const video: WantedVideo = {
  container: 'mp4',
  codec: 'auto',
  widthPx: 1920,
  heightPx: 1080,
  bitrateMbps: null,
  isTransparent: false,
}

/** The questions that were asked in this thread, and in other threads. */
let [askedHere, askedThere]: [string[], CodecQuestion[]] = [[], []]

function stubBrowser({ has, reply }: { has: string; reply: CodecReply<string> }): void {
  ;[askedHere, askedThere] = [[], []]
  const isConfigSupported = ({ codec }: VideoEncoderConfig) => {
    askedHere.push(codec.slice(0, 4))
    return Promise.resolve({ supported: codec.startsWith(has) })
  }
  class StubWorker {
    onmessage?: (event: { data: unknown }) => void
    postMessage(question: CodecQuestion): void {
      askedThere.push(question)
      this.onmessage?.({ data: reply })
    }
    terminate = (): void => undefined
  }
  vi.stubGlobal('VideoEncoder', { isConfigSupported })
  vi.stubGlobal('Worker', StubWorker)
}

afterEach(() => {
  vi.unstubAllGlobals()
})

test('H.264 is answered at once: no thread is started, and the browser is asked about no other codec', async () => {
  stubBrowser({ has: 'avc1', reply: { kind: 'known', answer: 'vp9' } })
  expect(await askVideoCodec(video)).toBe('avc')
  expect([new Set(askedHere), askedThere]).toEqual([new Set(['avc1']), []])
})

test.each(['auto', 'vp9', 'vp8'] as const)(
  'a codec that the browser has to try out (%s in WebM) is asked for only in another thread',
  async (codec) => {
    stubBrowser({ has: 'vp', reply: { kind: 'known', answer: 'vp9' } })
    const webm: WantedVideo = { ...video, container: 'webm', codec }
    expect(await askVideoCodec(webm)).toBe('vp9')
    expect([askedHere, askedThere]).toEqual([[], [{ kind: 'choice', video: webm }]])
  },
)

test('a refusal from the other thread keeps its reason and its key', async () => {
  const where = { key: 'output.video.codec' }
  const refused = problem('error', 'output-invalid', 'No.', where)
  stubBrowser({ has: 'none', reply: { kind: 'failed', problem: refused } })
  const asking = askVideoCodec({ ...video, codec: 'vp8' })
  const refusal: unknown = await asking.catch((thrown: unknown) => thrown)
  expect(refusal).toBeInstanceOf(OverlaneError)
  expect(refusal).toMatchObject({ code: 'output-invalid', message: 'No.', where })
})
