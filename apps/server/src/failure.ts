/**
 * Why the server cannot start or go on, in words for the person at the terminal: Chinese first, English beside, and a stable code.
 * Everything else that is thrown is a bug or broken I/O.
 */
export class StartFailure extends Error {
  readonly code: string
  readonly zh: string
  readonly en: string
  constructor(code: string, zh: string, en: string, options?: { cause?: unknown }) {
    super(`${zh}\n${en}`, options)
    this.name = 'StartFailure'
    this.code = code
    this.zh = zh
    this.en = en
  }
}
