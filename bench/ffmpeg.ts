/** ffmpeg, from images to images, with its own threads. */

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DrawingStep } from './drawing.ts'
import { framePattern } from './frame-sets.ts'
import { ask, execute } from './command.ts'
import { measureFrames } from './method.ts'
import type { Method } from './method.ts'

/** @param folder for its own files; made here */
export async function ffmpeg(drawing: readonly DrawingStep[], folder: string): Promise<Method> {
  const [, version] = /^ffmpeg version (\S+)/.exec((await ask('ffmpeg', '-version')) ?? '') ?? []
  const filters = (await ask('ffmpeg', '-hide_banner', '-filters')) ?? ''
  const obstacle = !version
    ? 'ffmpeg is not installed'
    : filters.includes(' drawtext ')
      ? null
      : 'this ffmpeg has no drawtext'
  mkdirSync(folder)
  const font = await copyFont(folder)
  const filter = drawing.flatMap((step) => filtersOf(step, folder, font)).join(',')
  return {
    name: 'ffmpeg',
    version: `ffmpeg ${version ?? ''}`,
    obstacle,
    isFor: () => true,
    async run(set, output) {
      const quality = set.extension === '.jpg' ? ['-q:v', '2'] : []
      const input = ['-v', 'error', '-nostdin', '-i', framePattern(set), '-vf', filter]
      const target = ['-start_number', '0', join(output, `frame_%06d${set.extension}`)]
      const startMs = performance.now()
      await execute('ffmpeg', [...input, ...quality, ...target], { cwd: folder })
      const seconds = (performance.now() - startMs) / 1000
      return {
        framesPerSecond: set.frameCount / seconds,
        bytesPerFrame: measureFrames(set, output),
      }
    },
  }
}

/** A font that fontconfig has, under a name that needs no quotes in a filter; '' leaves it to ffmpeg. */
async function copyFont(folder: string): Promise<string> {
  const file = await ask('fc-match', '-f', '%{file}', 'sans')
  if (!file) return ''
  copyFileSync(file, join(folder, 'font'))
  return ':fontfile=font'
}

function filtersOf(step: DrawingStep, folder: string, font: string): string {
  const color = (hex: string): string => hex.replace('#', '0x')
  if (step.kind === 'text') {
    // From a file, text needs no quotes either.
    const name = `text-${step.x}-${step.y}`
    writeFileSync(join(folder, name), step.text)
    // An outline is a stroke centred on the edge of the letters, a border lies outside.
    const outline = step.outline
      ? `:bordercolor=${color(step.outline.color)}:borderw=${Math.round(step.outline.thicknessPx / 2)}`
      : ''
    const at = `x=${step.x}:y=${step.y}-ascent`
    return `drawtext=textfile=${name}:expansion=none${font}:fontsize=${step.sizePx}:${at}:fontcolor=${color(step.color)}${outline}`
  }
  // A stroke is centred on the edge of its box, drawbox draws inside.
  const growPx = step.kind === 'stroke' ? step.thicknessPx / 2 : 0
  const [x, y] = [step.x - growPx, step.y - growPx].map(Math.round)
  const [width, height] = [step.width + 2 * growPx, step.height + 2 * growPx].map(Math.round)
  const box = `drawbox=x=${x}:y=${y}:w=${width}:h=${height}`
  return step.kind === 'fill'
    ? `${box}:color=${color(step.color)}@${step.alpha}:t=fill`
    : `${box}:color=${color(step.color)}:t=${Math.round(step.thicknessPx)}`
}
