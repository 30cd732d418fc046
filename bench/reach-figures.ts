import type { Figures } from './figures.ts'

/** Puts figures that were measured into `bench/REACH.md`. */
export function writeReach(figures: Figures, browserVersion: string): void {
  figures.write(
    'REACH.md',
    'What Overlane reaches',
    'npm run bench:reach',
    browserVersion,
    '`npm run bench:reach -- -g "first page"` measures a part; the other rows stay. A browser with a window also hashes and checks each file that is written. These figures do not include that.',
  )
}
