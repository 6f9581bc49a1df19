// Writes docs/settings.md from the table of settings.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { settingsTable } from '../src/settings.ts'

const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'settings.md')
writeFileSync(file, settingsTable())
console.log(`wrote ${file}`)
