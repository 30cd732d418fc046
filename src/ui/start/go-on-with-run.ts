import { HandleDirectory, OverlaneError, parseConfig } from '../../index.ts'
import { directoryOf, requestAccess } from '../browser/folder-access.ts'
import type { StoredRun } from '../browser/stored-run.ts'
import type { AppState } from '../state/app-state.svelte.ts'

/** Opens the folders of a run of an earlier visit, and resumes it. Must be called from a click. */
export async function goOnWithRun(app: AppState, run: StoredRun): Promise<void> {
  const { recording, output, ignoresProjectFile } = run
  try {
    const isAllowed =
      (await requestAccess(recording, 'read')) && (await requestAccess(output, 'readwrite'))
    if (!isAllowed) {
      throw new OverlaneError(
        'permission-denied',
        `The run goes on only if Overlane may read "${recording.name}" and write to "${output.name}". Go on again, and allow both.`,
      )
    }
    const directory = await directoryOf(recording)
    const isOpen = await app.openForRun(directory, parseConfig(run.config), ignoresProjectFile)
    if (!isOpen) return
    await app.render.output.dropFolder(new HandleDirectory(output))
    await app.startRender('go-on')
  } catch (thrown) {
    app.recording.fail(thrown)
  }
}
