/** Damaged GPX files, made from a seed. `npm run fuzz` tries more of them. */

import { mutateXml } from '../testing/mutate-telemetry.ts'
import { damageText } from '../testing/mutate-text.ts'
import { intactElements } from './testing/intact-elements.ts'
import { testDamagedImports } from './testing/damaged-imports.ts'

const points = Array.from(
  { length: 12 },
  (_, index) =>
    `<trkpt lat="48.${100 + index}" lon="11.5"><ele>${500 + index}</ele><time>2024-05-01T10:00:${10 + index}Z</time></trkpt>`,
)
const source = `<?xml version="1.0"?>\n<gpx version="1.1"><trk><trkseg>\n${points.join('\n')}\n</trkseg></trk></gpx>\n`

testDamagedImports(
  'damaged GPX files none crashes the reader, and none loses a point without a word',
  {
    file: 'ride.gpx',
    format: 'GPX',
    damage: (choices) => damageText(source, mutateXml, choices),
    countIntact: (bytes) => intactElements(bytes, points),
  },
)
