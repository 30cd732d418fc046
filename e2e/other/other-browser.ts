/** A browser that is not Chromium, with the page open in it. Both are driven in the same few ways. */
export interface OtherBrowser {
  open(url: string): Promise<void>
  /** Evaluates an expression in the page, which may be a promise. The value is plain data. */
  evaluate(expression: string): Promise<unknown>
  /** Chooses files on the disk, as their dialog would. @param selector of an `<input type="file">` */
  chooseFiles(selector: string, paths: readonly string[]): Promise<void>
  close(): Promise<void>
}
