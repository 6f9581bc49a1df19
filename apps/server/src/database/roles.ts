import { createHmac } from 'node:crypto'
import type pg from 'pg'
import { StartFailure } from '../failure.ts'

/**
 * Two accounts: the owner makes the schema, `yingshang_app` serves queries. The latter owns nothing and cannot pass by row-level security;
 * the start is refused when it could.
 */

export const APP_ROLE = 'yingshang_app'

/** Checks version and encoding of a database, whoever runs it. */
export async function checkDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; number: number; encoding: string }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
       pg_encoding_to_char(encoding) as encoding from pg_database where datname = current_database()`,
  )
  const { version, number, encoding } = rows[0]!
  if (number < 150_000)
    throw new StartFailure(
      'database.version',
      `需要 PostgreSQL 15 及以上，而此数据库为 ${version}。`,
      `PostgreSQL 15 or later is needed; this is ${version}.`,
    )
  if (encoding !== 'UTF8')
    throw new StartFailure(
      'database.encoding',
      `数据库编码须为 UTF8，而此处为 ${encoding}。`,
      `The database must be UTF8; it is ${encoding}.`,
    )
}

/**
 * The password of `yingshang_app`, from the owner's: every server that knows the owner finds the same one, and nothing more is stored.
 */
export function appPassword(ownerPassword: string): string {
  return createHmac('sha256', ownerPassword).update('yingshang_app').digest('base64url')
}

/** Makes the role with this password, or gives it this password. The owner must be allowed to create roles. */
export async function ensureAppRole(owner: pg.Client, password: string): Promise<void> {
  const literal = owner.escapeLiteral(password)
  try {
    const { rowCount } = await owner.query('select 1 from pg_roles where rolname = $1', [APP_ROLE])
    if (rowCount === 0)
      await owner.query(`create role ${APP_ROLE} login nosuperuser nocreatedb nocreaterole noinherit nobypassrls password ${literal}`)
    else await owner.query(`alter role ${APP_ROLE} login password ${literal}`)
  } catch (error) {
    // Two servers may make it in the same instant.
    if (['42710', '23505', 'XX000'].includes((error as { code?: string }).code ?? '')) return
    throw new StartFailure(
      'database.role',
      `DATABASE_URL 的账号不能建立角色 ${APP_ROLE}（${(error as Error).message}）。请由数据库管理员建立该角色（LOGIN、NOSUPERUSER、NOBYPASSRLS），并用 DATABASE_APP_URL 指定其地址。`,
      `The account of DATABASE_URL may not make the role ${APP_ROLE} (${(error as Error).message}). Let the database's administrator make it (LOGIN, NOSUPERUSER, NOBYPASSRLS) and give its address in DATABASE_APP_URL.`,
      { cause: error },
    )
  }
}

/** Refuses an account for queries that row-level security would not hold. */
export async function checkAppRole(app: pg.Client | pg.Pool, schema: string): Promise<void> {
  const { rows } = await app.query<{ name: string; free: boolean; owns: boolean }>(
    `select current_user as name, r.rolsuper or r.rolbypassrls as free,
       exists (select 1 from pg_class c where c.relnamespace = to_regnamespace($1) and pg_has_role(current_user, c.relowner, 'usage')) as owns
     from pg_roles r where r.rolname = current_user`,
    [schema],
  )
  const { name, free, owns } = rows[0]!
  if (name !== APP_ROLE || free || owns)
    throw new StartFailure(
      'database.role-too-strong',
      `服务查询的账号 ${name} 不受行级安全约束（须为 ${APP_ROLE}，且不是超级用户、不能绕过行级安全、不拥有表）。`,
      `The account ${name} for queries is not bound by row-level security (it must be ${APP_ROLE}, no superuser, without bypassrls, owning no table).`,
    )
}
