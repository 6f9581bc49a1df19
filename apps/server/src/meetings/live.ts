import type { ServerResponse } from 'node:http'
import { resultOf } from '@yingshang/meeting'
import type { Caller } from '../accounts/sessions.ts'
import type { MeetingLiveState } from '../contract/meetings.ts'
import type { Services } from '../services.ts'
import { presenceOf } from './presence.ts'
import type { Seen } from './rooms.ts'

/**
 * Server-sent events of a meeting. One broadcaster a meeting: the state is read once, made into a frame once, and the same bytes go to every listener. The event `state` holds
 * the whole state, so whoever comes back after a break, or finds a server that was started anew, has it with the first event; `pulse` holds what votes and people change.
 * Nothing is kept for listeners but their connection.
 */

/** How often a change of the tally or of presence is told at most. */
const EVERY_MS = 2_000
/** Listeners that are written to in one turn, so that votes do not wait until a thousand are told. */
const AT_ONCE = 50
/** How often other servers’ changes are looked for, while somebody listens. */
const LOOK_MS = 2_000
const HEARTBEAT_MS = 15_000
/** A listener that takes nothing up for so many bytes is let go; it comes back by itself. */
const BACKLOG = 256 * 1024
/** A connection ends after this time all the same; the browser comes back with what is asked of every request. */
const LIFE_MS = 15 * 60_000

interface Listener {
  readonly caller: Caller
  readonly answer: ServerResponse
  readonly until: number
}

interface Channel {
  readonly listeners: Set<Listener>
  /** The newest whole state, and the newest pulse after it. */
  frame: Buffer | null
  pulse: Buffer | null
  /** What they say, but for the time. */
  standing: string
  counts: string
  version: number
  told: number
  timer: NodeJS.Timeout | null
  reading: boolean
  again: boolean
  /** Its listeners are being looked at. */
  looking: boolean
}

const HEARTBEAT = Buffer.from(': \n\n')
const ENDED = Buffer.from('event: ended\ndata: {}\n\n')

export class LiveMeetings {
  readonly #services: Services
  readonly #read: (id: string) => Promise<Seen>
  readonly #outsiders: (id: string, callers: readonly Caller[]) => Promise<ReadonlySet<string>>
  readonly #channels = new Map<string, Channel>()
  #beat: NodeJS.Timeout | null = null
  #look: NodeJS.Timeout | null = null

  constructor(
    services: Services,
    read: (id: string) => Promise<Seen>,
    outsiders: (id: string, callers: readonly Caller[]) => Promise<ReadonlySet<string>>,
  ) {
    this.#services = services
    this.#read = read
    this.#outsiders = outsiders
  }

  /** How many follow a meeting on this server. */
  online(id: string): number {
    return this.#channels.get(id)?.listeners.size ?? 0
  }

