/** What a surface is asked to draw texts with. */
export interface Font {
  /** CSS font family. */
  family: string
  sizePx: number
  /** CSS weight, 100 to 900. */
  weight: number
}

/** A canvas keeps its old font in silence where it cannot read the new one; quoted names always can be. */
export function cssFont({ family, sizePx, weight }: Font, scale: number): string {
  return `${weight} ${sizePx * scale}px ${quoted(family)}`
}

/** Nearly all texts of an overlay have the same family. */
let latest = { family: '', quoted: '' }

function quoted(family: string): string {
  if (family !== latest.family) latest = { family, quoted: quote(family) }
  return latest.quoted
}

function quote(family: string): string {
  return family
    .split(',')
    .map((name) => name.trim().replace(/["'\\]/g, ''))
    .map((name) => (GENERIC_FAMILIES.has(name) ? name : `"${name}"`))
    .join(', ')
}

const GENERIC_FAMILIES = new Set(['serif', 'sans-serif', 'monospace', 'cursive', 'system-ui'])
