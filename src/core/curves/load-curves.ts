/** What reads and draws the curves of logs. The first page is smaller without it. */
export function loadCurves(): Promise<typeof import('./curves.ts')> {
  return import('./curves.ts')
}
