import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Definition } from '@yingshang/procedure'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { ensureBody } from './accounts/first-start.ts'
import { channelTick, startChannels } from './channels/sender.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { type OpenDatabase, openDatabase } from './database/open.ts'
import type { Store } from './database/store.ts'
import { StartFailure } from './failure.ts'
import { openFiles } from './files.ts'
import { buildApplication } from './http/application.ts'
import { createMetrics } from './http/metrics.ts'
import { buildPagesWhenStale } from './http/pages.ts'
import { readLogKeys } from './journal/keys.ts'
import { type Sealer, startSealer } from './journal/sealer.ts'
import { createLog } from './log.ts'
import { type ClockWorker, clockTick, startClockWorker } from './matters/clock-worker.ts'
import { adoptPublished, readLaw } from './matters/setting.ts'
import { startEngine } from './plans/engine.ts'
import { prepareUploads } from './plans/receive.ts'
import { openDrawSeeds } from './registers/draw-seeds.ts'
import { secretBox } from './secret-box.ts'
import { seed } from './seed.ts'
import type { Services } from './services.ts'
import { type Config, readConfig } from './settings.ts'

/** Starts the server: data folder, database, pages, samples, HTTP; and stops it in the opposite order. */

export interface StartOptions {
  /** Settings by name, as in the environment. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Tells the person at the terminal what goes on. */
  readonly say?: (message: string) => void
  readonly log?: Logger
  readonly now?: () => Date
  /** Serve the pages; true when left out. */
  readonly pages?: boolean
  /** For tests: check every answer against its schema; trade durability for speed; another PostgreSQL's programs; further routes. */
  readonly checkReplies?: boolean
  readonly unsafeFast?: boolean
  readonly programs?: string
  readonly more?: (app: FastifyInstance) => void
  /** For tests: versions of procedures beside those of the domains. */
  readonly definitions?: readonly Definition[]
}

export interface RunningServer {
  /** Where browsers find it: the first of PUBLIC_URL, or its address on this machine. */
  readonly url: string
  /** Its address on this machine. */
  readonly localUrl: string
  readonly config: Config
  readonly store: Store
  readonly tenantId: string
  readonly sealer: Sealer
  /** Ends when the samples of a first start are there, or at once when there are none to load. */
  readonly samples: Promise<void>
  /** Acts on clocks that ran out; `tick` does it now. */
  readonly clocks: Pick<ClockWorker, 'tick'>
  /** Copies notices to mail and robots; `tick` does it now. */
  readonly channels: { tick(): Promise<void> }
  /** Set on the first start: the administrator that was made, with the password that is shown once. */
  readonly administrator: { readonly login: string; readonly password: string } | null
  /** Ends when the embedded PostgreSQL ends by itself, which the server does not survive. */
  readonly databaseEnded: Promise<void>
  /** Stops accepting, lets running requests finish, stops the database, lets the data folder go. Again is the same as once. */
  stop(): Promise<void>
}

/** The product's version. */
export const VERSION = (JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as { version: string }).version

