/** Damaged MCAP files, made from a seed. `npm run fuzz` tries more of them. */

import { choicesFrom } from '../../testing/mutations.ts'
import type { Choices } from '../../testing/mutations.ts'
import { mutateParts } from '../../testing/mutate-telemetry.ts'
import { testDamagedImports } from '../testing/damaged-imports.ts'
import { writeMcap } from './testing/write-mcap.ts'

type Bytes = Uint8Array<ArrayBuffer>

const MESSAGE_COUNT = 8
const MAGIC_BYTES = 8
const CHUNK = 6

const options = { startNs: 1_700_000_000_000_000_000n, messageCount: MESSAGE_COUNT }
const plain = await writeMcap({ ...options, compression: '' })
const packed = await writeMcap({ ...options, compression: 'lz4' })

interface RecordPlace {
  opcode: number
  start: number
  end: number
}

/** The records of a file, those inside its chunks too. https://mcap.dev/spec */
function recordsOf(
  bytes: Bytes,
  from = MAGIC_BYTES,
  to = bytes.length - MAGIC_BYTES,
): RecordPlace[] {
  const view = new DataView(bytes.buffer)
  const found: RecordPlace[] = []
  for (let start = from; start + 9 <= to;) {
    const opcode = bytes[start] ?? 0
    const end = start + 9 + Number(view.getBigUint64(start + 1, true))
    found.push({ opcode, start, end })
    const CHUNK_HEAD_BYTES = 9 + 8 + 8 + 8 + 4 + 4 + 8
    if (opcode === CHUNK && view.getUint32(start + 37, true) === 0) {
      found.push(...recordsOf(bytes, start + CHUNK_HEAD_BYTES, end))
    }
    start = end
  }
  return found
}

const MESSAGE = 5
const plainRecords = recordsOf(plain)
const packedRecords = recordsOf(packed)
/** Messages of the topics that become logs; the fourth topic has images. */
const messages = plainRecords
  .filter(({ opcode }) => opcode === MESSAGE)
  .map(({ start, end }) => plain.subarray(start, end))
  .filter((message) => new DataView(message.slice().buffer).getUint16(9, true) !== imageChannel())

/** Channels are numbered in the order in which they are registered. */
function imageChannel(): number {
  return 2
}

function damage(choices: Choices): Bytes {
  const [source, parts] = choices.one([
    [plain, plainRecords],
    [packed, packedRecords],
  ] as const)
  let bytes = source
  for (let count = choices.one([1, 1, 2]); count > 0; count--) {
    bytes = mutateParts(
      bytes,
      parts,
      choicesFrom(() => choices.below(2 ** 30) / 2 ** 30),
      (each) => each,
    )
  }
  return bytes
}

testDamagedImports(
  'damaged MCAP files none crashes the reader, and none loses a message without a word',
  {
    file: 'drive.mcap',
    format: 'MCAP',
    fewCount: 100,
    damage,
    countIntact(bytes) {
      const whole = Buffer.from(bytes.buffer)
      return messages.filter((message) => whole.includes(Buffer.from(message))).length
    },
  },
)
