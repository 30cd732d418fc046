/** Lines over a logarithmic axis, as SVG. It is readable on a light and on a dark page. */

export interface LinePlot {
  title: string
  /** Also for those who cannot see it. */
  description: string
  x: { label: string; ticks: readonly number[] }
  y: { label: string; ticks: readonly number[]; isLogarithmic: boolean }
  lines: readonly { name: string; points: readonly (readonly [x: number, y: number])[] }[]
  /** A value that should be reached. */
  goal?: number
}

const [WIDTH, HEIGHT] = [720, 380]
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 24, 74, 52]
/** Beside their colours, lines differ by their dashes and by the marks of their points. */
const DASHES = ['', '7 4']

const STYLE = `
  svg { --ground: #ffffff; --text: #22262b; --faint: #d9dee3; --one: #0b62c4; --two: #b3470a; --goal: #5d6670 }
  @media (prefers-color-scheme: dark) {
    svg { --ground: #16191d; --text: #e8ebee; --faint: #3a4149; --one: #6db3ff; --two: #ffa366; --goal: #a9b2bb }
  }
  text { font: 13px system-ui, sans-serif; fill: var(--text) }
  .title { font-weight: 600; font-size: 15px }
  .grid { stroke: var(--faint) }
  .goal { stroke: var(--goal); stroke-dasharray: 2 4 }
  .line0 { stroke: var(--one) } .line1 { stroke: var(--two) }
  .mark0 { fill: var(--one) } .mark1 { fill: var(--two) }
`

export function linePlot({ title, description, x, y, lines, goal }: LinePlot): string {
  const toX = scale(x.ticks, LEFT, WIDTH - RIGHT, true)
  const toY = scale(y.ticks, HEIGHT - BOTTOM, TOP, y.isLogarithmic)
  const place = ([atX, atY]: readonly [number, number]): string =>
    `${toX(atX).toFixed(1)},${toY(atY).toFixed(1)}`
  const columns = x.ticks.map((tick) => {
    const at = toX(tick).toFixed(1)
    return `<path class="grid" d="M${at} ${TOP}V${HEIGHT - BOTTOM}"/><text x="${at}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${textOf(tick)}</text>`
  })
  const rows = y.ticks.map((tick) => {
    const at = toY(tick).toFixed(1)
    return `<path class="grid" d="M${LEFT} ${at}H${WIDTH - RIGHT}"/><text x="${LEFT - 8}" y="${(toY(tick) + 4).toFixed(1)}" text-anchor="end">${textOf(tick)}</text>`
  })
  const drawn = lines.map(({ points }, index) => {
    const marks = points.map((point) => markAt(index, toX(point[0]), toY(point[1])))
    return `<polyline class="line${index}" fill="none" stroke-width="2" stroke-dasharray="${DASHES[index] ?? ''}" points="${points.map(place).join(' ')}"/>${marks.join('')}`
  })
  const names = lines.map(
    ({ name }, index) =>
      `${markAt(index, LEFT + 8 + index * 300, 54)}<text x="${LEFT + 20 + index * 300}" y="58">${name}</text>`,
  )
  const aim =
    goal === undefined
      ? ''
      : `<path class="goal" stroke-width="2" d="M${LEFT} ${toY(goal).toFixed(1)}H${WIDTH - RIGHT}"/>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${description}">`,
    `<style>${STYLE}</style>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" style="fill: var(--ground)"/>`,
    `<text class="title" x="${LEFT}" y="30">${title}</text>`,
    ...names,
    ...columns,
    ...rows,
    aim,
    ...drawn,
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${x.label}</text>`,
    `<text transform="translate(16 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${y.label}</text>`,
    '</svg>',
    '',
  ].join('\n')
}

/** A circle for the first line, a square for the second one. */
function markAt(index: number, x: number, y: number): string {
  const [left, top] = [(x - 4).toFixed(1), (y - 4).toFixed(1)]
  return index === 0
    ? `<circle class="mark0" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4"/>`
    : `<rect class="mark1" x="${left}" y="${top}" width="8" height="8"/>`
}

function scale(
  ticks: readonly number[],
  from: number,
  to: number,
  isLogarithmic: boolean,
): (value: number) => number {
  const of = (value: number): number => (isLogarithmic ? Math.log10(value) : value)
  const [low, high] = [of(ticks[0] ?? 0), of(ticks.at(-1) ?? 1)]
  return (value) => from + ((of(value) - low) / (high - low)) * (to - from)
}

function textOf(value: number): string {
  return value.toLocaleString('en-GB')
}
