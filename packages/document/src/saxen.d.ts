declare module 'saxen' {
  /** The part of saxen that the readers use. */
  export class Parser {
    ns(prefixes: Record<string, string>): this
    on(
      event: 'openTag',
      handler: (name: string, attrs: () => Record<string, string>, decode: (text: string) => string, selfClosing: boolean) => void,
    ): this
    on(event: 'closeTag', handler: (name: string, decode: (text: string) => string, selfClosing: boolean) => void): this
    on(event: 'text', handler: (text: string, decode: (text: string) => string) => void): this
    on(event: 'cdata', handler: (text: string) => void): this
    on(event: 'error' | 'warn', handler: (error: Error) => void): this
    parse(xml: string): this
    stop(): void
  }
}
