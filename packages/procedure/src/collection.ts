/**
 * A map from strings to values that is plain JSON and never changes: `put` gives a new one and shares all but a few nodes with
 * the old, so that a register of ten thousand rows costs no more to add to than one of ten. A hash trie with 16 branches.
 */

export interface Collection<T> {
  readonly size: number
  readonly root: Node<T>
}

interface Node<T> {
  /** Rows whose place is here, by key (more than one only where hashes collide to the end). */
  readonly rows?: { readonly [key: string]: T }
  /** Branches by hexadecimal digit of the hash. */
  readonly sub?: { readonly [digit: string]: Node<T> }
}

const DEPTH = 8

export const EMPTY: Collection<never> = Object.freeze({ size: 0, root: Object.freeze({}) })

/** FNV-1a over UTF-16 units, as eight hexadecimal digits, lowest first. */
function path(key: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  // FNV's low digits are weak for short keys; one more mix spreads them.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = (hash ^ (hash >>> 13)) >>> 0
  return hash.toString(16).padStart(DEPTH, '0')
}

/** The value of a key, or undefined. */
export function get<T>(collection: Collection<T>, key: string): T | undefined {
  const digits = path(key)
  let node: Node<T> | undefined = collection.root
  for (let depth = 0; node; depth++) {
    if (node.rows && Object.hasOwn(node.rows, key)) return node.rows[key]
    node = node.sub?.[digits[depth] ?? '']
  }
  return undefined
}

/** A collection in which a key has this value. */
export function put<T>(collection: Collection<T>, key: string, value: T): Collection<T> {
  const fresh = get(collection, key) === undefined
  return { size: collection.size + (fresh ? 1 : 0), root: putIn(collection.root, path(key), 0, key, value) }
}

function putIn<T>(node: Node<T>, digits: string, depth: number, key: string, value: T): Node<T> {
  const rows = node.rows
  const empty = !rows && !node.sub
  if (empty || depth === DEPTH || (rows && Object.hasOwn(rows, key))) return { ...node, rows: { ...rows, [key]: value } }
  let branch: Node<T> = node
  // A lone row moves down when a second one comes.
  if (rows && !node.sub) {
    branch = { sub: {} }
    for (const [other, old] of Object.entries(rows)) branch = into(branch, path(other), depth, other, old)
  }
  return into(branch, digits, depth, key, value)
}

function into<T>(node: Node<T>, digits: string, depth: number, key: string, value: T): Node<T> {
  const digit = digits[depth]!
  return { ...node, sub: { ...node.sub, [digit]: putIn(node.sub?.[digit] ?? {}, digits, depth + 1, key, value) } }
}

/** A collection without a key. */
export function remove<T>(collection: Collection<T>, key: string): Collection<T> {
  if (get(collection, key) === undefined) return collection
  const root = removeIn(collection.root, path(key), 0, key)
  return { size: collection.size - 1, root: root ?? {} }
}

function removeIn<T>(node: Node<T>, digits: string, depth: number, key: string): Node<T> | undefined {
  if (node.rows && Object.hasOwn(node.rows, key)) {
    const { [key]: _gone, ...rows } = node.rows
    const left = Object.keys(rows).length > 0
    if (!left && !node.sub) return undefined
    return { ...(left ? { rows } : {}), ...(node.sub ? { sub: node.sub } : {}) }
  }
  const digit = digits[depth]!
  const below = removeIn(node.sub![digit]!, digits, depth + 1, key)
  const { [digit]: _old, ...rest } = node.sub!
  if (!below && Object.keys(rest).length === 0) return undefined
  return { sub: below ? { ...rest, [digit]: below } : rest }
}

/** All rows, in an order that depends only on the keys. */
export function* entries<T>(collection: Collection<T>): Generator<readonly [key: string, value: T]> {
  yield* walk(collection.root)
}

function* walk<T>(node: Node<T>): Generator<readonly [string, T]> {
  if (node.rows) for (const key of Object.keys(node.rows).sort()) yield [key, node.rows[key]!]
  if (node.sub) for (const digit of Object.keys(node.sub).sort()) yield* walk(node.sub[digit]!)
}
