import { drawBox } from '../draw/parts/box.ts'
import { drawLabel } from '../draw/parts/label.ts'
import type { TextBoxOptions } from '../draw/parts/text-box.ts'
import type { Surface } from '../draw/surface.ts'
import type { DrawCommand } from './draw-command.ts'

/** Makes the calls again, on the surface of a frame. */
export function replayCommands(
  surface: Surface,
  commands: readonly DrawCommand[],
  box: Pick<TextBoxOptions, 'position' | 'panel'>,
): void {
  for (const command of commands) replayOne(surface, command, box)
}

function replayOne(
  surface: Surface,
  command: DrawCommand,
  box: Pick<TextBoxOptions, 'position' | 'panel'>,
): void {
  switch (command.call) {
    case 'box':
      drawBox(surface, command, box)
      return
    case 'fillRect':
      surface.fillRect(command.rect, command.color, command.alpha)
      return
    case 'strokeRect':
      surface.strokeRect(command.rect, command.color, command.thicknessPx)
      return
    case 'strokeLine':
      surface.strokeLine(command.points, command.color, command.thicknessPx, command.alpha)
      return
    case 'fillShape':
      surface.fillShape(command.shape, command.color, command.alpha)
      return
    case 'strokeShape': {
      const { shape, color, thicknessPx, alpha, ends } = command
      surface.strokeShape(shape, color, thicknessPx, alpha, ends)
      return
    }
    case 'fillText': {
      const { text, x, baselineY, font, color } = command
      surface.fillText(text, x, baselineY, font, color)
      return
    }
    case 'strokeText': {
      const { text, x, baselineY, font, outline } = command
      surface.strokeText(text, x, baselineY, font, outline)
      return
    }
    case 'label':
      drawLabel(surface, command.text, command.point, command.style)
      return
    case 'clipTo':
      surface.clipTo(command.shape, () => replayCommands(surface, command.inside, box))
      return
    case 'withOpacity':
      surface.withOpacity(command.opacity, () => replayCommands(surface, command.inside, box))
  }
}
