import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { type Ending, wrongUse } from './exit.ts'

/** Makes a folder for output, with those above it. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    throw endingOf(error as NodeJS.ErrnoException, path)
  }
}

/** Writes a file whole or not at all: beside its place first, then moved over it. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.${process.pid}.part`
  try {
    await writeFile(beside, content)
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw endingOf(error as NodeJS.ErrnoException, path)
  }
}

/** What the user can mend, as an Ending; anything else as it is. */
function endingOf(error: NodeJS.ErrnoException, path: string): Ending | Error {
  switch (error.code) {
    case 'ENOENT':
      return wrongUse('output.missing', `目录不存在：${path}`, 'The folder does not exist.')
    case 'EEXIST':
    case 'ENOTDIR':
      return wrongUse('output.file', `${path} 所在位置不是目录。`, 'A file stands where a folder should.')
    case 'EISDIR':
      return wrongUse('output.folder', `${path} 是目录。`, 'It is a folder.')
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return wrongUse('output.denied', `无法写入：${path}`, 'It cannot be written.')
    case 'ENOSPC':
      return wrongUse('output.full', `磁盘已满，未写入：${path}`, 'The disk is full; nothing was written.')
    default:
      return error
  }
}
