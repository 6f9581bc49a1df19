import type { DocumentRefusal } from '@yingshang/document'
import { paint, type Terminal } from './terminal.ts'

/** Exit codes of the command: done, an input was refused or a check failed, wrong use. */
export const EXIT = { done: 0, refused: 1, wrongUse: 2 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** An end of the command that is the user's to mend: its code and what to say, in Chinese and English. */
export class Ending extends Error {
  readonly exit: ExitCode
  readonly zh: string
  readonly en: string
  readonly code: string

  constructor(exit: ExitCode, code: string, zh: string, en: string) {
    super(`${zh} ${en}`)
    this.exit = exit
    this.code = code
    this.zh = zh
    this.en = en
  }
}

/** The command was used wrongly: an unknown option, a missing file, an impossible combination. */
export const wrongUse = (code: string, zh: string, en: string): Ending => new Ending(EXIT.wrongUse, code, zh, en)

/** The input was read and refused. */
export const refused = (name: string, refusal: DocumentRefusal): Ending =>
  new Ending(EXIT.refused, refusal.code, `${name}：${refusal.zh}`, refusal.en)

/** Says why the command ended, on standard error. */
export function say(terminal: Terminal, ending: Ending): void {
  terminal.error(`${paint(terminal, 'red', '✗')} ${ending.zh} ${ending.en} [${ending.code}]\n`)
}
