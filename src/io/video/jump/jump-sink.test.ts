import { VideoSampleSink } from 'mediabunny'
import { expect, test } from 'vitest'
import { JumpSink } from './jump-sink.ts'

test('the library still asks for packets where a jump leaves some out', () => {
  const name = '_createPacketSink'
  expect(Object.hasOwn(JumpSink.prototype, name)).toBe(true)
  expect(Object.hasOwn(VideoSampleSink.prototype, name)).toBe(true)
})
