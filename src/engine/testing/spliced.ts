/** What is known about a small frame that was spliced, beside its number and its source. */
export const SPLICED = {
  road: 'splice',
  reason: null,
  fault: null,
  notes: {},
  widthPx: 4,
  heightPx: 3,
} as const
