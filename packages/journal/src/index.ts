/**
 * The journal: canonical JSON, a Merkle tree over salted digests, tiles, signed checkpoints, receipts, and the verification of all of
 * them. Everything here is pure and runs in a page; the cryptography is a parameter, bound by `@yingshang/journal/node`,
 * `@yingshang/journal/browser` and, for SM2 lines, `@yingshang/journal/sm2`. The formats are in docs/journal-format.md.
 */
export * from './appender.ts'
export * from './bytes.ts'
export * from './canonical.ts'
export * from './check.ts'
export * from './checkpoint.ts'
export type * from './crypto.ts'
export * from './entry.ts'
export * from './frontier.ts'
export * from './merkle.ts'
export * from './note.ts'
export * from './receipt.ts'
export * from './result.ts'
export * from './tile-tree.ts'
export * from './tiles.ts'
export * from './verify-log.ts'
export * from './witness.ts'
