/**
 * The layout of a log as files, C2SP tlog-tiles: hash tiles of height 8 at `tile/<L>/<N>[.p/<W>]`, entry bundles at
 * `tile/entries/<N>[.p/<W>]`, the checkpoint at `checkpoint`. Paths are relative to the log's prefix and have no leading slash.
 */
import { type Bytes, concat } from './bytes.ts'
import { HASH_LENGTH } from './merkle.ts'
import { accept, type Result, refuse } from './result.ts'

export const TILE_HEIGHT = 8
export const TILE_WIDTH = 256
export const CHECKPOINT_PATH = 'checkpoint'
/** An entry's length is written in 16 bits. */
export const MAX_ENTRY = 0xffff

/** A tile: `level` 0 to 63, or 'entries' for a bundle; `width` 1 to 256, 256 being full. */
export interface Tile {
  readonly level: number | 'entries'
  readonly index: number
  readonly width: number
}

function indexPath(index: number): string {
  const parts = [String(index % 1000).padStart(3, '0')]
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    parts.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  return parts.join('/')
}

/** The path of a tile: index 1234067 is `x001/x234/067`; a partial tile ends in `.p/<W>`. */
export function tilePath(tile: Tile): string {
  return `tile/${tile.level}/${indexPath(tile.index)}${tile.width === TILE_WIDTH ? '' : `.p/${tile.width}`}`
}

const TILE_PATH = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/

/** The tile of a path in its only spelling. Refuses other spellings (`x000/067`, `.p/256`), so that a server serves each file under one name. */
export function parseTilePath(path: string): Result<Tile, 'bad-path'> {
  const bad = refuse('bad-path', '不是日志文件的路径', 'not the path of a tile', { path })
  const found = TILE_PATH.exec(path)
  if (found === null) return bad
  const level = found[1] === 'entries' ? 'entries' : Number(found[1])
  const index = Number(found[2]!.replaceAll(/[x/]/g, ''))
  const width = found[3] === undefined ? TILE_WIDTH : Number(found[3])
  const tile: Tile = { level, index, width }
  return Number.isSafeInteger(index) && (level === 'entries' || level < 64) && width <= TILE_WIDTH && tilePath(tile) === path
    ? accept(tile)
    : bad
}

/** How many hashes level `level` of tiles has in a tree of `size`. */
export function levelWidth(size: number, level: number): number {
  return Math.floor(size / TILE_WIDTH ** level)
}

/** The tile at `index` of a level as a tree of `size` has it, or null when it has none. */
export function tileAt(level: number | 'entries', index: number, size: number): Tile | null {
  const width = Math.min(TILE_WIDTH, levelWidth(size, level === 'entries' ? 0 : level) - index * TILE_WIDTH)
  return width > 0 ? { level, index, width } : null
}

/** The tiles at the right edge of a tree, one for each level that has any, level 0 first (hash tiles only). */
export function edgeTiles(size: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0; levelWidth(size, level) > 0; level++) {
    const width = levelWidth(size, level)
    tiles.push(tileAt(level, Math.ceil(width / TILE_WIDTH) - 1, size)!)
  }
  return tiles
}

/** The hashes of a hash tile's bytes. */
export function tileHashes(tile: Tile, bytes: Bytes): Result<Bytes[], 'bad-tile'> {
  if (bytes.length !== tile.width * HASH_LENGTH)
    return refuse(
      'bad-tile',
      '日志文件长度不对',
      `a tile of ${tile.width} hashes must have ${tile.width * HASH_LENGTH} bytes, not ${bytes.length}`,
      {
        path: tilePath(tile),
      },
    )
  return accept(Array.from({ length: tile.width }, (_, i) => bytes.subarray(i * HASH_LENGTH, (i + 1) * HASH_LENGTH)))
}

/** The bundle form of one entry: its length in 16 bits, most significant first, and its bytes. Entries over 65,535 bytes are a bug of the caller. */
export function frameEntry(entry: Bytes): Bytes {
  if (entry.length > MAX_ENTRY) throw new RangeError(`an entry of ${entry.length} bytes does not fit a bundle`)
  return concat(new Uint8Array([entry.length >> 8, entry.length & 0xff]), entry)
}

/** As many whole entries as the bytes begin with, at most the tile's width: for saying where a damaged bundle goes wrong. */
export function bundlePrefix(tile: Tile, bytes: Bytes): Bytes[] {
  const entries: Bytes[] = []
  for (let at = 0; entries.length < tile.width && at + 2 <= bytes.length; ) {
    const end = at + 2 + ((bytes[at]! << 8) | bytes[at + 1]!)
    if (end > bytes.length) break
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  return entries
}

/** The entries of a bundle. The bytes must hold exactly `tile.width` entries; the place names the entry where they do not. */
export function bundleEntries(tile: Tile, bytes: Bytes): Result<Bytes[], 'bad-bundle'> {
  const entries = bundlePrefix(tile, bytes)
  const at = entries.reduce((sum, entry) => sum + 2 + entry.length, 0)
  if (entries.length < tile.width)
    return refuse('bad-bundle', '条目文件不完整', `the bundle ends within its entry ${entries.length}`, {
      path: tilePath(tile),
      index: tile.index * TILE_WIDTH + entries.length,
    })
  if (at !== bytes.length)
    return refuse('bad-bundle', '条目文件有多余内容', `the bundle has ${bytes.length - at} bytes after its ${tile.width} entries`, {
      path: tilePath(tile),
      index: tile.index * TILE_WIDTH + tile.width,
    })
  return accept(entries)
}

/** Where files of a log are read: null when there is no such file. Broken I/O throws. */
export interface TileSource {
  readonly read: (path: string) => Promise<Bytes | null>
}

/**
 * Read a tile as a tree of some size needs it. A partial tile may have been deleted once the full one exists (tlog-tiles, Partial
 * Tiles), so the full tile is the fallback, cut to the width.
 */
export async function readTile(source: TileSource, tile: Tile): Promise<Result<Bytes, 'missing' | 'bad-tile' | 'bad-bundle'>> {
  const path = tilePath(tile)
  const own = await source.read(path)
  if (own !== null) return accept(own)
  const missing = refuse('missing', '缺少日志文件', 'a file of the log is missing', { path })
  if (tile.width === TILE_WIDTH) return missing
  const full: Tile = { ...tile, width: TILE_WIDTH }
  const bytes = await source.read(tilePath(full))
  if (bytes === null) return missing
  if (tile.level !== 'entries') {
    const hashes = tileHashes(full, bytes)
    return hashes.ok ? accept(bytes.subarray(0, tile.width * HASH_LENGTH)) : hashes
  }
  const entries = bundleEntries(full, bytes)
  return entries.ok ? accept(concat(...entries.value.slice(0, tile.width).map(frameEntry))) : entries
}
