/** Damaged subtitles of drones, made from a seed. `npm run fuzz` tries more of them. */

import { mutateSubtitles } from '../testing/mutate-telemetry.ts'
import { damageText } from '../testing/mutate-text.ts'
import { plainLines } from '../testing/plain-lines.ts'
import { testDamagedImports } from './testing/damaged-imports.ts'

const cues = Array.from(
  { length: 12 },
  (_, index) =>
    `${index + 1}\n00:00:${10 + index},000 --> 00:00:${10 + index},033\n[iso : 100] [latitude: 41.4${index}] [longitude: 2.2]`,
)
const source = `${cues.join('\n\n')}\n\n`

testDamagedImports(
  'damaged subtitles of drones none crashes the reader, and none loses one without a word',
  {
    file: 'DJI_0001.SRT',
    format: 'SRT',
    damage: (choices) => damageText(source, mutateSubtitles, choices),
    countIntact(bytes) {
      const blocks = new Set(plainLines(bytes).join('\n').split('\n\n'))
      return cues.filter((cue) => blocks.has(cue)).length
    },
  },
)
