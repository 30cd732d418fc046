import { expect, test } from 'vitest'
import { fileOf } from '../testing/file-of.ts'
import { writeVideo } from '../testing/write-video.ts'
import { indexVideo } from '../video-file.ts'

const FRAME_COUNT = 20
const PACKET_BYTES = 188

const outcome = async (
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ frameCount: number; messages: string[] }> => {
  const { index, problems } = await indexVideo(fileOf(bytes), 'drive.ts', () => undefined)
  return { frameCount: index.timesMs.length, messages: problems.map(({ message }) => message) }
}
/** Where the packets are with which frames begin, by their flag and the number of their stream. */
const startsOf = (bytes: Uint8Array): number[] =>
  Array.from({ length: bytes.length / PACKET_BYTES }, (_, index) => index * PACKET_BYTES).filter(
    (at) => bytes[at + 1] === 0x41 && bytes[at + 2] === 0,
  )

test('bytes between packets are passed over, and told', async () => {
  const bytes = await writeVideo('MPEG-TS', FRAME_COUNT)
  const at = startsOf(bytes)[12] ?? 0
  const added = Uint8Array.of(1, 2, 3, 4, 5)
  const damaged = Uint8Array.from([...bytes.subarray(0, at), ...added, ...bytes.subarray(at)])
  const { frameCount, messages } = await outcome(damaged)
  expect(frameCount).toBe(FRAME_COUNT)
  expect(messages[0]).toContain(
    `drive.ts is damaged: 5 bytes in it from byte ${at.toLocaleString('en-US')} on are no packet.`,
  )
})

test('a packet that does not begin as packets do takes at most its frame with it', async () => {
  const bytes = await writeVideo('MPEG-TS', FRAME_COUNT)
  bytes[startsOf(bytes)[12] ?? 0] = 0x48
  const { frameCount, messages } = await outcome(bytes)
  expect(frameCount).toBe(FRAME_COUNT - 1)
  expect(messages[0]).toContain('188 bytes in it from byte')
})

test('a frame whose begin is damaged takes no other with it, and is told', async () => {
  const bytes = await writeVideo('MPEG-TS', FRAME_COUNT)
  const at = startsOf(bytes)[12] ?? 0
  const adaptation = ((bytes[at + 3] ?? 0) & 0x20) > 0 ? 1 + (bytes[at + 4] ?? 0) : 0
  bytes.fill(0xaa, at + 4 + adaptation, at + 8 + adaptation)
  const { frameCount, messages } = await outcome(bytes)
  expect(frameCount).toBe(FRAME_COUNT - 1)
  expect(messages[0]).toContain(
    `its packet at byte ${at.toLocaleString('en-US')} cannot be read, and its frame with it`,
  )
})
