/** Where the outside test material is, and what to do when it is not there. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const CONFORMANCE = process.env.CONFORMANCE_DIR ?? resolve('..', 'shared', 'conformance')

/** Whether a folder of the material is present; says aloud when it is not. */
export function present(folder: string): boolean {
  const here = existsSync(join(CONFORMANCE, folder))
  if (!here) console.warn(`SKIPPED: ${join(CONFORMANCE, folder)} is absent, its vectors were not run`)
  return here
}

export function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix))
    .sort()
    .flatMap((name) => {
      const path = prefix === '' ? name : `${prefix}/${name}`
      return statSync(join(folder, path)).isDirectory() ? filesBelow(folder, path) : [path]
    })
}
