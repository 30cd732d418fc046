/** Pauses a run, and lets it go on. Workers finish the frames that they have begun, and then wait. */
export class RunPause {
  #isPaused = false
  #onChange: (isPaused: boolean) => void = () => undefined

  get isPaused(): boolean {
    return this.#isPaused
  }

  pause(): void {
    this.#set(true)
  }

  goOn(): void {
    this.#set(false)
  }

  /** Called by the run. @param onChange is also called at once if the run is to begin paused */
  follow(onChange: (isPaused: boolean) => void): void {
    this.#onChange = onChange
    if (this.#isPaused) onChange(true)
  }

  #set(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return
    this.#isPaused = isPaused
    this.#onChange(isPaused)
  }
}
