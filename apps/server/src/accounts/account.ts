import QRCode from 'qrcode'
import type { ACCOUNT_ENDPOINTS } from '../contract/account.ts'
import type { EventKind } from '../contract/events.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { doors } from './enter.ts'
import { mailCodeHandlers } from './mail-codes.ts'
import type { IdentityProvider } from './oidc.ts'
import { fits } from './passwords.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  dropSecondFactor,
  makeRecoveryCodes,
  recoveryCodesLeft,
  secondFactorSince,
  takeCode,
} from './second-factor.ts'
import type { Caller } from './sessions.ts'

/** What somebody keeps of the ways to sign in: the second factor, recovery codes, a linked account. */
export function accountHandlers(services: Services, provider: IdentityProvider | null): Pick<Handlers, keyof typeof ACCOUNT_ENDPOINTS> {
  const { config, store, now, digestKey } = services
  const door = doors(services)

  const noted = (tx: InTenant, caller: Caller, kind: EventKind, requestId: string, detail: object = {}) =>
    record(tx, {
      tenantId: caller.tenant.id,
      userId: caller.user.id,
      at: now(),
      kind,
      subject: { type: 'user', id: caller.user.id },
      detail: { ...detail },
      requestId,
    })

  /** Does something for which a code of the second factor is the price. Wrong codes lock like wrong passwords. */
  async function withCode<T>(
    call: { readonly caller: Caller; readonly address: string; readonly requestId: string; readonly body: { readonly code: string } },
    confirmed: boolean,
    work: (tx: InTenant) => Promise<T>,
  ): Promise<T> {
    const { caller, address, requestId, body } = call
    const begun = await door.begin({ login: caller.user.login, address, requestId })
    const done = await store.inTenant(caller.tenant.id, async (tx) => {
      const since = await secondFactorSince(tx, caller.tenant.id, caller.user.id)
      if ((since !== null) !== confirmed)
        throw refuse('second-factor.refused', {
          zh: confirmed ? '没有开通动态验证码' : '请先开始开通动态验证码',
          en: confirmed ? 'There is no second factor' : 'Begin the enrolment first',
        })
      const good = await takeCode(tx, services, caller.tenant.id, caller.user.id, body.code, now(), { confirmed })
      return good ? { value: await work(tx) } : null
    })
    if (done === null) {
      await door.failed(begun, requestId, 'password')
      throw refuse('session.code-wrong')
    }
    await door.succeeded(begun)
    return done.value
  }

  return {
    ...mailCodeHandlers(services),

    async getSignInWays() {
      return {
        password: true,
        oidc: provider === null ? null : { name: provider.name, url: '/api/session/oidc' },
        mailCode: config.mailCodes,
      }
    },

    getAccount: ({ caller }) =>
      store.inTenant(caller.tenant.id, async (tx) => {
        const [tenantId, userId] = [caller.tenant.id, caller.user.id]
        const user = await tx
          .selectFrom('app_user')
          .select('email')
          .where('tenant_id', '=', tenantId)
          .where('id', '=', userId)
          .executeTakeFirstOrThrow()
        const since = await secondFactorSince(tx, tenantId, userId)
        const identities = await tx
          .selectFrom('user_identity')
          .select(['issuer', 'label', 'linked_at', 'last_used_at'])
          .where('tenant_id', '=', tenantId)
          .where('user_id', '=', userId)
          .orderBy('linked_at')
          .execute()
        return {
          email: user.email,
          secondFactor:
            since === null ? null : { since: since.toISOString(), recoveryCodesLeft: await recoveryCodesLeft(tx, tenantId, userId) },
          identities: identities.map((row) => ({
            issuer: row.issuer,
            label: row.label ?? '',
            linkedAt: row.linked_at.toISOString(),
            lastUsedAt: row.last_used_at?.toISOString() ?? null,
          })),
          oidc: provider === null ? null : { name: provider.name },
        }
      }),

    async startSecondFactor({ caller, body, address, requestId }) {
      const begun = await door.begin({ login: caller.user.login, address, requestId })
      // Somebody at a screen that was left open must not bind a phone of their own.
      if (!(await fits(body.password, begun.user?.password_hash ?? null))) {
        await door.failed(begun, requestId, 'password')
        throw refuse('password.wrong')
      }
      await door.succeeded(begun)
      const begunFactor = await store.inTenant(caller.tenant.id, (tx) =>
        beginSecondFactor(tx, services.secrets, caller.tenant.id, caller.user, `营商 ${caller.tenant.name}`, now()),
      )
      if (begunFactor === null)
        throw refuse('second-factor.refused', { zh: '已经开通，请先停用', en: 'There is one already; give it up first' })
      const { secret, uri } = begunFactor
      return { secret, uri, qr: await QRCode.toString(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }) }
    },

    async confirmSecondFactor(call) {
      const { caller, requestId } = call
      const codes = await withCode(call, false, async (tx) => {
        await confirmSecondFactor(tx, caller.tenant.id, caller.user.id, now())
        await noted(tx, caller, 'account.second-factor-on', requestId)
        return makeRecoveryCodes(tx, digestKey, caller.tenant.id, caller.user.id)
      })
      return { codes }
    },

    async renewRecoveryCodes(call) {
      const { caller, requestId } = call
      const codes = await withCode(call, true, async (tx) => {
        await noted(tx, caller, 'account.recovery-codes', requestId)
        return makeRecoveryCodes(tx, digestKey, caller.tenant.id, caller.user.id)
      })
      return { codes }
    },

    async removeSecondFactor(call) {
      const { caller, requestId } = call
      await withCode(call, true, async (tx) => {
        await noted(tx, caller, 'account.second-factor-off', requestId)
        await dropSecondFactor(tx, caller.tenant.id, caller.user.id)
      })
    },

    async startIdentityLink({ caller, request, reply }) {
      if (provider === null) throw refuse('session.way-closed')
      return { url: await provider.begin(request, reply, '/account', caller.user.id) }
    },

    async removeIdentity({ caller, query, requestId }) {
      await store.inTenant(caller.tenant.id, async (tx) => {
        const gone = await tx
          .deleteFrom('user_identity')
          .where('tenant_id', '=', caller.tenant.id)
          .where('user_id', '=', caller.user.id)
          .where('issuer', '=', query.issuer)
          .returning('label')
          .executeTakeFirst()
        if (!gone) throw refuse('identity.not-found')
        await noted(tx, caller, 'account.unlinked', requestId, { issuer: query.issuer, label: gone.label })
      })
    },
  }
}
