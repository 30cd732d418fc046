import { listOptions } from '../config/list-options.ts'
import { defaultOptions } from '../config/parse-options.ts'
import { presetsOf } from '../draw/presets/index.ts'
import { rendererOf, RENDERER_TYPES } from '../draw/renderers/index.ts'
import type { RendererType } from '../draw/renderers/index.ts'
import { builtInLayout, LAYOUT_NAMES } from '../layout/built-in/index.ts'
import { textBoxSpecs } from '../draw/parts/text-box.ts'

const PICTURES = '../e2e/pictures'

/**
 * A page of all renderers and layouts: what the tests draw, and the options of each.
 * @param pictures file names of the test pictures
 */
export function galleryText(pictures: readonly string[]): string {
  const parts = [
    '# Gallery',
    'Made by `npm run gallery` from the option specs and the pictures of the tests.',
    'Sizes follow the frame: with `reference_height` in the file, every length is multiplied by the height of the frame ÷ `reference_height`. The pictures here have one size. The tests also draw each renderer, each preset and each layout at 480p, 1080p and 4K, and compare them: they differ in nothing but their size.',
    '## Layouts',
    ...LAYOUT_NAMES.flatMap((name) => {
      const { name: title, description } = builtInLayout(name)
      return [`### ${title}`, description, ...show(pictures, `layout-${dashed(name)}`)]
    }),
    '## Renderers',
    `All of them also have the options of a box: ${boxOptions()}.`,
    ...RENDERER_TYPES.flatMap((type) => [
      `### ${rendererOf(type).label}`,
      `\`type: ${type}\``,
      ...show(pictures, dashed(type)),
      presetTable(type),
      optionTable(type),
    ]),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function dashed(name: string): string {
  return name.replaceAll('_', '-')
}

/** The pictures whose names begin so: `gauge-default.png`. */
function show(pictures: readonly string[], beginning: string): string[] {
  return pictures
    .filter((file) => file === `${beginning}.png` || file.startsWith(`${beginning}-`))
    .toSorted()
    .map((file) => `![${file.replace('.png', '').replaceAll('-', ' ')}](${PICTURES}/${file})`)
}

/** The presets side by side, each with its picture. */
function presetTable(type: RendererType): string {
  const presets = presetsOf(type)
  if (presets.length === 0) return ''
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    row(presets.map(({ title }) => `preset: ${title}`)),
    row(presets.map(() => '---')),
    row(
      presets.map(({ name, title }) => {
        const file = `preset-${dashed(type)}-${dashed(name)}.png`
        return `![${title}](${PICTURES}/${file})`
      }),
    ),
  ].join('\n')
}

const BOX = Object.keys(textBoxSpecs)

function boxOptions(): string {
  const options = listOptions(textBoxSpecs, defaultOptions(textBoxSpecs), '')
  return options.map(({ key }) => `\`${key}\``).join(', ')
}

function optionTable(type: RendererType): string {
  const { specs } = rendererOf(type)
  const own = Object.fromEntries(Object.entries(specs).filter(([name]) => !BOX.includes(name)))
  const rows = listOptions(own, defaultOptions(own), '').map(({ key, spec, value }) => {
    const choices = 'choices' in spec ? spec.choices.join(', ') : ''
    const unit = 'unit' in spec ? spec.unit : ''
    const means = [spec.label + (unit ? ` (${unit})` : ''), choices, spec.help ?? '']
    const cells = [`\`${key}\``, `\`${JSON.stringify(value)}\``, means.filter(Boolean).join('. ')]
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  return rows.length === 0
    ? ''
    : ['| option | default | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}
