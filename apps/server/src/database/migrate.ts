import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { StartFailure } from '../failure.ts'
import { describeSchema, firstDifference } from './schema-description.ts'

/**
 * Migrations go forward only: numbered SQL files, each applied once in a transaction of its own, with its checksum kept. The start is
 * refused when an applied file was changed or is missing, when the database is newer than the program, and when the schema is not the one
 * that the program was written for.
 */

export const SCHEMA = 'yingshang'
export const MIGRATIONS = join(import.meta.dirname, 'migrations')
export const SCHEMA_FILE = join(import.meta.dirname, 'schema.txt')
/** Any fixed number: two servers that start on one database wait for each other. */
const LOCK = 7_203_604_881

export interface MigrationFile {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

/** The migrations of a folder in order. */
export function readMigrations(folder = MIGRATIONS): readonly MigrationFile[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      // Git may check files out with other line ends.
      const sql = readFileSync(join(folder, name), 'utf8').replace(/\r\n/g, '\n')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

export interface MigrateOptions {
  readonly files?: readonly MigrationFile[]
  /** The description the schema must have afterwards; null to skip the comparison (the tool that writes it). */
  readonly expected?: string | null
  readonly log?: (message: string) => void
}

/** Brings the database of the owner's connection up to date. Gives the names of the files that were applied now. */
export async function migrate(owner: pg.Client, options: MigrateOptions = {}): Promise<readonly string[]> {
  const { files = readMigrations(), expected = readFileSync(SCHEMA_FILE, 'utf8'), log = () => undefined } = options
  await owner.query('select pg_advisory_lock($1)', [LOCK])
  try {
    await prepare(owner)
    const { rows: applied } = await owner.query<{ name: string; checksum: string }>('select name, checksum from migration order by name')
    checkApplied(applied, files)
    const fresh: string[] = []
    for (const file of files.slice(applied.length)) {
      log(`migration ${file.name}`)
      await owner.query('begin')
      try {
        await owner.query(file.sql)
        await owner.query('insert into migration (name, checksum, applied_at) values ($1, $2, $3)', [file.name, file.checksum, new Date()])
        await owner.query('commit')
      } catch (error) {
        await owner.query('rollback')
        throw new StartFailure(
          'migration.failed',
          `数据库升级 ${file.name} 失败，未作任何更改：${(error as Error).message}`,
          `Migration ${file.name} failed and changed nothing: ${(error as Error).message}`,
          { cause: error },
        )
      }
      fresh.push(file.name)
    }
    if (expected !== null) await checkSchema(owner, expected)
    return fresh
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined)
  }
}

async function prepare(owner: pg.Client): Promise<void> {
  try {
    await owner.query(`create schema if not exists ${SCHEMA}`)
    await owner.query(`revoke all on schema ${SCHEMA} from public`)
    await owner.query(`grant usage on schema ${SCHEMA} to yingshang_app`)
    await owner.query(`set search_path = ${SCHEMA}`)
    await owner.query(
      'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null)',
    )
  } catch (error) {
    throw new StartFailure(
      'database.owner',
      `DATABASE_URL 的账号不能建立结构 ${SCHEMA}，或角色 yingshang_app 不存在：${(error as Error).message}`,
      `The account of DATABASE_URL may not make the schema ${SCHEMA}, or the role yingshang_app is missing: ${(error as Error).message}`,
      { cause: error },
    )
  }
}

function checkApplied(applied: readonly { name: string; checksum: string }[], files: readonly MigrationFile[]): void {
  applied.forEach((row, i) => {
    const file = files[i]
    if (!file)
      throw new StartFailure(
        'migration.newer',
        `数据库比本程序新（已应用 ${row.name}）。请使用新版程序。`,
        `The database is newer than this program (it has ${row.name}). Use the newer program.`,
      )
    if (file.name !== row.name)
      throw new StartFailure(
        'migration.missing',
        `已应用的数据库升级 ${row.name} 在程序中不存在（此处为 ${file.name}）。`,
        `The applied migration ${row.name} is missing from the program (found ${file.name} in its place).`,
      )
    if (file.checksum !== row.checksum)
      throw new StartFailure(
        'migration.changed',
        `已应用的数据库升级 ${row.name} 的内容被改动。请恢复原文件，另写新的升级。`,
        `The applied migration ${row.name} was changed afterwards. Restore it and write a new one.`,
      )
  })
}

async function checkSchema(owner: pg.Client, expected: string): Promise<void> {
  const difference = firstDifference(expected, await describeSchema(owner, SCHEMA))
  if (difference)
    throw new StartFailure(
      'migration.drift',
      `数据库结构与程序不符，可能被手工改动：\n${difference}`,
      'The schema of the database is not the one of this program; it may have been changed by hand. (After adding a migration: node apps/server/scripts/schema.ts)',
    )
}
