/** The size of a picture: `1920×1080 px`. */
export function formatSize({ widthPx, heightPx }: { widthPx: number; heightPx: number }): string {
  return `${widthPx}×${heightPx} px`
}
