import { dateInChina } from '@yingshang/time'
import type { MailSettings } from '../contract/channels.ts'
import type { Services } from '../services.ts'
import { sendMail } from './mail.ts'
import type { Letter, Outcome } from './outcome.ts'
import { type Robot, sendToRobot } from './robots.ts'

/** A channel with its secret opened, and one try to send by it. */

export type ChannelServices = Pick<Services, 'store' | 'tenantId' | 'now' | 'secrets' | 'config'>

/** What a channel holds that is not shown. */
export interface ChannelSecret {
  readonly password?: string
  readonly url?: string
  readonly signingKey?: string
}

export interface OpenChannel {
  readonly kind: string
  readonly mail: MailSettings | null
  /** Null when it was kept under another key. */
  readonly secret: ChannelSecret | null
}

export function openChannel(
  services: Pick<Services, 'secrets'>,
  row: { readonly kind: string; readonly settings: unknown; readonly secret: Uint8Array | null },
): OpenChannel {
  const text = row.secret === null ? '{}' : services.secrets.open(row.secret)
  return {
    kind: row.kind,
    mail: row.kind === 'mail' ? (row.settings as MailSettings) : null,
    secret: text === null ? null : (JSON.parse(text) as ChannelSecret),
  }
}

/** One try by one channel. */
export async function sendBy({ config }: Pick<Services, 'config'>, channel: OpenChannel, letter: Letter, at: Date): Promise<Outcome> {
  if (channel.secret === null)
    return { ok: false, kind: 'again', error: 'the secret of the channel was kept under another key; set it again' }
  if (channel.mail !== null) return sendMail(channel.mail, channel.secret.password ?? '', letter)
  return sendToRobot(channel.kind as Robot, channel.secret.url ?? '', channel.secret.signingKey ?? null, letter, at, {
    hosts: config.webhookHosts,
    day: dateInChina(at.toISOString()),
  })
}
