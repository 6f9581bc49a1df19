import { z } from 'zod'
import { Session } from './session.ts'
import { Instant } from './values.ts'

/** Ways to sign in beside the password, and what somebody keeps of them in their own account. */

export const SignInWays = z
  .strictObject({
    password: z.literal(true),
    oidc: z.strictObject({ name: z.string().describe('What people call it'), url: z.string() }).nullable(),
    mailCode: z.boolean().describe('A code in a mail'),
  })
  .describe('Ways that are open here')
  .meta({ id: 'SignInWays' })
export type SignInWays = z.output<typeof SignInWays>

export const Account = z
  .strictObject({
    email: z.string().nullable(),
    secondFactor: z.strictObject({ since: Instant, recoveryCodesLeft: z.int() }).nullable().describe('Set once a first code was confirmed'),
    identities: z.array(z.strictObject({ issuer: z.string(), label: z.string(), linkedAt: Instant, lastUsedAt: Instant.nullable() })),
    oidc: z.strictObject({ name: z.string() }).nullable().describe('The provider that can be linked'),
  })
  .meta({ id: 'Account' })
export type Account = z.output<typeof Account>

const code = z.string().trim().min(6).max(20)

export const SecondFactorStart = z
  .strictObject({
    secret: z.string().describe('Base32, to be typed by hand'),
    uri: z.string().describe('otpauth://'),
    qr: z.string().describe('The same as SVG'),
  })
  .meta({ id: 'SecondFactorStart' })
export type SecondFactorStart = z.output<typeof SecondFactorStart>
export const RecoveryCodes = z
  .strictObject({ codes: z.array(z.string()).describe('Shown now alone; each is good once') })
  .meta({ id: 'RecoveryCodes' })

const tag = '账号 Account'
const session = 'session' as const

export const ACCOUNT_ENDPOINTS = {
  getSignInWays: {
    method: 'GET',
    path: '/api/session/ways',
    permission: 'public',
    tag,
    zh: '登录方式',
    en: 'Ways to sign in that are open here',
    reply: SignInWays,
  },
  requestMailCode: {
    method: 'POST',
    path: '/api/session/mail-codes',
    permission: 'public',
    tag,
    zh: '发送邮件验证码',
    en: 'Send a code to the mail address of an account; the answer does not tell whether there is one',
    body: z.strictObject({ login: z.string().min(1).max(200).describe('Account name or mail address') }),
    status: 204,
    problems: ['session.way-closed', 'session.locked'],
  },
  signInByMailCode: {
    method: 'POST',
    path: '/api/session/mail-code',
    permission: 'public',
    tag,
    zh: '用邮件验证码登录',
    en: 'Sign in with the code of a mail',
    body: z.strictObject({
      login: z.string().min(1).max(200),
      mailCode: code,
      code: code.optional().describe('Of the authenticator, where the account has one'),
    }),
    reply: Session,
    problems: ['session.way-closed', 'session.code-wrong', 'session.code-required', 'session.locked'],
  },
  getAccount: {
    method: 'GET',
    path: '/api/account',
    permission: session,
    tag,
    zh: '我的账号',
    en: 'Ways to sign in of the caller',
    reply: Account,
  },
  startSecondFactor: {
    method: 'POST',
    path: '/api/account/second-factor',
    permission: session,
    tag,
    zh: '开通动态验证码',
    en: 'Begin to enrol an authenticator (TOTP); counts once a code was confirmed',
    body: z.strictObject({ password: z.string().min(1).max(200).describe('The own password') }),
    reply: SecondFactorStart,
    problems: ['second-factor.refused', 'password.wrong', 'session.locked'],
  },
  confirmSecondFactor: {
    method: 'POST',
    path: '/api/account/second-factor/confirmation',
    permission: session,
    tag,
    zh: '确认动态验证码',
    en: 'Confirm with a first code; gives recovery codes',
    body: z.strictObject({ code }),
    reply: RecoveryCodes,
    problems: ['second-factor.refused', 'session.code-wrong', 'session.locked'],
  },
  renewRecoveryCodes: {
    method: 'POST',
    path: '/api/account/second-factor/recovery-codes',
    permission: session,
    tag,
    zh: '重新生成恢复码',
    en: 'New recovery codes; the old ones are void',
    body: z.strictObject({ code }),
    reply: RecoveryCodes,
    problems: ['second-factor.refused', 'session.code-wrong', 'session.locked'],
  },
  removeSecondFactor: {
    method: 'POST',
    path: '/api/account/second-factor/removal',
    permission: session,
    tag,
    zh: '停用动态验证码',
    en: 'Give the second factor up',
    body: z.strictObject({ code }),
    status: 204,
    problems: ['second-factor.refused', 'session.code-wrong', 'session.locked'],
  },
  startIdentityLink: {
    method: 'POST',
    path: '/api/account/identities',
    permission: session,
    tag,
    zh: '关联统一身份认证账号',
    en: 'Begin to bind an account of the identity provider; open the address',
    reply: z.strictObject({ url: z.string() }),
    problems: ['session.way-closed'],
  },
  removeIdentity: {
    method: 'DELETE',
    path: '/api/account/identities',
    permission: session,
    tag,
    zh: '取消关联',
    en: 'Unbind the account of the identity provider',
    query: z.strictObject({ issuer: z.string().max(500) }),
    status: 204,
    problems: ['identity.not-found'],
  },
} as const
