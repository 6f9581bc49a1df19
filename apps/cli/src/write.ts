import { rename, rm, writeFile } from 'node:fs/promises'
import { wrongUse } from './exit.ts'

/** Writes a file whole or not at all: beside its place first, then moved over it. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.${process.pid}.part`
  try {
    await writeFile(beside, content)
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') throw wrongUse('output.missing', `目录不存在：${path}`, 'The folder does not exist.')
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
      throw wrongUse('output.denied', `无法写入：${path}`, 'It cannot be written.')
    if (code === 'EISDIR') throw wrongUse('output.folder', `${path} 是目录。`, 'It is a folder.')
    throw error
  }
}
