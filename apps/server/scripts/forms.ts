// Writes docs/forms.md and docs/zh/forms.md from the forms of tables.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formsDocument } from '../src/forms/catalogue.ts'

const docs = join(import.meta.dirname, '..', '..', '..', 'docs')
for (const [locale, file] of [
  ['en', join(docs, 'forms.md')],
  ['zh', join(docs, 'zh', 'forms.md')],
] as const) {
  writeFileSync(file, formsDocument(locale))
  console.log(`wrote ${file}`)
}
