/** All that has to do with layouts. It is loaded only where a layout is wanted. */
export function loadLayouts() {
  return import('./layouts.ts')
}
