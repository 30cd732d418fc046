import { NUDGES } from '../timeline/nudges.ts'
import { key } from './keys.ts'
import type { KeyBinding } from './keys.ts'

/** Of the width of the timeline. */
const PAGE = 0.8

/** The keys of an open recording. */
export const RECORDING_KEYS: readonly KeyBinding[] = [
  key('Space', 'Space', 'Play or pause', ({ preview }) => preview.player.toggle()),
  key('L', 'L', 'Play, or faster', ({ preview }) => preview.player.shuttle(1)),
  key('K', 'K', 'Pause', ({ preview }) => preview.player.halt()),
  key('J', 'J', 'Play backwards, or faster', ({ preview }) => preview.player.shuttle(-1)),
  key('Alt+L', 'Alt L', 'Loop over the range', ({ preview }) => preview.player.toggleLoop()),
  key('ArrowLeft', '←', 'Previous frame', ({ preview }) => preview.seek(preview.position - 1)),
  key('ArrowRight', '→', 'Next frame', ({ preview }) => preview.seek(preview.position + 1)),
  key('Shift+ArrowLeft', 'Shift ←', 'One second back', ({ preview }) => preview.step(-1000)),
  key('Shift+ArrowRight', 'Shift →', 'One second forward', ({ preview }) => preview.step(1000)),
  key('Home', 'Home', 'First frame', ({ preview }) => preview.seek(0)),
  key('End', 'End', 'Last frame', ({ preview }) => preview.seek(Infinity)),
  key('G', 'G', 'Go to a frame or time', (app) => (app.isGoingTo = true)),
  key('N', 'N', 'Next start, stop or peak', ({ timeline }) => timeline?.moments.jump(1)),
  key('B', 'B', 'Start, stop or peak before', ({ timeline }) => timeline?.moments.jump(-1)),
  key('+', '+', 'Zoom into the timeline', ({ timeline }) => timeline?.zoomIn()),
  key('-', '-', 'Zoom out', ({ timeline }) => timeline?.zoomOut()),
  key('0', '0', 'Whole video in the timeline', ({ timeline }) => timeline?.showWhole()),
  key('PageUp', 'Page ↑', 'Earlier part of the timeline', ({ timeline }) => timeline?.pan(-PAGE)),
  key('PageDown', 'Page ↓', 'Later part of the timeline', ({ timeline }) => timeline?.pan(PAGE)),
  key('Alt+I', 'Alt I', 'Range starts at this frame', (app) => app.setRangeEnd('startTime')),
  key('Alt+O', 'Alt O', 'Range ends at this frame', (app) => app.setRangeEnd('endTime')),
  key('Ctrl+Z', 'Ctrl Z', 'Undo', ({ overlay }) => overlay.undo(), 'recording'),
  key('Ctrl+Shift+Z', 'Ctrl Shift Z', 'Redo', ({ overlay }) => overlay.redo(), 'recording'),
  key('Ctrl+Y', 'Ctrl Y', 'Redo', ({ overlay }) => overlay.redo(), 'recording'),
  ...NUDGES.flatMap(({ earlier, later, shown, name, byMs }) => [
    key(earlier, shown[0], `Move chosen log ${name} earlier`, ({ timeline }) =>
      timeline?.lineUp.nudge(byMs, -1),
    ),
    key(later, shown[1], `Move chosen log ${name} later`, ({ timeline }) =>
      timeline?.lineUp.nudge(byMs, 1),
    ),
  ]),
  key('S', 'S', 'Mark the moment of a log, then its frame', ({ timeline }) =>
    timeline?.lineUp.mark(),
  ),
  key('Alt+Digit1', 'Alt 1', 'Fold or unfold the Recording panel', (app) =>
    app.panels.toggle('recording'),
  ),
  key('Alt+Digit2', 'Alt 2', 'Fold or unfold the Overlay panel', (app) =>
    app.panels.toggle('overlay'),
  ),
  key('R', 'R', 'Render', (app) => app.startRender(), 'recording'),
  key('P', 'P', 'Pause the run, or go on', ({ render }) => render.togglePause(), 'recording'),
  key(
    'M',
    'M',
    'Measure view, or back to Preview',
    (app) => app.show(app.view === 'measure' ? 'overlay' : 'measure'),
    'recording',
  ),
]

/** The keys of a renderer that is focused on the picture or in the list. */
export const PLACE_KEYS: readonly { shown: string; does: string }[] = [
  { shown: 'Tab', does: 'Next overlay on the picture' },
  { shown: '← ↑ → ↓', does: 'Move by 1 px' },
  { shown: 'Shift ← ↑ → ↓', does: 'Move by 10 px' },
  { shown: '+ -', does: 'Larger, smaller' },
  { shown: ', .', does: 'Rotate by 1°' },
  { shown: 'Shift , .', does: 'Rotate to the next 15°' },
  { shown: 'Shift Enter', does: 'Choose one more' },
  { shown: 'Ctrl A', does: 'Choose all' },
  { shown: 'Ctrl D', does: 'Duplicate' },
  { shown: 'Delete', does: 'Remove' },
  { shown: 'Alt ↑ ↓', does: 'In the list: send backward, bring forward' },
  { shown: 'F2', does: 'In the list: rename' },
]