  /** Takes a connection over; the caller has checked who it is. `lastEventId`: the version that the listener has seen. */
  async add(id: string, caller: Caller, answer: ServerResponse, lastEventId: string | undefined): Promise<void> {
    answer.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    })
    let channel = this.#channels.get(id)
    if (!channel) {
      channel = {
        listeners: new Set(),
        frame: null,
        pulse: null,
        standing: '',
        counts: '',
        version: 0,
        told: 0,
        timer: null,
        reading: false,
        again: false,
        looking: false,
      }
      this.#channels.set(id, channel)
    }
    const listener: Listener = { caller, answer, until: performance.now() + LIFE_MS }
    const own = channel
    answer.on('close', () => this.#leave(id, own, listener))
    answer.on('error', () => answer.destroy())
    channel.listeners.add(listener)
    // Browsers come back after so many milliseconds, not all in the same instant.
    answer.write(`retry: ${1_000 + Math.floor(Math.random() * 2_000)}\n\n`)
    this.#run()
    if (channel.frame === null) await this.#tell(id, channel)
    else {
      if (lastEventId !== String(channel.version)) this.#send(channel, listener, channel.frame)
      if (channel.pulse) this.#send(channel, listener, channel.pulse)
    }
    this.#soon(id, channel)
  }

  #leave(id: string, channel: Channel, listener: Listener): void {
    channel.listeners.delete(listener)
    if (channel.listeners.size > 0) {
      this.#soon(id, channel)
      return
    }
    if (channel.timer) clearTimeout(channel.timer)
    if (this.#channels.get(id) === channel) this.#channels.delete(id)
    if (this.#channels.size === 0) this.#rest()
  }

  /** The chair did something: told at once. */
  changed(id: string): void {
    const channel = this.#channels.get(id)
    if (!channel) return
    void this.#tell(id, channel)
    void this.#shutOut(id, channel)
  }

  /** Votes or people came: told within a second. */
  votesCame(id: string): void {
    const channel = this.#channels.get(id)
    if (channel) this.#soon(id, channel)
  }

  #soon(id: string, channel: Channel): void {
    if (channel.timer) return
    channel.timer = setTimeout(
      () => {
        channel.timer = null
        void this.#tell(id, channel)
      },
      Math.max(0, channel.told + EVERY_MS - performance.now()),
    )
    channel.timer.unref()
  }

  async #tell(id: string, channel: Channel): Promise<void> {
    if (channel.reading) {
      channel.again = true
      return
    }
    channel.reading = true
    try {
      do {
        channel.again = false
        const state = stateOf(id, await this.#read(id))
        const { presence, tally, serverTime, ...rest } = state
        const standing = JSON.stringify(rest)
        const counts = JSON.stringify({ presence, tally })
        channel.told = performance.now()
        if (standing !== channel.standing || channel.frame === null) {
          channel.version = state.version
          channel.frame = Buffer.from(`id: ${state.version}\nevent: state\ndata: ${JSON.stringify(state)}\n\n`)
          channel.pulse = null
          await this.#broadcast(channel, channel.frame)
        } else if (counts !== channel.counts) {
          channel.pulse = Buffer.from(`event: pulse\ndata: ${JSON.stringify({ presence, tally, serverTime })}\n\n`)
          await this.#broadcast(channel, channel.pulse)
        }
        channel.standing = standing
        channel.counts = counts
      } while (channel.again)
    } catch (error) {
      // Listeners stay; the next look tries again.
      this.#services.log.warn({ err: error, meeting: id }, 'the state of a meeting could not be told')
    } finally {
      channel.reading = false
    }
  }

  async #broadcast(channel: Channel, frame: Buffer): Promise<void> {
    let written = 0
    for (const listener of [...channel.listeners]) {
      this.#send(channel, listener, frame)
      if (++written % AT_ONCE === 0) await new Promise((next) => setImmediate(next))
    }
  }

  #send(channel: Channel, listener: Listener, frame: Buffer): void {
    const { answer } = listener
    if (answer.writableLength > BACKLOG || performance.now() > listener.until) {
      channel.listeners.delete(listener)
      answer.end()
      return
    }
    answer.write(frame)
  }

  /** Ends the connections of those who may not follow the meeting any more, and tells them not to come back by themselves. */
  async #shutOut(id: string, channel: Channel): Promise<void> {
    if (channel.looking) return
    channel.looking = true
    try {
      const out = await this.#outsiders(
        id,
        [...channel.listeners].map((l) => l.caller),
      )
      for (const listener of out.size === 0 ? [] : channel.listeners)
        if (out.has(listener.caller.session.id)) {
          channel.listeners.delete(listener)
          listener.answer.end(ENDED)
        }
    } catch (error) {
      this.#services.log.warn({ err: error, meeting: id }, 'who follows a meeting could not be checked')
    } finally {
      channel.looking = false
    }
  }

  #run(): void {
    this.#beat ??= setInterval(() => {
      for (const channel of this.#channels.values()) void this.#broadcast(channel, HEARTBEAT)
    }, HEARTBEAT_MS).unref()
    this.#look ??= setInterval(() => {
      for (const [id, channel] of this.#channels) {
        this.#soon(id, channel)
        void this.#shutOut(id, channel)
      }
    }, LOOK_MS).unref()
  }

  #rest(): void {
    if (this.#beat) clearInterval(this.#beat)
    if (this.#look) clearInterval(this.#look)
    this.#beat = null
    this.#look = null
  }

  /** Ends every connection: the server stops. */
  stop(): void {
    for (const channel of this.#channels.values()) {
      if (channel.timer) clearTimeout(channel.timer)
      for (const { answer } of channel.listeners) answer.end()
    }
    this.#channels.clear()
    this.#rest()
  }
}

function stateOf(id: string, { row, items, announcements, hall, online, at }: Seen): MeetingLiveState {
  const voting = items.filter((item) => item.status !== 'planned' && item.resolution !== null)
  return {
    meeting: id,
    version: row.version,
    status: row.status,
    currentItem: row.current_item,
    items,
    presence: { ...presenceOf(hall.state), online },
    tally: voting.map((item) => {
      const votes = hall.state.resolutions.get(item.id)?.chains.size ?? 0
      // Until the voting is closed nobody sees how it goes, unless the chair lets everybody see it.
      if (item.result !== null || !row.tally_shown) return { item: item.id, votes, result: item.result }
      const result = resultOf(hall.state, item.id)
      return { item: item.id, votes, result: result === null ? null : resultView(result, hall.state.resolutions.get(item.id)!.ballots) }
    }),
    announcements,
    serverTime: at.toISOString(),
  }
}

/** A result as the interface shows it: of both votes together where it is a second one. */
export function resultView(result: NonNullable<ReturnType<typeof resultOf>>, votes: number) {
  const { classes, passed } = result.together ?? result
  return { passed, votes, classes: structuredClone(classes) as never, afterSecond: result.together !== undefined }
}
