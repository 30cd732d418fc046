import type { Context2D } from '../../core/draw/surface.ts'

type TextMeasure = ReturnType<Context2D['measureText']>
type Measure = (font: string, text: string) => TextMeasure

/** Beyond this, measures of texts are taken again. */
const MOST_MEASURES = 20_000

/**
 * A canvas that draws nothing and reduces everything that is drawn on it to a number. If two frames
 * have the same number, they have the same overlay. Drawing on it takes a small part of the time
 * that drawing takes.
 */
export class DrawTrace implements Context2D {
  private readonly measure: Measure
  private readonly measures = new Map<string, TextMeasure>()
  private readonly imageIds = new WeakMap<object, number>()
  private imageCount = 0
  private low = 0
  private high = 0
  private currentFont = ''
  private readonly floats = new Float64Array(1)
  private readonly words = new Uint32Array(this.floats.buffer)

  /** @param measure measures a text as the canvas does that the overlay is drawn on */
  constructor(measure: Measure) {
    this.measure = measure
  }

  /** Begins the next frame. */
  clear(): void {
    this.low = 0x811c9dc5
    this.high = 0x9e3779b9
  }

  /** What was drawn since the last `clear`, in 53 bits. */
  get mark(): number {
    return (this.high >>> 11) * 2 ** 32 + (this.low >>> 0)
  }

  set fillStyle(value: unknown) {
    this.noteValue(1, value)
  }
  set strokeStyle(value: unknown) {
    this.noteValue(2, value)
  }
  set globalAlpha(value: number) {
    this.note(3, value)
  }
  set lineWidth(value: number) {
    this.note(4, value)
  }
  set lineJoin(value: string) {
    this.noteText(5, value)
  }
  set lineCap(value: string) {
    this.noteText(6, value)
  }
  set font(value: string) {
    this.currentFont = value
    this.noteText(7, value)
  }
  set textBaseline(value: string) {
    this.noteText(8, value)
  }
  set textRendering(value: string) {
    this.noteText(9, value)
  }
  set imageSmoothingQuality(value: string) {
    this.noteText(10, value)
  }

  save(): void {
    this.note(11)
  }
  restore(): void {
    this.note(12)
  }
  transform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.note(13, a, b, c, d, e, f)
  }
  clip(): void {
    this.note(14)
  }
  stroke(): void {
    this.note(15)
  }
  fill(): void {
    this.note(16)
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.note(17, x, y, width, height)
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.note(18, x, y, width, height)
  }
  fillText(text: string, x: number, y: number): void {
    this.noteText(19, text)
    this.note(19, x, y)
  }
  strokeText(text: string, x: number, y: number): void {
    this.noteText(20, text)
    this.note(20, x, y)
  }
  drawImage(image: object, x: number, y: number, width: number, height: number): void {
    const id = this.imageIds.get(image) ?? ++this.imageCount
    this.imageIds.set(image, id)
    this.note(21, id, x, y, width, height)
  }
  beginPath(): void {
    this.note(22)
  }
  closePath(): void {
    this.note(23)
  }
  moveTo(x: number, y: number): void {
    this.note(24, x, y)
  }
  lineTo(x: number, y: number): void {
    this.note(25, x, y)
  }
  arc(
    x: number,
    y: number,
    radius: number,
    startAngle: number,
    endAngle: number,
    counterclockwise = false,
  ): void {
    this.note(26, x, y, radius, startAngle, endAngle, Number(counterclockwise))
  }
  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    this.note(27, x, y, width, height, radius)
  }

  measureText(text: string): TextMeasure {
    const key = `${this.currentFont}\n${text}`
    const known = this.measures.get(key)
    if (known) return known
    if (this.measures.size >= MOST_MEASURES) this.measures.clear()
    const measure = this.measure(this.currentFont, text)
    this.measures.set(key, measure)
    return measure
  }

  private note(call: number, ...values: readonly number[]): void {
    this.mix(call)
    for (const value of values) {
      this.floats[0] = value
      this.mix(this.words[0] as number)
      this.mix(this.words[1] as number)
    }
  }

  private noteValue(call: number, value: unknown): void {
    this.noteText(call, typeof value === 'string' ? value : JSON.stringify(value))
  }

  private noteText(call: number, text: string): void {
    this.mix(call)
    this.mix(text.length)
    for (let at = 0; at < text.length; at++) this.mix(text.charCodeAt(at))
  }

  /** Two multiplicative hashes of 32 bits, in which each word moves all that follow. */
  private mix(word: number): void {
    const low = Math.imul(this.low ^ word, 0x01000193)
    this.low = low ^ (low >>> 15)
    const high = Math.imul(this.high ^ word, 0x85ebca6b)
    this.high = high ^ (high >>> 13)
  }
}
