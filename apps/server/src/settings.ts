import { homedir } from 'node:os'
import { join } from 'node:path'
import { isDate } from '@yingshang/time'
import type { AllowedHost } from './channels/reach.ts'

/**
 * Every setting of the server in one table: name, default, meaning, how it is read. `docs/settings.md` is generated from it.
 * Settings come from the environment; there is no other place.
 */

export interface Setting<T> {
  readonly name: string
  /** As one would write it in the environment; '' when the setting may be left out. */
  readonly default: string
  readonly zh: string
  readonly en: string
  /** Gives the value, or throws a `SettingError`'s text in both languages. */
  readonly read: (text: string) => T
  /** Never shown or logged. */
  readonly secret?: true
}

class Unreadable extends Error {
  readonly zh: string
  readonly en: string
  constructor(zh: string, en: string) {
    super(`${zh} ${en}`)
    this.zh = zh
    this.en = en
  }
}

const whole = (least: number, most: number) => (text: string) => {
  const value = Number(text)
  if (!/^\d+$/.test(text.trim()) || value < least || value > most)
    throw new Unreadable(`应为 ${least} 到 ${most} 的整数`, `must be a whole number from ${least} to ${most}`)
  return value
}
const yesNo = (text: string) => {
  if (/^(1|true|yes|on|是)$/i.test(text)) return true
  if (/^(0|false|no|off|否)$/i.test(text)) return false
  throw new Unreadable('应为 yes 或 no', 'must be yes or no')
}
const oneOf =
  <T extends string>(...values: readonly T[]) =>
  (text: string): T => {
    const found = values.find((v) => v === text.toLowerCase())
    if (found === undefined) throw new Unreadable(`应为 ${values.join('、')} 之一`, `must be one of ${values.join(', ')}`)
    return found
  }
const asIs = (text: string) => text
const list = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
const postgresUrl = (text: string): string | null => {
  if (text === '') return null
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text))
    throw new Unreadable('应为 postgres:// 开头的地址', 'must be an address that begins with postgres://')
  return text
}
const origins = (text: string): readonly string[] =>
  list(text).map((part) => {
    if (!URL.canParse(part) || !/^https?:/.test(part)) throw new Unreadable('应为 http(s) 地址', 'must be an http(s) address')
    return new URL(part).origin
  })

/** `host`, `host:port`, either with `@2026-12-31` for the last day. */
const hosts = (text: string): readonly AllowedHost[] =>
  list(text).map((part) => {
    const [, address, until] = /^([^@]+?)(?:@(.+))?$/.exec(part) ?? []
    const url = address !== undefined && URL.canParse(`https://${address}`) ? new URL(`https://${address}`) : null
    if (url === null || url.pathname !== '/' || url.username !== '' || (until !== undefined && !isDate(until)))
      throw new Unreadable('应为“主机”“主机:端口”，可加“@截止日期”', 'must be host or host:port, with @2026-12-31 where it ends')
    const port = /:(\d+)$/.exec(address!)?.[1]
    return { host: url.hostname, port: port === undefined ? null : Number(port), until: until ?? null }
  })

const issuer = (text: string): URL | null => {
  if (text === '') return null
  const url = URL.canParse(text) ? new URL(text) : null
  const here = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && here)))
    throw new Unreadable('应为 https 地址', 'must be an https address')
  return url
}

/** The default data folder, shown in the table by its rule, because it depends on the system. */
export function defaultDataFolder(
  platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  root = process.getuid?.() === 0,
): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Yingshang')
  // PostgreSQL never runs as root, and the account it runs under cannot enter root's home.
  if (root) return '/var/lib/yingshang'
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Yingshang')
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'yingshang')
}

