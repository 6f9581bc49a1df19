import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/ids.ts'
import { aServer, DATABASES, type Person, type TestServer } from './running-server.ts'
import { LOWER, UPPER } from './sample-plans.ts'

describe.each(DATABASES)('what belongs to another tenant, on %s', (on) => {
  let server: TestServer
  let officer: Person
  const other = newId()
  let mine: { plan: string; upper: string; alignment: string }
  let theirs: { plan: string; upper: string; alignment: string; correction: string; user: string }

  /** Moves everything there is to the other tenant, as if it had been made there. */
  beforeAll(async () => {
    server = await aServer({ on, pages: false })
    officer = await server.user('officer', 'officer')
    const fill = async (lower: string, upper: string) => {
      const plan = (await officer.upload('lower.txt', lower)).json.id
      const above = (await officer.upload('upper.txt', upper)).json.id
      const alignment = (await officer.json('POST', '/api/alignments', { lowerId: plan, upperId: above })).id
      const detail = await officer.json('GET', `/api/plans/${plan}`)
      const body = { measureId: detail.plan.measures[0].id, field: 'title', value: '更正过的标题', version: 1 }
      const correction = (await officer.json('PUT', `/api/plans/${plan}/corrections`, body)).correction.id
      return { plan, upper: above, alignment, correction }
    }
    const made = await fill(LOWER, UPPER)
    const client = await server.superConnection()
    try {
      await client.query("insert into tenant values ($1, 'other', '另一单位', now())", [other])
      await client.query('set session_replication_role = replica')
      for (const table of ['plan_document', 'plan_document_piece', 'plan_reading', 'correction', 'alignment', 'alignment_decision'])
        await client.query(`update ${table} set tenant_id = $1`, [other])
      const { rows } = await client.query(
        "insert into app_user select $1, $2, 'spy', 'spy', 'spy', array['officer'], 'x', false, false, now(), null returning id",
        [other, newId()],
      )
      await client.query('update plan_document set uploaded_by = $1', [rows[0].id])
      await client.query('update correction set made_by = $1', [rows[0].id])
      theirs = { ...made, user: rows[0].id }
    } finally {
      await client.end()
    }
    mine = await fill(LOWER.replace('280', '281'), UPPER.replace('300', '301'))
  })
  afterAll(() => server?.end())

  it('is in no list', async () => {
    const plans = await officer.json('GET', '/api/plans')
    expect(plans.items.map((p: { id: string }) => p.id).sort()).toEqual([mine.plan, mine.upper].sort())
    expect(plans.total).toBe(2)
    expect((await officer.json('GET', '/api/alignments')).items.map((a: { id: string }) => a.id)).toEqual([mine.alignment])
    expect((await officer.json('GET', `/api/alignments?planId=${theirs.plan}`)).items).toEqual([])
    const users = await server.administrator$.json('GET', '/api/users')
    expect(users.items.map((u: { login: string }) => u.login)).not.toContain('spy')
  })

  it('is not found by its id, whatever is asked', async () => {
    const admin = server.administrator$
    const { plan, upper, alignment, correction, user } = theirs
    const asked: [string, string, unknown?][] = [
      ['GET', `/api/plans/${plan}`],
      ['GET', `/api/plans/${plan}/original`],
      ['GET', `/api/plans/${plan}/measures`],
      ['GET', `/api/plans/${plan}/overview`],
      ['GET', `/api/plans/${plan}/coverage`],
      ['GET', `/api/plans/${plan}/export?to=xlsx`],
      ['POST', `/api/plans/${plan}/reread`],
      ['DELETE', `/api/plans/${upper}`],
      ['PUT', `/api/plans/${plan}/corrections`, { measureId: '一', field: 'title', value: 'x', version: 1 }],
      ['DELETE', `/api/plans/${plan}/corrections/${correction}`],
      ['DELETE', `/api/plans/${mine.plan}/corrections/${correction}`],
      ['POST', '/api/alignments', { lowerId: mine.plan, upperId: upper }],
      ['GET', `/api/alignments/${alignment}`],
      ['GET', `/api/alignments/${alignment}/coverage`],
      ['GET', `/api/alignments/${alignment}/export?to=docx`],
      ['PUT', `/api/alignments/${alignment}/decisions`, { lower: 'a', upper: 'b', decision: 'confirmed', version: 1 }],
      ['DELETE', `/api/alignments/${alignment}`],
      ['PATCH', `/api/users/${user}`, { disabled: true }],
    ]
    for (const [method, path, body] of asked) {
      const answer = await admin.ask(method, path, body)
      expect(answer.status, `${method} ${path}`).toBe(404)
      expect(answer.text).not.toContain('云溪')
    }
  })

  it('is no duplicate of what is uploaded here', async () => {
    const again = await officer.upload('lower.txt', LOWER)
    expect(again.status).toBe(201)
    expect(again.json.id).not.toBe(theirs.plan)
  })

  it('is not shown by any table to the role that serves queries', async () => {
    const client = await server.appConnection()
    try {
      const { rows } = await client.query(
        "select relname from pg_class where relnamespace = 'yingshang'::regnamespace and relkind in ('r', 'p') and relname not in ('tenant', 'migration') order by 1",
      )
      const tables = rows.map((row) => row.relname as string)
      expect(tables).toEqual(expect.arrayContaining(['app_user', 'event', 'plan_document', 'plan_reading', 'session']))
      const count = async (table: string) => {
        try {
          return Number((await client.query(`select count(*) from ${table}`)).rows[0].count)
        } catch (error) {
          // A table that the role may not even read.
          expect((error as { code: string }).code).toBe('42501')
          return 0
        }
      }
      for (const table of tables) expect(await count(table), `${table} without a tenant`).toBe(0)
      await client.query('begin')
      await client.query('select enter_tenant($1)', [server.tenantId])
      const { rows: foreign } = await client.query('select count(*) from plan_document where tenant_id = $1', [other])
      expect(Number(foreign[0].count)).toBe(0)
      expect(await count('plan_document')).toBeGreaterThan(0)
      const { rowCount } = await client.query("update plan_document set title = 'x' where tenant_id = $1", [other])
      expect(rowCount).toBe(0)
      await expect(
        client.query('insert into sign_in_failure (tenant_id, subject, failures, last_failed_at) values ($1, $2, 1, now())', [other, 'x']),
      ).rejects.toThrow(/row-level security/)
      await client.query('rollback')
      // The next transaction of the connection is nobody's again.
      expect(await count('plan_document')).toBe(0)
    } finally {
      await client.end()
    }
  })

  it('has row-level security on and forced, and the tenant first in every key, in every table', async () => {
    const client = await server.superConnection()
    try {
      const { rows: open } = await client.query(
        `select relname from pg_class c where relnamespace = 'yingshang'::regnamespace and relkind in ('r', 'p')
           and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') and not (relrowsecurity and relforcerowsecurity)`,
      )
      expect(open).toEqual([])
      const { rows: keys } = await client.query(
        `select c.relname, i.indexrelid::regclass as index from pg_index i join pg_class c on c.oid = i.indrelid
         where c.relnamespace = 'yingshang'::regnamespace and i.indisunique
           and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
           and (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0]) <> 'tenant_id'`,
      )
      expect(keys).toEqual([])
    } finally {
      await client.end()
    }
  })

  it('the record of events cannot be changed, by the server or by the owner', async () => {
    const app = await server.appConnection()
    const owner = await server.superConnection()
    try {
      for (const sql of ["update event set kind = 'x'", 'delete from event', 'truncate event']) {
        await expect(app.query(sql), sql).rejects.toThrow(/permission denied/)
        await expect(owner.query(`${sql}${sql.startsWith('truncate') ? ' cascade' : ''}`), sql).rejects.toThrow(/append-only/)
      }
    } finally {
      await app.end()
      await owner.end()
    }
  })
})
