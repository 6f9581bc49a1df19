import { z } from 'zod'
import { ROLES } from './session.ts'
import { Id, Instant, PageQuery, pageOf } from './values.ts'

/** Ways by which notices leave the product, the rules for them, and what became of each copy. */

/** Kinds of events that notices tell of. Stable: rules name them. */
export const NOTICE_EVENTS = {
  matter: { zh: '案件进展', en: 'progress of a matter' },
  'matter.due': { zh: '案件期限将届满', en: 'a clock of a matter is about to end' },
  complaint: { zh: '企业诉求', en: 'complaints and requests' },
  ledger: { zh: '台账变动', en: 'changes of the ledger' },
  'ledger.due': { zh: '任务将到期或逾期', en: 'entries due or overdue' },
  'ledger.review': { zh: '销号审核', en: 'close-out' },
  report: { zh: '报送开始与截止', en: 'reports open and due' },
  'report.late': { zh: '未按时报送', en: 'reports not handed in' },
  letter: { zh: '函询与通报', en: 'letters and bulletins' },
  delegation: { zh: '委托代行', en: 'delegations' },
  meeting: { zh: '债权人会议', en: "creditors' meetings" },
  evaluation: { zh: '考核评价', en: 'evaluation' },
  system: { zh: '系统通知', en: 'the system' },
} as const
export type NoticeEvent = keyof typeof NOTICE_EVENTS
const EVENTS = Object.keys(NOTICE_EVENTS) as [NoticeEvent, ...NoticeEvent[]]

export const CHANNEL_KINDS = ['mail', 'wecom', 'dingtalk', 'webhook'] as const
export const ChannelKind = z
  .enum(CHANNEL_KINDS)
  .describe('mail 电子邮件; wecom 企业微信群机器人; dingtalk 钉钉群机器人; webhook 其他系统的地址')
  .meta({ id: 'ChannelKind' })

const text = (most: number) => z.string().trim().min(1).max(most)

export const MailSettings = z
  .strictObject({
    host: text(200).describe('SMTP server'),
    port: z.int().min(1).max(65535),
    security: z.enum(['tls', 'starttls', 'none']).describe('none: only within the machine or a closed network'),
    user: z.string().max(200).describe('Empty: no sign-in'),
    from: z.email().max(200),
    fromName: z.string().max(100),
  })
  .meta({ id: 'MailSettings' })
export type MailSettings = z.output<typeof MailSettings>

export const ChannelChange = z
  .strictObject({
    kind: ChannelKind,
    name: text(60),
    enabled: z.boolean(),
    mail: MailSettings.optional().describe('For mail'),
    /** Write only. */
    password: z.string().max(500).optional().describe('Of the SMTP account; absent: as it was'),
    url: z.url().max(1000).optional().describe('Address of the robot or system, a secret; absent: as it was'),
    signingKey: z
      .string()
      .max(200)
      .optional()
      .describe('加签密钥 of a DingTalk robot, or the key of the HMAC header of a webhook; absent: as it was'),
  })
  .meta({ id: 'ChannelChange' })

export type ChannelChange = z.output<typeof ChannelChange>

export const Channel = z
  .strictObject({
    id: Id,
    kind: ChannelKind,
    name: z.string(),
    enabled: z.boolean(),
    mail: MailSettings.nullable(),
    host: z.string().nullable().describe('Host of a robot or system; its whole address is never shown'),
    hasSecret: z.boolean(),
    waiting: z.int(),
    failed: z.int().describe('Failed or of unknown outcome, waiting for a decision'),
    changedAt: Instant,
  })
  .meta({ id: 'Channel' })
export type Channel = z.output<typeof Channel>

export const NoticeRule = z
  .strictObject({
    channelId: Id,
    role: z.enum(['*', ...ROLES]),
    event: z.enum(['*', ...EVENTS]),
    mode: z.enum(['now', 'daily', 'weekly']).describe('daily: each morning in one; weekly: on Monday morning'),
  })
  .meta({ id: 'NoticeRule' })
export type NoticeRule = z.output<typeof NoticeRule>

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

export const NoticePreference = z
  .strictObject({
    email: z.email().max(200).nullable(),
    quiet: z
      .strictObject({ from: TimeOfDay, until: TimeOfDay })
      .nullable()
      .describe('Nothing is sent between these hours, China time; may pass midnight'),
    digest: z.enum(['now', 'daily', 'weekly', 'off']).nullable().describe('Null: as the rules of the office say'),
    muted: z.array(z.enum(EVENTS)).max(EVENTS.length).describe('Kinds that are not to leave the product'),
  })
  .meta({ id: 'NoticePreference' })
