import { expose } from 'comlink'
import { OverlaneError } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import { MovieTask } from './movie-task.ts'
import type { MovieCallbacks, MovieSetup } from './movie-task.ts'

/** A shell over the task of writing one video. */
class MovieWorker {
  private task: MovieTask | null = null

  /** Resolves when the video is written, or will not be. */
  async write(
    setup: MovieSetup,
    take: MovieCallbacks['take'],
    onStage: MovieCallbacks['onStage'],
    onSettled: MovieCallbacks['onSettled'],
  ): Promise<{ hasSound: boolean } | { problem: Problem } | null> {
    this.task = new MovieTask(setup, { take, onStage, onSettled })
    try {
      return await this.task.run()
    } catch (thrown) {
      return { problem: OverlaneError.from(thrown, 'internal').toProblem() }
    }
  }

  cancel(): void {
    this.task?.cancel()
  }
}

export type { MovieWorker }

expose(new MovieWorker())
