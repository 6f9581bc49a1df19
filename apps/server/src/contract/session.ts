import { z } from 'zod'
import { Id, Instant } from './values.ts'

/** Sign-in and the users of a body. */

export const ROLES = ['administrator', 'officer', 'viewer', 'commander', 'liaison', 'member', 'judge', 'clerk', 'party'] as const

export const Role = z
  .enum(ROLES)
  .describe(
    'administrator 管理员: users and the record of events as well; officer 经办: uploads, corrects, aligns, runs the campaign; viewer 查阅: reads and exports; commander 总指挥: reads and decides in the domains commanded; liaison 联络员: breaks down and reports for the bodies of their posts; member 科室人员: reads and fills in what is assigned to their departments; judge 审判人员 and clerk 书记员: all matters of the court; party 当事人: the matters on which they have a role',
  )
  .meta({ id: 'Role' })
export type Role = z.output<typeof Role>

/** What somebody may do; the pages show only what the session's `permissions` hold. */
export const PERMISSIONS = [
  'plan.read',
  'plan.write',
  'plan.delete',
  'plan.export',
  'alignment.read',
  'alignment.write',
  'user.manage',
  'event.read',
  'metrics.read',
  'matter.read',
  'matter.act',
  'matter.all',
  'matter.assign',
  'decision.draft',
  'decision.publish',
  'register.read',
  'register.manage',
  'draw.conduct',
  'calendar.draft',
  'calendar.publish',
  'meeting.read',
  'meeting.prepare',
  'meeting.direct',
  'organisation.read',
  'organisation.manage',
  'ledger.read',
  'ledger.write',
  'ledger.manage',
  'ledger.review',
  'ledger.decide',
  'report.read',
  'report.write',
  'channel.manage',
  'questionnaire.read',
  'questionnaire.manage',
  'questionnaire.answers',
  'complaint.read',
  'complaint.import',
  'evaluation.read',
  'evaluation.object',
  'evaluation.manage',
] as const
export const Permission = z.enum(PERMISSIONS).describe('What a role allows').meta({ id: 'Permission' })
export type Permission = z.output<typeof Permission>

export const Login = z
  .string()
  .trim()
  .min(2)
  .max(64)
  .regex(/^[\p{L}\p{N}._@-]+$/u)
  .describe('Account name: letters (Chinese too), digits and . _ @ -; case does not matter')

export const NewPassword = z
  .string()
  .min(10)
  .max(200)
  .describe('At least 10 characters; refused when it is common or holds the account name')

export const SignIn = z
  .strictObject({
    login: z.string().min(1).max(64).describe('Account name'),
    password: z.string().min(1).max(200),
    code: z
      .string()
      .trim()
      .min(6)
      .max(20)
      .optional()
      .describe('Of the authenticator, or a recovery code; asked for with `session.code-required`'),
  })
  .meta({ id: 'SignIn' })
export type SignIn = z.output<typeof SignIn>

export const SIGN_IN_METHODS = ['password', 'oidc', 'mail-code'] as const
export type SignInMethod = (typeof SIGN_IN_METHODS)[number]

export const Session = z
  .strictObject({
    user: z.strictObject({
      id: Id,
      login: z.string(),
      displayName: z.string(),
      roles: z.array(Role),
    }),
    permissions: z.array(Permission).describe('Everything that the roles allow'),
    csrfToken: z.string().describe('Send as header `x-csrf-token` with every POST, PUT, PATCH and DELETE'),
    mustChangePassword: z.boolean().describe('True: nothing but POST /api/session/password and DELETE /api/session is allowed until then'),
    tenant: z.strictObject({ id: Id, name: z.string().describe('The body that works here') }),
    expiresAt: Instant.describe('When the session ends even when used'),
    method: z.enum(SIGN_IN_METHODS).describe('How it was opened'),
    signOutUrl: z.string().nullable().describe('Where to go after signing out, so that the identity provider ends its session too'),
  })
  .meta({ id: 'Session' })
export type Session = z.output<typeof Session>

export const PasswordChange = z
  .strictObject({
    current: z.string().min(1).max(200),
    next: NewPassword,
  })
  .meta({ id: 'PasswordChange' })
export type PasswordChange = z.output<typeof PasswordChange>

export const User = z
  .strictObject({
    id: Id,
    login: z.string(),
    displayName: z.string(),
    roles: z.array(Role),
    disabled: z.boolean(),
    lockedUntil: Instant.nullable().describe('Set while the account is locked after repeated failures'),
    mustChangePassword: z.boolean(),
    createdAt: Instant,
    lastSignInAt: Instant.nullable(),
    email: z.string().nullable(),
    secondFactor: z.boolean().describe('Signs in with a code of an authenticator as well'),
  })
  .meta({ id: 'User' })
export type User = z.output<typeof User>

const Roles = z
  .array(Role)
  .min(1)
  .refine((roles) => new Set(roles).size === roles.length, '角色重复 A role is repeated')

export const NewUser = z
  .strictObject({
    login: Login,
    displayName: z.string().trim().min(1).max(100),
    roles: Roles,
    email: z.email().max(200).nullable().optional(),
  })
  .describe('The answer holds a one-time password')
  .meta({ id: 'NewUser' })
export type NewUser = z.output<typeof NewUser>

export const UserChange = z
  .strictObject({
    displayName: z.string().trim().min(1).max(100).optional(),
    roles: Roles.optional(),
    disabled: z.boolean().optional().describe('True ends all sessions of the user at once'),
    email: z.email().max(200).nullable().optional().describe('Codes to sign in with are sent there'),
    resetSecondFactor: z.literal(true).optional().describe('Gives the second factor of the user up, for a lost phone'),
    resetPassword: z.literal(true).optional().describe('Gives a new one-time password, unlocks the account and ends all its sessions'),
  })
  .refine((change) => Object.keys(change).length > 0, '没有要修改的内容 Nothing to change')
  .meta({ id: 'UserChange' })
export type UserChange = z.output<typeof UserChange>

export const UserWithPassword = User.extend({
  oneTimePassword: z.string().nullable().describe('Shown once; must be changed at the first sign-in. Null when none was made'),
}).meta({ id: 'UserWithPassword' })
export type UserWithPassword = z.output<typeof UserWithPassword>