export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const config = readConfig(options.env ?? process.env)
  const log = options.log ?? createLog(config)
  const say = options.say ?? (() => undefined)
  const now = options.now ?? (() => new Date())
  const undo: (() => Promise<void> | void)[] = []
  const undoAll = async () => {
    for (const step of undo.splice(0).reverse())
      try {
        await step()
      } catch (error) {
        log.error({ err: error }, 'a step of stopping failed')
      }
  }
  try {
    const data: DataFolder = openDataFolder(config.dataFolder)
    undo.push(() => data.release())
    const pages = options.pages === false || !config.buildPages ? null : buildPagesWhenStale(say)
    // It is waited for below; should the database fail first, its own failure is not another one.
    pages?.catch(() => undefined)

    let stopping = false
    const database: OpenDatabase = await openDatabase(config, data, {
      log: (message) => log.info(message),
      onError: (error) => (stopping ? undefined : log.warn({ err: error }, 'a database connection broke')),
      ...(options.programs === undefined ? {} : { programs: options.programs }),
      ...(options.unsafeFast === undefined ? {} : { unsafeFast: options.unsafeFast }),
    })
    undo.push(() => database.stop())
    undo.push(() => {
      stopping = true
    })

    const { tenantId, administrator } = await ensureBody(database, config, now())
    const engine = startEngine({ seconds: config.readSeconds, memoryMb: config.readMemoryMb })
    undo.push(() => engine.stop())
    const uploads = join(data.path, 'uploads')
    await prepareUploads(uploads)
    const sealer = await startSealer({
      store: database.store,
      tenantId,
      origin: config.logOrigin,
      keys: readLogKeys(config, data),
      now,
      log,
    })
    undo.push(() => sealer.stop())
    const law = readLaw(options.definitions)
    await adoptPublished(law, database.store, tenantId)
    const services: Services = {
      config,
      store: database.store,
      engine,
      metrics: createMetrics(),
      log,
      tenantId,
      digestKey: data.secret('digest'),
      uploads,
      now,
      law,
      files: openFiles(config, data.path),
      sealer,
      drawSeeds: openDrawSeeds(data.path),
      secrets: secretBox(data.secret('box')),
    }
    // The clocks of the samples run in their own time; those of the real day wait until they are there.
    const seeding = await seed(services, say, log)
    const running: { stop(): Promise<void> }[] = []
    let halted = false
    const startClocks = async () => {
      if (!config.clocks || halted) return
      running.push(await startClockWorker(services, database.queueUrl, log))
      running.push(startChannels(services, log))
    }
    const background = seeding ? seeding.done.then(startClocks) : startClocks()
    undo.push(async () => {
      halted = true
      await seeding?.stop()
      await background
      for (const one of running.reverse()) await one.stop()
    })
    if (seeding) background.catch((error: unknown) => log.error({ err: error }, 'the clocks could not be started'))
    else await background
    await pages

    const app = await buildApplication(services, {
      version: VERSION,
      checkReplies: options.checkReplies === true,
      pages: options.pages !== false,
      ...(options.more === undefined ? {} : { more: options.more }),
    })
    undo.push(() => closeWithin(app, config.stopSeconds))
    await listen(app, config)
    const port = (app.server.address() as { port: number }).port
    const host = ['0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host.includes(':') ? `[${config.host}]` : config.host
    if (!['127.0.0.1', 'localhost', '::1'].includes(config.host) && config.publicUrl.length === 0)
      log.warn('listening beyond this machine without PUBLIC_URL: cookies are not bound to HTTPS')

    let stopped: Promise<void> | null = null
    return {
      url: config.publicUrl[0] ?? `http://${host}:${port}`,
      localUrl: `http://${host}:${port}`,
      config,
      store: database.store,
      tenantId,
      sealer,
      samples: background.catch(() => undefined),
      clocks: { tick: () => clockTick(services, log) },
      channels: { tick: () => channelTick(services, log) },
      administrator,
      databaseEnded: database.ended,
      stop: () => (stopped ??= undoAll()),
    }
  } catch (error) {
    await undoAll()
    throw error
  }
}

async function listen(app: FastifyInstance, config: Config): Promise<void> {
  try {
    await app.listen({
      host: config.host,
      port: config.port,
      listenTextResolver: (address) => `listening on ${address}, version ${VERSION}`,
    })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new StartFailure(
        'port.taken',
        `端口 ${config.port} 已被占用。请停止占用它的程序，或用 PORT 指定另一个端口。`,
        `Port ${config.port} is taken. Stop the program that has it, or name another one with PORT.`,
      )
    if (code === 'EACCES')
      throw new StartFailure(
        'port.forbidden',
        `无权监听端口 ${config.port}。请用 PORT 指定 1024 以上的端口。`,
        `Port ${config.port} may not be used. Name one above 1024 with PORT.`,
      )
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartFailure('host.unknown', `本机没有地址 ${config.host}（HOST）。`, `This machine has no address ${config.host} (HOST).`)
    throw error
  }
}

/** Stops accepting and waits for running requests; what is still running after the time is cut off. */
async function closeWithin(app: FastifyInstance, seconds: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), seconds * 1000)
  // A connection whose request ends while stopping is kept for the next one, which never comes.
  const idle = setInterval(() => app.server.closeIdleConnections(), 50)
  try {
    await app.close()
  } finally {
    clearTimeout(timer)
    clearInterval(idle)
  }
}