export type NoticePreference = z.output<typeof NoticePreference>

export const DELIVERY_STATES = ['waiting', 'sending', 'sent', 'failed', 'unknown', 'dropped'] as const
export const Delivery = z
  .strictObject({
    id: Id,
    channel: z.strictObject({ id: Id, name: z.string(), kind: ChannelKind }),
    receiver: z.string().nullable().describe('Who it is for; null for a robot'),
    notices: z.int().describe('How many notices are in it'),
    subject: z.string(),
    state: z.enum(DELIVERY_STATES),
    dueAt: Instant,
    attempts: z.int(),
    lastError: z.string().nullable(),
    doneAt: Instant.nullable(),
  })
  .meta({ id: 'Delivery' })
export type Delivery = z.output<typeof Delivery>

const tag = '通知渠道 Channels'
const id = z.strictObject({ id: Id })

/** Addresses of channels; part of the one table of endpoints. */
export const CHANNEL_ENDPOINTS = {
  listChannels: {
    method: 'GET',
    path: '/api/channels',
    permission: 'channel.manage',
    tag,
    zh: '通知渠道',
    en: 'Channels with what waits on them',
    reply: z.strictObject({ items: z.array(Channel) }),
  },
  addChannel: {
    method: 'POST',
    path: '/api/channels',
    permission: 'channel.manage',
    tag,
    zh: '新增渠道',
    en: 'Add a channel',
    body: ChannelChange,
    reply: Channel,
    status: 201,
    problems: ['channel.invalid', 'channel.name-taken'],
  },
  changeChannel: {
    method: 'PUT',
    path: '/api/channels/:id',
    permission: 'channel.manage',
    tag,
    zh: '修改渠道',
    en: 'Change a channel; its kind stays',
    params: id,
    body: ChannelChange,
    reply: Channel,
    problems: ['channel.invalid', 'channel.name-taken', 'channel.not-found'],
  },
  testChannel: {
    method: 'POST',
    path: '/api/channels/:id/test',
    permission: 'channel.manage',
    tag,
    zh: '试发',
    en: 'Send a test now, to the own address for mail; says at once whether it was taken',
    params: id,
    reply: z.strictObject({ ok: z.boolean(), error: z.string().nullable() }),
    problems: ['channel.not-found', 'channel.invalid'],
  },
  getNoticeRules: {
    method: 'GET',
    path: '/api/channels/rules',
    permission: 'channel.manage',
    tag,
    zh: '通知规则',
    en: 'Which notices go where',
    reply: z.strictObject({ items: z.array(NoticeRule) }),
  },
  setNoticeRules: {
    method: 'PUT',
    path: '/api/channels/rules',
    permission: 'channel.manage',
    tag,
    zh: '设定通知规则',
    en: 'Replace the rules; all or none',
    body: z.strictObject({ items: z.array(NoticeRule).max(500) }),
    reply: z.strictObject({ items: z.array(NoticeRule) }),
    problems: ['channel.invalid'],
  },
  listDeliveries: {
    method: 'GET',
    path: '/api/channels/deliveries',
    permission: 'channel.manage',
    tag,
    zh: '发送记录',
    en: 'Copies that were made, newest first',
    query: z.strictObject({ ...PageQuery.shape, state: z.enum(DELIVERY_STATES).optional(), channel: Id.optional() }),
    reply: pageOf(Delivery),
  },
  decideDelivery: {
    method: 'POST',
    path: '/api/channels/deliveries/:id',
    permission: 'channel.manage',
    tag,
    zh: '处理未送达',
    en: 'Send again what failed or whose outcome is unknown, or leave it',
    params: id,
    body: z.strictObject({ decision: z.enum(['again', 'arrived', 'drop']) }),
    status: 204,
    problems: ['delivery.not-open'],
  },
  getNoticePreference: {
    method: 'GET',
    path: '/api/notices/preference',
    permission: 'session',
    tag,
    zh: '我的通知方式',
    en: 'How the caller wants to be told',
    reply: NoticePreference,
  },
  setNoticePreference: {
    method: 'PUT',
    path: '/api/notices/preference',
    permission: 'session',
    tag,
    zh: '设定我的通知方式',
    en: 'Say how the caller wants to be told',
    body: NoticePreference,
    reply: NoticePreference,
  },
} as const
