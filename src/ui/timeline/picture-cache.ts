/** 10 MB at the most. */
const MOST_KEPT = 150

/** Small pictures of frames. The oldest ones are given up. */
export class PictureCache {
  readonly #pictures = new Map<number, ImageBitmap>()

  has(position: number): boolean {
    return this.#pictures.has(position)
  }

  get(position: number): ImageBitmap | undefined {
    return this.#pictures.get(position)
  }

  add(position: number, picture: ImageBitmap): void {
    this.#pictures.set(position, picture)
    for (const [oldest, old] of this.#pictures) {
      if (this.#pictures.size <= MOST_KEPT) break
      old.close()
      this.#pictures.delete(oldest)
    }
  }

  clear(): void {
    for (const picture of this.#pictures.values()) picture.close()
    this.#pictures.clear()
  }
}
