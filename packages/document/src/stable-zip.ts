/** Office packages with the clock taken out: equal contents give equal bytes, so an export can be compared and hashed. */
import { unzipSync, type Zippable, zipSync } from 'fflate'

/** Earliest date a zip can hold; every entry carries it. */
const ENTRY_DATE = '1980-01-01T00:00:00'

/**
 * Repacks a package that a library has just written: entries in order of name, a fixed entry date, and `createdAt` in place of the
 * library's own clock.
 */
export function stableZip(bytes: Uint8Array, createdAt: string): Uint8Array {
  const entries = unzipSync(bytes)
  const files: Zippable = {}
  const instant = new Date(createdAt).toISOString().replace(/\.\d{3}Z$/, 'Z')
  // The list of content types comes first, as readers that stream expect.
  const names = Object.keys(entries).sort(
    (a, b) => Number(b === '[Content_Types].xml') - Number(a === '[Content_Types].xml') || (a < b ? -1 : 1),
  )
  for (const name of names) {
    let data = entries[name]!
    if (name.endsWith('/')) continue
    if (name === 'docProps/core.xml')
      data = new TextEncoder().encode(
        new TextDecoder()
          .decode(data)
          .replace(
            /(<dcterms:(created|modified)[^>]*>)[^<]*(<\/dcterms:)/g,
            (_, open: string, __, close: string) => `${open}${instant}${close}`,
          ),
      )
    files[name] = [data, { level: 6, mtime: ENTRY_DATE }]
  }
  return zipSync(files)
}
