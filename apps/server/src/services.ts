import type { Logger } from 'pino'
import type { Store } from './database/store.ts'
import type { FileStore } from './files.ts'
import type { Metrics } from './http/metrics.ts'
import type { Sealer } from './journal/sealer.ts'
import type { Law } from './matters/setting.ts'
import type { Engine } from './plans/engine.ts'
import type { DrawSeeds } from './registers/draw-seeds.ts'
import type { SecretBox } from './secret-box.ts'
import type { Config } from './settings.ts'

/** What handlers work with. The clock is one of them, so that tests can move it. */
export interface Services {
  readonly config: Config
  readonly store: Store
  readonly engine: Engine
  readonly metrics: Metrics
  readonly log: Logger
  /** The body that works on this installation. */
  readonly tenantId: string
  /** Key for digests of what must not be stored plainly. */
  readonly digestKey: string
  /** Folder for uploads while they arrive; swept at start. */
  readonly uploads: string
  readonly now: () => Date
  /** Definitions, calendars and decision tables. */
  readonly law: Law
  /** Where attachments are kept. */
  readonly files: FileStore
  /** Seals actions into the journal. */
  readonly sealer: Sealer
  /** Secrets of draws, outside the database. */
  readonly drawSeeds: DrawSeeds
  /** For secrets that must be read again. */
  readonly secrets: SecretBox
}
