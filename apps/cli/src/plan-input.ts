import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { readInSandbox, type SourceText } from '@yingshang/document'
import { type Plan, type ReadHints, read } from '@yingshang/plan'
import { type Ending, refused, wrongUse } from './exit.ts'
import type { Terminal } from './terminal.ts'

/** A plan with the file that it was read from. */
export interface PlanFile {
  /** As the user wrote it; 标准输入 for `-`. */
  readonly name: string
  readonly source: SourceText
  readonly plan: Plan
}

/** Reads one file, or standard input for `-`, as a plan. An Ending says why it could not be read; nothing is half read. */
export async function readPlan(file: string, hints: ReadHints, terminal: Terminal): Promise<PlanFile | Ending> {
  const name = file === '-' ? '标准输入' : file
  const bytes = await bytesOf(file, terminal)
  if (!(bytes instanceof Uint8Array)) return bytes
  // A document from outside is read in a worker with limits on time and memory: no file can hang the command.
  const result = await readInSandbox(bytes, { name: basename(name) })
  if (!result.ok) return refused(name, result.refusal)
  return { name, source: result.source, plan: read(result.source.text, hints) }
}

/** The document limit of the reader is checked on the size before the file is in memory, so that a film is not read to be refused. */
const TOO_LARGE_TO_LOAD = 1024 * 1024 * 1024

async function bytesOf(file: string, terminal: Terminal): Promise<Uint8Array | Ending> {
  if (file === '-') return terminal.readInput()
  const path = resolve(terminal.folder, file)
  try {
    const found = await stat(path)
    if (found.isDirectory()) return wrongUse('file.folder', `${file} 是目录，请给出文件。`, 'It is a folder; name files.')
    if (found.size > TOO_LARGE_TO_LOAD)
      return refused(file, { code: 'document.too-large', zh: '文件过大，不予读取。', en: 'The file is too large to be read.' })
    return new Uint8Array(await readFile(path))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return wrongUse('file.missing', `找不到文件：${file}`, 'No such file.')
    if (code === 'EACCES' || code === 'EPERM') return wrongUse('file.denied', `没有读取权限：${file}`, 'No permission to read it.')
    throw error
  }
}

/** Hints for the reader from the command line. */
export function hintsOf(options: { readonly issuedOn?: string; readonly year?: number }): ReadHints {
  return {
    ...(options.issuedOn === undefined ? {} : { issuedOn: options.issuedOn }),
    ...(options.year === undefined ? {} : { planYear: options.year }),
  }
}
