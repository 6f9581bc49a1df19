/**
 * Sealing: new entries become tiles, bundles and a signed checkpoint. The work grows with the new entries only, not with the log.
 * `extend` is the pure step; `openLog` and `seal` do it against a storage.
 *
 * The checkpoint is written last. A crash before that leaves files that no checkpoint asks for; sealing the same entries again writes
 * the same bytes to the same paths, so nothing has to be undone. One writer at a time: the caller holds the lock.
 */
import { type Bytes, concat, sameBytes, utf8 } from './bytes.ts'
import { type Checkpoint, checkpointText, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import type { Hashing } from './crypto.ts'
import { EMPTY_FRONTIER, type Frontier, FrontierBuilder } from './frontier.ts'
import { joinNodes, leafHash, rangeNodes } from './merkle.ts'
import type { NoteSigner } from './note.ts'
import { accept, type Result, refuse } from './result.ts'
import {
  bundleEntries,
  CHECKPOINT_PATH,
  frameEntry,
  levelWidth,
  MAX_ENTRY,
  readTile,
  TILE_HEIGHT,
  TILE_WIDTH,
  type Tile,
  type TileSource,
  tileAt,
  tileHashes,
  tilePath,
} from './tiles.ts'

/** Where a log is kept. `write` must be atomic (a reader sees the old or the new bytes) and durable when it resolves. */
export interface LogStorage extends TileSource {
  readonly write: (path: string, bytes: Bytes) => Promise<void>
}

/** What must be known of a log to append to it: at most 255 hashes a level and 255 entries. */
export interface LogState {
  readonly size: number
  readonly frontier: Frontier
  /** By level: the hashes of the partial tile at the right edge. */
  readonly edge: readonly (readonly Bytes[])[]
  /** The framed entries of the partial bundle. */
  readonly bundle: readonly Bytes[]
}

export const EMPTY_LOG: LogState = { size: 0, frontier: EMPTY_FRONTIER, edge: [], bundle: [] }

export interface Write {
  readonly path: string
  readonly bytes: Bytes
  readonly tile: Tile
}

export interface Extension {
  readonly state: LogState
  readonly root: Bytes
  /** Every file that the grown tree needs and the old one did not have. */
  readonly writes: readonly Write[]
}

/** The state, root and files after appending entries in this order. Entries over 65,535 bytes throw: the caller's bug. */
export function extend(hashing: Hashing, state: LogState, entries: readonly Bytes[]): Extension {
  const edge: Bytes[][] = state.edge.map((level) => [...level])
  let bundle = [...state.bundle]
  const writes: Write[] = []
  const put = (tile: Tile, parts: readonly Bytes[]) => writes.push({ path: tilePath(tile), bytes: concat(...parts), tile })
  const builder = new FrontierBuilder(hashing, state.frontier, (node, hash) => {
    if (node.level % TILE_HEIGHT !== 0) return
    const level = node.level / TILE_HEIGHT
    const hashes = edge[level] ?? []
    edge[level] = hashes
    hashes.push(hash)
    if (hashes.length === TILE_WIDTH) {
      put({ level, index: Math.floor(node.index / TILE_WIDTH), width: TILE_WIDTH }, hashes)
      edge[level] = []
    }
  })
  for (const entry of entries) {
    bundle.push(frameEntry(entry))
    builder.add(leafHash(hashing, entry))
    if (bundle.length === TILE_WIDTH) {
      put({ level: 'entries', index: builder.size / TILE_WIDTH - 1, width: TILE_WIDTH }, bundle)
      bundle = []
    }
  }
  const { size } = builder
  if (entries.length > 0) {
    const partial = (level: number | 'entries', parts: readonly Bytes[]) => {
      if (parts.length > 0)
        put({ level, index: Math.floor(levelWidth(size, level === 'entries' ? 0 : level) / TILE_WIDTH), width: parts.length }, parts)
    }
    partial('entries', bundle)
    for (const [level, hashes] of edge.entries()) {
      // A level whose width did not change keeps its old partial tile.
      if (levelWidth(size, level) !== levelWidth(state.size, level)) partial(level, hashes)
    }
  }
  return { state: { size, frontier: builder.frontier(), edge, bundle }, root: builder.root(), writes }
}

export type OpenCode =
  | 'bad-note'
  | 'bad-checkpoint'
  | 'wrong-origin'
  | 'missing'
  | 'bad-tile'
  | 'bad-bundle'
  | 'tile-changed'
  | 'entry-changed'

export interface OpenedLog {
  readonly state: LogState
  /** The checkpoint as stored, or null for a log not begun. */
  readonly checkpoint: string | null
}

/**
 * Read the state of a stored log from its checkpoint and right edge. The edge is checked: its hashes must give the root of the
 * checkpoint and the entries of the last bundle their hashes. Files beyond the checkpoint are not looked at.
 */
export async function openLog(storage: TileSource, hashing: Hashing, origin: string): Promise<Result<OpenedLog, OpenCode>> {
  const stored = await storage.read(CHECKPOINT_PATH)
  if (stored === null) return accept({ state: EMPTY_LOG, checkpoint: null })
  const parsed = parseCheckpoint(stored)
  if (!parsed.ok) return parsed
  const { checkpoint } = parsed.value
  if (checkpoint.origin !== origin)
    return refuse('wrong-origin', '检查点属于另一个日志', `the stored log is ${checkpoint.origin}, not ${origin}`)
  const { size, root } = checkpoint
  const edge: Bytes[][] = []
  const nodes: Bytes[] = []
  for (let level = 0; levelWidth(size, level) > 0; level++) {
    const width = levelWidth(size, level) % TILE_WIDTH
    const hashes =
      width === 0 ? accept([]) : await readHashes(storage, tileAt(level, Math.floor(levelWidth(size, level) / TILE_WIDTH), size)!)
    if (!hashes.ok) return hashes
    edge.push(hashes.value)
    // The complete subtrees of this level's edge, taken from its tile; higher levels are further left.
    const own = rangeNodes({ start: 0, end: width }).map((node) => {
      const start = node.index * 2 ** node.level
      return rootWithin(hashing, hashes.value.slice(start, start + 2 ** node.level))
    })
    nodes.unshift(...own)
  }
  if (!sameBytes(joinNodes(hashing, nodes), root))
    return refuse('tile-changed', '日志边缘与检查点不符', 'the tiles at the right edge do not give the root of the stored checkpoint', {
      path: CHECKPOINT_PATH,
      to: size,
    })
  const rest = size % TILE_WIDTH
  const bundle: Bytes[] = []
  if (rest > 0) {
    const tile: Tile = { level: 'entries', index: Math.floor(size / TILE_WIDTH), width: rest }
    const bytes = await readTile(storage, tile)
    if (!bytes.ok) return bytes
    const entries = bundleEntries(tile, bytes.value)
    if (!entries.ok) return entries
    const wrong = entries.value.findIndex((entry, i) => !sameBytes(leafHash(hashing, entry), edge[0]![i]!))
    if (wrong >= 0)
      return refuse('entry-changed', '日志条目与哈希不符', 'an entry does not have the hash in its tile', {
        path: tilePath(tile),
        index: tile.index * TILE_WIDTH + wrong,
      })
    bundle.push(...entries.value.map(frameEntry))
  }
  const text = new TextDecoder().decode(stored)
  return accept({ state: { size, frontier: { size, nodes }, edge, bundle }, checkpoint: text })
}

async function readHashes(storage: TileSource, tile: Tile): Promise<Result<Bytes[], 'missing' | 'bad-tile' | 'bad-bundle'>> {
  const bytes = await readTile(storage, tile)
  return bytes.ok ? tileHashes(tile, bytes.value) : bytes
}

/** Root over 2^k hashes of a tile. */
function rootWithin(hashing: Hashing, hashes: readonly Bytes[]): Bytes {
  const builder = new FrontierBuilder(hashing)
  for (const hash of hashes) builder.add(hash)
  return builder.root()
}

export interface SealedLog {
  readonly state: LogState
  readonly checkpoint: Checkpoint
  /** The signed checkpoint as served. */
  readonly text: string
}

/**
 * Append entries to a stored log and sign the new checkpoint. `state` is that of the stored checkpoint (`openLog`, or the last seal).
 * Refuses with 'fork' when a file that it would write exists with other content of the same shape: then the storage holds a history
 * that the state does not know, and going on would contradict receipts already handed out. A file cut short by a crash is replaced.
 */
export async function seal(
  storage: LogStorage,
  hashing: Hashing,
  state: LogState,
  entries: readonly Bytes[],
  origin: string,
  signers: readonly NoteSigner[],
): Promise<Result<SealedLog, 'fork' | 'too-long'>> {
  const long = entries.findIndex((entry) => entry.length > MAX_ENTRY)
  if (long >= 0) return refuse('too-long', '日志条目过长', 'an entry is longer than 65,535 bytes', { index: state.size + long })
  const grown = extend(hashing, state, entries)
  for (const { path, bytes, tile } of grown.writes) {
    const present = await storage.read(path)
    if (present !== null) {
      if (sameBytes(present, bytes)) continue
      const whole = tile.level === 'entries' ? bundleEntries(tile, present).ok : tileHashes(tile, present).ok
      if (whole) return refuse('fork', '存储中已有不同的历史', 'the storage already holds another history at this place', { path })
    }
    await storage.write(path, bytes)
  }
  const checkpoint: Checkpoint = { origin, size: grown.state.size, root: grown.root, extensions: [] }
  const text = signCheckpoint(checkpoint, signers)
  const bytes = utf8(text)
  const served = entries.length === 0 ? await storage.read(CHECKPOINT_PATH) : null
  // Nothing appended and the same head already served: leave its signatures, cosignatures of witnesses among them.
  if (served !== null) {
    const parsed = parseCheckpoint(served)
    const names = new Set(parsed.ok ? parsed.value.note.signatures.map((s) => `${s.name}+${s.id}`) : [])
    if (
      parsed.ok &&
      parsed.value.note.text === checkpointText(checkpoint) &&
      signers.every(({ key }) => names.has(`${key.name}+${key.id}`))
    )
      return accept({ state: grown.state, checkpoint, text: new TextDecoder().decode(served) })
  }
  await storage.write(CHECKPOINT_PATH, bytes)
  return accept({ state: grown.state, checkpoint, text })
}