export const SETTINGS = {
  dataFolder: {
    name: 'YINGSHANG_DATA',
    default: '',
    zh: '数据文件夹。缺省：Linux 为 ~/.local/share/yingshang（root 为 /var/lib/yingshang），macOS 为 ~/Library/Application Support/Yingshang，Windows 为 %LOCALAPPDATA%\\Yingshang',
    en: 'Data folder. Default: ~/.local/share/yingshang on Linux (/var/lib/yingshang for root), ~/Library/Application Support/Yingshang on macOS, %LOCALAPPDATA%\\Yingshang on Windows',
    read: (text: string) => text || defaultDataFolder(),
  },
  host: {
    name: 'HOST',
    default: '127.0.0.1',
    zh: '监听地址；0.0.0.0 为所有网卡（此时应放在 HTTPS 反向代理之后并设置 PUBLIC_URL）',
    en: 'Address to listen on; 0.0.0.0 for all (then put it behind an HTTPS proxy and set PUBLIC_URL)',
    read: asIs,
  },
  port: {
    name: 'PORT',
    default: '8030',
    zh: '监听端口；0 为任意空闲端口',
    en: 'Port to listen on; 0 for any free one',
    read: whole(0, 65535),
  },
  publicUrl: {
    name: 'PUBLIC_URL',
    default: '',
    zh: '用户浏览器中的地址，多个用逗号分隔。第一个为 https 时会话 cookie 只经 HTTPS 发送；设置后只接受这些来源的写请求',
    en: 'Addresses under which browsers reach the server, separated by commas. When the first is https, cookies go over HTTPS only; once set, writes are accepted from these origins alone',
    read: origins,
  },
  trustProxy: {
    name: 'TRUST_PROXY',
    default: '',
    zh: '可信反向代理的地址，多个用逗号分隔；只有它们的 X-Forwarded-* 会被采信',
    en: 'Addresses of trusted proxies, separated by commas; X-Forwarded-* is believed from them alone',
    read: list,
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    default: '',
    zh: '使用已有的 PostgreSQL（15 及以上）。该账号须拥有数据库；若能创建角色，服务自动建立 yingshang_app。留空则使用自带的 PostgreSQL',
    en: 'Use this PostgreSQL (15 or later). The account must own the database; where it may create roles, yingshang_app is made. Empty: the PostgreSQL that comes with the product',
    read: postgresUrl,
    secret: true,
  },
  databaseAppUrl: {
    name: 'DATABASE_APP_URL',
    default: '',
    zh: '服务查询所用账号（角色 yingshang_app）的地址，仅当 DATABASE_URL 的账号不能创建角色时需要',
    en: 'Address for the account that serves queries (role yingshang_app); needed only where the account of DATABASE_URL may not create roles',
    read: postgresUrl,
    secret: true,
  },
  databasePool: {
    name: 'DATABASE_POOL',
    default: '10',
    zh: '数据库连接数上限',
    en: 'Most database connections at once',
    read: whole(2, 200),
  },
  bodyName: {
    name: 'BODY_NAME',
    default: '本单位',
    zh: '首次启动时建立的单位名称',
    en: 'Name of the body that the first start sets up',
    read: asIs,
  },
  adminLogin: {
    name: 'ADMIN_LOGIN',
    default: 'admin',
    zh: '首次启动时建立的管理员账号名',
    en: 'Account name of the administrator that the first start sets up',
    read: asIs,
  },
  samples: {
    name: 'SAMPLES',
    default: 'yes',
    zh: '首次启动时装入示例方案',
    en: 'Load the sample plans on first start',
    read: yesNo,
  },
  buildPages: {
    name: 'BUILD_PAGES',
    default: 'yes',
    zh: '页面源码有变化时在启动中重新构建',
    en: 'Build the pages at start when their sources changed',
    read: yesNo,
  },
  filesS3Url: {
    name: 'FILES_S3_URL',
    default: '',
    zh: '附件存放的 S3 兼容存储桶地址；为空时存放在数据文件夹',
    en: 'Address of the S3-compatible bucket for attachments; empty: the data folder',
    read: asIs,
  },
  filesS3Region: {
    name: 'FILES_S3_REGION',
    default: 'us-east-1',
    zh: '存储桶所在区域',
    en: 'Region of the bucket',
    read: asIs,
  },
  filesS3KeyId: {
    name: 'FILES_S3_KEY_ID',
    default: '',
    zh: '存储桶访问密钥编号',
    en: 'Access key id of the bucket',
    read: asIs,
  },
  filesS3Secret: {
    name: 'FILES_S3_SECRET',
    default: '',
    zh: '存储桶访问密钥',
    en: 'Secret access key of the bucket',
    read: asIs,
    secret: true,
  },
  clocks: {
    name: 'CLOCKS',
    default: 'yes',
    zh: '由本服务处理期限届满、提醒和通知；同一数据库有多个服务时至少一个为 yes',
    en: 'This server acts on clocks that run out, warns and delivers notices; of several servers on one database at least one says yes',
    read: yesNo,
  },
  logOrigin: {
    name: 'LOG_ORIGIN',
    default: 'yingshang.local/log',
    zh: '日志名称，写在每个检查点首行；启用后不要更改',
    en: 'Name of the journal, first line of every checkpoint; keep it once in use',
    read: asIs,
  },
  logKeyFile: {
    name: 'LOG_KEY_FILE',
    default: '',
    zh: '检查点签名私钥文件（C2SP signed-note 格式）；为空时用数据文件夹中的密钥',
    en: 'File with the key that signs checkpoints (C2SP signed-note form); empty: the key in the data folder',
    read: asIs,
  },
  logFormerKeyFile: {
    name: 'LOG_FORMER_KEY_FILE',
    default: '',
    zh: '更换日志私钥时的原私钥文件；新旧密钥共同签署交接声明后可去掉',
    en: 'File with the former key when the key of the journal is rotated; both sign the handover, then this can go',
    read: asIs,
  },
  logSm2KeyFile: {
    name: 'LOG_SM2_KEY_FILE',
    default: '',
    zh: '检查点另加国密 SM2 签名行的私钥文件（64 个十六进制字符）；为空时不加',
    en: 'File with an SM2 private key (64 hex digits) for a second line on checkpoints; empty: none',
    read: asIs,
  },
  logWitnesses: {
    name: 'LOG_WITNESSES',
    default: '',
    zh: '可为检查点作见证签名的公钥，以空格分隔',
    en: 'Keys of witnesses that may cosign checkpoints, parted by blanks',
    read: asIs,
  },
  sessionIdleMinutes: {
    name: 'SESSION_IDLE_MINUTES',
    default: '60',
    zh: '多久不操作后需重新登录（分钟）',
    en: 'Minutes without use after which a session ends',
    read: whole(1, 1440),
  },
  sessionHours: {
    name: 'SESSION_HOURS',
    default: '12',
    zh: '登录最长有效时间（小时），不论是否操作',
    en: 'Hours after which a session ends in any case',
    read: whole(1, 168),
  },
  oidcIssuer: {
    name: 'OIDC_ISSUER',
    default: '',
    zh: '统一身份认证（OpenID Connect）的签发者地址；为空时不开通。须为 https，本机测试可用 http',
    en: 'Issuer of the identity provider (OpenID Connect); empty: closed. https, or http on this machine',
    read: issuer,
  },
  oidcClientId: {
    name: 'OIDC_CLIENT_ID',
    default: 'yingshang',
    zh: '在身份提供方登记的客户端编号；回调地址为 PUBLIC_URL 加 /api/session/oidc/callback',
    en: 'Client id registered with the provider; the redirect address is PUBLIC_URL with /api/session/oidc/callback',
    read: asIs,
  },
  oidcClientSecretFile: {
    name: 'OIDC_CLIENT_SECRET_FILE',
    default: '',
    zh: '客户端密钥所在的文件；为空时作为公开客户端，只用 PKCE',
    en: 'File with the client secret; empty: a public client with PKCE alone',
    read: asIs,
  },
  oidcScope: {
    name: 'OIDC_SCOPE',
    default: 'openid profile',
    zh: '向身份提供方请求的范围',
    en: 'Scopes asked of the provider',
    read: asIs,
  },
  oidcLoginClaim: {
    name: 'OIDC_LOGIN_CLAIM',
    default: 'preferred_username',
    zh: '首次登录时与本系统账号名对应的声明；email 时须已验证，并与账号的电子邮箱对应；none 时只接受本人已关联的账号',
    en: 'Claim that is the account name here at the first sign-in; email must be verified and is compared with the mail address; none: only accounts that their owners linked',
    read: asIs,
  },
  oidcName: {
    name: 'OIDC_NAME',
    default: '统一身份认证',
    zh: '登录页上对这种登录方式的称呼',
    en: 'What the sign-in page calls it',
    read: asIs,
  },
  mailCodes: {
    name: 'MAIL_CODES',
    default: 'no',
    zh: '开通邮件验证码登录；须配置邮件渠道',
    en: 'Open sign-in by a code in a mail; needs a mail channel',
    read: yesNo,
  },
  webhookHosts: {
    name: 'WEBHOOK_HOSTS',
    default: '',
    zh: '通知渠道可以发往的内部系统：主机或“主机:端口”，可加“@截止日期”，多个用逗号分隔；其余渠道地址须为公网 https，连接时核对',
    en: 'Internal systems that notice channels may reach: host or host:port, with @2026-12-31 where it ends, separated by commas; all other addresses must be public and https, checked when connecting',
    read: hosts,
  },
  lockoutAttempts: {
    name: 'LOCKOUT_ATTEMPTS',
    default: '5',
    zh: '同一账号连续失败多少次后锁定',
    en: 'Failures in a row after which an account is locked',
    read: whole(1, 100),
  },
  lockoutAddressAttempts: {
    name: 'LOCKOUT_ADDRESS_ATTEMPTS',
    default: '30',
    zh: '同一网络地址连续失败多少次后锁定',
    en: 'Failures after which a network address is locked',
    read: whole(1, 10_000),
  },
  lockoutMinutes: {
    name: 'LOCKOUT_MINUTES',
    default: '15',
    zh: '首次锁定时长（分钟）；之后每次失败加倍，最长 24 小时；失败计数在这段时间后重新开始',
    en: 'Minutes of the first lock; doubled by every further failure, at most 24 hours; failures are forgotten after this time',
    read: whole(1, 1440),
  },
  uploadLimitMb: {
    name: 'UPLOAD_LIMIT_MB',
    default: '50',
    zh: '上传文档大小上限（MB）',
    en: 'Largest document that is accepted (MB)',
    read: whole(1, 1024),
  },
  readSeconds: {
    name: 'READ_SECONDS',
    default: '60',
    zh: '读取一份文档的时间上限（秒）',
    en: 'Seconds that reading one document may take',
    read: whole(1, 3600),
  },
  readMemoryMb: {
    name: 'READ_MEMORY_MB',
    default: '1024',
    zh: '读取一份文档的内存上限（MB）',
    en: 'Memory that reading one document may take (MB)',
    read: whole(64, 65_536),
  },
  requestsPerMinute: {
    name: 'REQUESTS_PER_MINUTE',
    default: '1200',
    zh: '同一网络地址每分钟请求数上限',
    en: 'Most requests per minute from one network address',
    read: whole(10, 1_000_000),
  },
  drandUrl: {
    name: 'DRAND_URL',
    default: 'https://api.drand.sh',
    zh: '取回 drand 公开随机数的地址，签名在本机验证；为空时不取回，由人工录入',
    en: 'Where rounds of drand are fetched; signatures are verified here. Empty: they are entered by hand',
    read: asIs,
  },
  logLevel: {
    name: 'LOG_LEVEL',
    default: 'info',
    zh: '日志级别：trace、debug、info、warn、error、silent',
    en: 'Log level: trace, debug, info, warn, error, silent',
    read: oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent'),
  },
  logFormat: {
    name: 'LOG_FORMAT',
    default: 'auto',
    zh: '日志格式：json、text；auto 在终端中为 text，否则为 json。日志写到标准错误',
    en: 'Log format: json or text; auto is text on a terminal and json elsewhere. Logs go to standard error',
    read: oneOf('auto', 'json', 'text'),
  },
  stopSeconds: {
    name: 'STOP_SECONDS',
    default: '10',
    zh: '停止时等待未完成请求的时间上限（秒）',
    en: 'Seconds to wait for running requests when stopping',
    read: whole(0, 600),
  },
} as const satisfies Record<string, Setting<unknown>>

