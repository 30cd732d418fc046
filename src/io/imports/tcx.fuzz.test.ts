/** Damaged TCX files, made from a seed. `npm run fuzz` tries more of them. */

import { mutateXml } from '../testing/mutate-telemetry.ts'
import { damageText } from '../testing/mutate-text.ts'
import { intactElements } from './testing/intact-elements.ts'
import { testDamagedImports } from './testing/damaged-imports.ts'

const points = Array.from(
  { length: 12 },
  (_, index) =>
    `<Trackpoint><Time>2024-05-01T10:00:${10 + index}Z</Time><HeartRateBpm><Value>${90 + index}</Value></HeartRateBpm></Trackpoint>`,
)
const source = `<?xml version="1.0"?>\n<TrainingCenterDatabase><Track>\n${points.join('\n')}\n</Track></TrainingCenterDatabase>\n`

testDamagedImports(
  'damaged TCX files none crashes the reader, and none loses a point without a word',
  {
    file: 'ride.tcx',
    format: 'TCX',
    damage: (choices) => damageText(source, mutateXml, choices),
    countIntact: (bytes) => intactElements(bytes, points),
  },
)
