/** Damaged logs of NMEA, made from a seed. `npm run fuzz` tries more of them. */

import { mutateNmea } from '../testing/mutate-telemetry.ts'
import { damageText } from '../testing/mutate-text.ts'
import { plainLines } from '../testing/plain-lines.ts'
import { testDamagedImports } from './testing/damaged-imports.ts'

const sentences = Array.from({ length: 12 }, (_, index) =>
  withChecksum(`GPRMC,1235${10 + index},A,4807.0${10 + index},N,01131.000,E,022.4,084.4,230394,,`),
)
const source = `${sentences.join('\r\n')}\r\n`

function withChecksum(body: string): string {
  const sum = Buffer.from(body).reduce((xor, byte) => xor ^ byte, 0)
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}`
}

testDamagedImports(
  'damaged logs of NMEA none crashes the reader, and none loses a sentence without a word',
  {
    file: 'boat.nmea',
    format: 'NMEA',
    damage: (choices) => damageText(source, mutateNmea, choices),
    // Sentences of one time are one record.
    countIntact(bytes) {
      const lines = new Set(plainLines(bytes))
      return sentences.filter((sentence) => lines.has(sentence)).length
    },
  },
)
