import { endSentence } from './text/end-sentence.ts'

/** Where a problem's cause is; every part is given when it is known. */
export interface ProblemLocation {
  /** Path inside the recording. */
  file?: string
  /** 1-based line of `file`. */
  line?: number
  frameIndex?: number
  /** Dotted path of a configuration key, as written in `overlane.yaml`. */
  key?: string
}

/** What puts a problem right: whole sentences, or a key to set and what for. */
export type Remedy = string | { set: string; purpose: string }

/** What a problem says, in parts. Whoever shows it may call the subject by another name. */
export interface Statement {
  /**
   * What is wrong: a key (`output.quality`), an option (`--quality`), a file. Null where `fault`
   * names it.
   */
  subject: string | null
  /** What is wrong with the subject; without a subject, a whole sentence. */
  fault: string
  /** Null where there is nothing to do, or `fault` says it. */
  remedy: Remedy | null
}

/** A statement as it is written down: one sentence, or its parts. */
export type Told = string | (Pick<Statement, 'fault'> & Partial<Statement>)

export function toStatement(told: Told): Statement {
  if (typeof told === 'string') return { subject: null, fault: told, remedy: null }
  const { subject = null, fault, remedy = null } = told
  return { subject, fault, remedy }
}

/**
 * A statement as people read it: `overlane.yaml line 3: output.quality: 2 is not a number from 0 to 1.`,
 * `drive.mp4 is empty (0 bytes). Copy it again.`
 */
export function problemText({ subject, fault, remedy }: Statement, where: ProblemLocation): string {
  const name = subject === null ? '' : subject + (where.key === undefined ? ' ' : ': ')
  const text = placeText(where) + name + fault
  return remedy === null ? text : `${endSentence(text)} ${remedyText(remedy)}`
}

/** A text file is named with its line, or with its key: there the reader has to look. */
function placeText({ file, line, key }: ProblemLocation): string {
  if (file === undefined) return ''
  if (line !== undefined) return `${file} line ${line}: `
  return key === undefined ? '' : `${file}: `
}

function remedyText(remedy: Remedy): string {
  return typeof remedy === 'string' ? remedy : `Set ${remedy.set} ${remedy.purpose}.`
}
