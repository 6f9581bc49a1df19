import stringWidth from 'string-width'

/** Where the command reads and writes: the process as a parameter, so that commands know no global streams. */
export interface Terminal {
  /** Bytes of standard input up to its end. */
  readonly readInput: () => Promise<Uint8Array>
  readonly out: (text: string) => void
  readonly error: (text: string) => void
  /** Columns of standard output; null when it is no terminal, where nothing is cut. */
  readonly columns: number | null
  readonly colour: boolean
  /** True when progress may overwrite its own line on standard error. */
  readonly liveProgress: boolean
  /** The folder that relative paths of the user start from. */
  readonly folder: string
}

const COLOURS = { red: 31, green: 32, yellow: 33, cyan: 36, grey: 90, bold: 1 } as const
export type Colour = keyof typeof COLOURS

/** The text in a colour when the terminal shows colours. */
export function paint(terminal: Pick<Terminal, 'colour'>, colour: Colour, text: string): string {
  return terminal.colour && text !== '' ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text
}

/** Columns that the text takes in a terminal: two for a Chinese character, none for colours. */
export const width = (text: string): number => stringWidth(text)

/** At most `columns` wide, with … in place of what was cut. The text must hold no colours. */
export function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text
  let kept = ''
  let used = 0
  for (const { segment } of GRAPHEMES.segment(text)) {
    const w = width(segment)
    if (used + w > columns - 1) break
    kept += segment
    used += w
  }
  return columns < 1 ? '' : `${kept}…`
}

const GRAPHEMES = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** The text with spaces behind it up to `columns`. */
export const pad = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - width(text)))

/** Progress over many files on standard error: one line that overwrites itself in a terminal, a line for each elsewhere, silent for one. */
export function progress(terminal: Terminal, total: number, quiet: boolean): { step: (name: string) => void; done: () => void } {
  if (quiet || total < 2) return { step: () => {}, done: () => {} }
  let at = 0
  return {
    step: (name) => {
      at++
      const line = `[${at}/${total}] ${name}`
      terminal.error(terminal.liveProgress ? `\r\u001b[K${cut(line, (terminal.columns ?? 80) - 1)}` : `${line}\n`)
    },
    done: () => {
      if (terminal.liveProgress) terminal.error('\r\u001b[K')
    },
  }
}

/** The terminal of this process. `npm run` starts in the project's folder: there the user's own folder comes from npm. */
export function processTerminal(): Terminal {
  const { env, stdin, stdout, stderr } = process
  const columns = Number(env.COLUMNS) > 0 ? Number(env.COLUMNS) : (stdout.columns ?? null)
  return {
    readInput: async () => {
      const chunks: Buffer[] = []
      for await (const chunk of stdin) chunks.push(chunk as Buffer)
      return new Uint8Array(Buffer.concat(chunks))
    },
    out: (text) => void stdout.write(text),
    error: (text) => void stderr.write(text),
    columns,
    colour: env.NO_COLOR === undefined || env.NO_COLOR === '' ? stdout.isTTY === true && env.TERM !== 'dumb' : false,
    liveProgress: stderr.isTTY === true && env.TERM !== 'dumb',
    folder: env.npm_lifecycle_event === 'yingshang' && env.INIT_CWD ? env.INIT_CWD : process.cwd(),
  }
}
