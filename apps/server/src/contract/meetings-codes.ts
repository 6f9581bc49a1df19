import { z } from 'zod'
import { Instant } from './values.ts'

/** One-time codes of a meeting: handed over by the clerk, or mailed to the address of the account. */

const account = { login: z.string(), name: z.string() }

export const MeetingCodeRequest = z.strictObject({
  logins: z.array(z.string().max(64)).min(1).max(2000).nullable().describe('Null: every account that may vote and has no good code'),
  hours: z
    .int()
    .min(1)
    .max(24 * 30)
    .default(1)
    .describe('For how long they are good'),
  by: z.enum(['hand', 'mail']).default('hand').describe('mail: to the address of the account; the code is not shown'),
})
export const MeetingCodes = z
  .strictObject({
    items: z.array(z.strictObject({ ...account, code: z.string(), expiresAt: Instant })).describe('To be handed over'),
    mailed: z.array(z.strictObject(account)),
    passedOver: z
      .array(z.strictObject({ ...account, why: z.enum(['no-address', 'on-its-way']) }))
      .describe('Not mailed: the account has no address, or a mail of the last minute is on its way'),
  })
  .describe('Codes are shown once; only digests are kept')
  .meta({ id: 'MeetingCodes' })

/** waiting: for the mail server; sending: handed over, no answer yet; unknown: no answer came; late: not sent while the code was good; dropped: another code took its place. */
export const MeetingCodeMailState = z.enum(['waiting', 'sending', 'sent', 'failed', 'unknown', 'late', 'dropped'])
export const MeetingCodeWishes = z
  .strictObject({
    items: z.array(z.strictObject({ ...account, askedAt: Instant })).describe('Who asked for a code and has none'),
    mail: z.boolean().describe('Codes can be mailed: there is a mail channel that is on'),
    mails: z
      .array(
        z.strictObject({
          ...account,
          state: MeetingCodeMailState,
          at: Instant.describe('When the code was made'),
          error: z.string().nullable(),
          signedIn: z.boolean(),
        }),
      )
      .describe('The newest mail of each account'),
  })
  .meta({ id: 'MeetingCodeWishes' })
export type MeetingCodeWishes = z.output<typeof MeetingCodeWishes>
