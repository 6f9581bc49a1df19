/** What a reader may spend on one document. Every figure can be changed by the caller; none is read from the environment. */
export interface ReadLimits {
  /** Largest file accepted, in bytes. */
  readonly maxBytes: number
  /** Sum of the declared sizes of all entries of a zip container, in bytes. */
  readonly maxUnzipped: number
  /** Largest single part that is unpacked (a docx body, for instance), in bytes. */
  readonly maxPart: number
  /** Unpacked over packed size of one part, looked at above `ratioFrom`: small parts of honest ledgers repeat themselves just as much. */
  readonly maxRatio: number
  /** Unpacked size in bytes from which `maxRatio` counts. */
  readonly ratioFrom: number
  /** Entries in a zip container. */
  readonly maxEntries: number
  /** Pages of a pdf. */
  readonly maxPages: number
  /** Depth of nested elements in html and docx. */
  readonly maxDepth: number
}

const MB = 1024 * 1024

export const DEFAULT_LIMITS: ReadLimits = {
  maxBytes: 50 * MB,
  maxUnzipped: 512 * MB,
  maxPart: 128 * MB,
  maxRatio: 200,
  ratioFrom: 32 * MB,
  maxEntries: 10_000,
  maxPages: 3_000,
  maxDepth: 400,
}