export type Config = { readonly [K in keyof typeof SETTINGS]: ReturnType<(typeof SETTINGS)[K]['read']> }

/** A setting that cannot be read, or several. */
export class SettingError extends Error {
  readonly problems: readonly { readonly name: string; readonly zh: string; readonly en: string }[]
  constructor(problems: readonly { readonly name: string; readonly zh: string; readonly en: string }[]) {
    super(problems.map((p) => `${p.name}：${p.zh} ${p.name}: ${p.en}`).join('\n'))
    this.name = 'SettingError'
    this.problems = problems
  }
}

/** Reads all settings from an environment. Throws one `SettingError` that names every setting that cannot be read. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const problems: { name: string; zh: string; en: string }[] = []
  const config: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries(SETTINGS)) {
    const text = env[setting.name]?.trim() || setting.default
    try {
      config[key] = setting.read(text)
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      problems.push({ name: setting.name, zh: error.zh, en: error.en })
    }
  }
  if (problems.length > 0) throw new SettingError(problems)
  return config as Config
}

/** The table as Markdown, for `docs/settings.md`. */
export function settingsTable(): string {
  const cell = (text: string) => text.replace(/\|/g, '\\|')
  const rows = Object.values(SETTINGS).map(
    (s: Setting<unknown>) => `| \`${s.name}\` | ${s.default ? `\`${s.default}\`` : ''} | ${cell(s.zh)} | ${cell(s.en)} |`,
  )
  return [
    '# 设置 Settings',
    '',
    '<!-- Written by `node apps/server/scripts/settings.ts` from apps/server/src/settings.ts; a test compares them. -->',
    '',
    '所有设置都是环境变量。All settings are environment variables.',
    '',
    '| 名称 Name | 缺省 Default | 含义 | Meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
