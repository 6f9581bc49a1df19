import type pg from 'pg'

/**
 * The schema as text that is the same on every PostgreSQL from 15 on: tables, columns, constraints, indexes, policies, triggers,
 * functions, grants. It is committed as `schema.txt`, so that a change shows in review and a hand-made change is noticed at start.
 */

const PARTS: readonly string[] = [
  `select format('table %s%s%s', c.relname, case when c.relrowsecurity then ' rls' else '' end, case when c.relforcerowsecurity then ' forced' else '' end)
   from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p')`,
  `select format('column %s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
     case when a.attnotnull then ' not null' else '' end, coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''))
   from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
  // Not-null constraints are rows of this catalogue from PostgreSQL 18 on; the columns show them.
  `select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
   from pg_constraint where connamespace = $1::regnamespace and contype <> 'n' and conrelid <> 0`,
  `select format('index %s', indexdef) from pg_indexes where schemaname = $1`,
  `select format('policy %s %s %s %s %s %s', tablename, policyname, permissive, cmd, qual, coalesce(with_check, '-')) from pg_policies where schemaname = $1`,
  `select format('trigger %s', pg_get_triggerdef(t.oid)) from pg_trigger t join pg_class c on c.oid = t.tgrelid
   where c.relnamespace = $1::regnamespace and not t.tgisinternal`,
  `select format('function %s(%s) %s %s', proname, pg_get_function_identity_arguments(oid), case when prosecdef then 'definer' else 'invoker' end, md5(prosrc))
   from pg_proc where pronamespace = $1::regnamespace`,
  `select format('view %s %s', viewname, md5(definition)) from pg_views where schemaname = $1`,
  `select format('grant %s on %s to yingshang_app', string_agg(privilege_type, ', ' order by privilege_type), table_name)
   from information_schema.role_table_grants where table_schema = $1 and grantee = 'yingshang_app' group by table_name`,
]

/** One line for each piece, sorted; ends with a line break. */
export async function describeSchema(client: pg.Client, schema: string): Promise<string> {
  const lines: string[] = []
  for (const sql of PARTS) {
    const { rows } = await client.query<{ format: string }>(sql, [schema])
    lines.push(...rows.map((row) => row.format.replaceAll(`${schema}.`, '').replace(/\s+/g, ' ')))
  }
  return `${lines.sort().join('\n')}\n`
}

/** The lines that only one of two descriptions has, marked - and +; null when they are equal. */
export function firstDifference(expected: string, found: string): string | null {
  const [a, b] = [new Set(expected.replace(/\r\n/g, '\n').split('\n')), new Set(found.split('\n'))]
  const lines = [
    ...[...a].filter((line) => !b.has(line)).map((l) => `- ${l}`),
    ...[...b].filter((line) => !a.has(line)).map((l) => `+ ${l}`),
  ]
  return lines.length === 0 ? null : lines.slice(0, 10).join('\n')
}
