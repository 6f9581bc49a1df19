import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceText } from '@yingshang/document'
import type {
  Coverage as CoreCoverage,
  Drift as CoreDrift,
  Overview as CoreOverview,
  Plan as CorePlan,
  CorrectedValues,
  PlanField,
} from '@yingshang/plan'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { Coverage, Drift } from '../src/contract/alignments.ts'
import { ENDPOINTS, type Endpoint } from '../src/contract/endpoints.ts'
import { CORRECTABLE, CORRECTABLE_OF_PLAN, type Overview } from '../src/contract/plans.ts'
import { PROBLEMS } from '../src/contract/problem.ts'
import type { Plan, Source } from '../src/contract/reading.ts'
import { formsDocument, TABLE_FORMS } from '../src/forms/catalogue.ts'
import type { ReadonlyDeep } from '../src/http/endpoint.ts'
import { openApi } from '../src/http/openapi.ts'
import { errorsOf } from '../src/http/zod-messages.ts'
import { readConfig, SETTINGS, SettingError, settingsTable } from '../src/settings.ts'

type Out<T extends z.ZodType> = ReadonlyDeep<z.output<T>>

describe('the contract', () => {
  it('says every endpoint once: no part of the table overwrites another, no two answer at one address', () => {
    const folder = join(import.meta.dirname, '..', 'src', 'contract')
    const declared = readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {2}(\w+): (?:\{|\w+\()/gm)].map((m) => m[1]!))
      .filter((name) => name in ENDPOINTS)
    expect(new Set(declared)).toEqual(new Set(Object.keys(ENDPOINTS)))
    expect(declared.filter((name, i) => declared.indexOf(name) !== i)).toEqual([])
    const addresses = (Object.values(ENDPOINTS) as Endpoint[]).map((e) => `${e.method} ${e.path.replace(/:\w+/g, ':')}`)
    expect(addresses.filter((address, i) => addresses.indexOf(address) !== i)).toEqual([])
  })

  it('sends what the core makes, field for field', () => {
    // Assignable both ways up to read-only and optional: a field that one side has and the other has not does not compile.
    expectTypeOf<Omit<CorePlan, 'source'>>().toExtend<Out<typeof Plan>>()
    expectTypeOf<keyof Omit<CorePlan, 'source'>>().toEqualTypeOf<keyof Out<typeof Plan>>()
    expectTypeOf<keyof CorePlan['measures'][number]>().toEqualTypeOf<keyof Out<typeof Plan>['measures'][number]>()
    expectTypeOf<SourceText>().toExtend<Out<typeof Source>>()
    expectTypeOf<CoreOverview>().toExtend<ReadonlyDeep<Overview>>()
    expectTypeOf<CoreCoverage>().toExtend<ReadonlyDeep<Coverage>>()
    expectTypeOf<CoreDrift>().toExtend<ReadonlyDeep<Drift>>()
    expectTypeOf<(typeof CORRECTABLE)[number]>().toEqualTypeOf<keyof CorrectedValues>()
    expectTypeOf<(typeof CORRECTABLE_OF_PLAN)[number]>().toEqualTypeOf<`plan.${PlanField}`>()
    expect(CORRECTABLE.length + CORRECTABLE_OF_PLAN.length).toBe(17)
  })

  it('imports nothing of the server', () => {
    const index = readFileSync(join(import.meta.dirname, '..', 'src', 'contract', 'index.ts'), 'utf8')
    const files = [...index.matchAll(/'\.\/([\w-]+\.ts)'/g)].map((m) => m[1]!)
    expect(files.length).toBeGreaterThan(7)
    for (const name of files) {
      const source = readFileSync(join(import.meta.dirname, '..', 'src', 'contract', name), 'utf8')
      const imports = [...source.matchAll(/^(?:import|export)\s+(type )?.*?from '([^']+)'/gms)]
      for (const [, type, from] of imports)
        expect(type !== undefined || from === 'zod' || from!.startsWith('./'), `${name} imports ${from}`).toBe(true)
    }
  })

  it('names only problems that exist', () => {
    for (const [name, endpoint] of Object.entries(ENDPOINTS) as [string, Endpoint][])
      for (const code of endpoint.problems ?? []) expect(code === 'document.*' || code in PROBLEMS, `${name}: ${code}`).toBe(true)
  })

  it('says in two languages what is wrong with a field', () => {
    const result = ENDPOINTS.createUser.body.safeParse({ login: 'a', displayName: 'x', roles: ['root'], colour: 'red' })
    if (result.success) throw new Error('accepted')
    const errors = errorsOf(result.error)
    expect(errors.map((e) => e.path)).toEqual(expect.arrayContaining(['login', 'roles.0']))
    for (const { zh, en } of errors) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).not.toMatch(/\p{Script=Han}/u)
    }
  })
})

describe('the OpenAPI document', () => {
  const document = openApi('1.2.3') as {
    openapi: string
    paths: Record<
      string,
      Record<string, { operationId: string; parameters?: { name: string; in: string }[]; responses: Record<string, unknown> }>
    >
    components: { schemas: Record<string, unknown> }
  }

  it('has every endpoint with its parameters, and every reference leads somewhere', () => {
    expect(document.openapi).toBe('3.1.0')
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, o]) => ({ path, method, ...o })),
    )
    expect(operations.map((o) => o.operationId).sort()).toEqual(Object.keys(ENDPOINTS).sort())
    for (const { path, parameters = [], responses } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!)
      expect(parameters.filter((p) => p.in === 'path').map((p) => p.name)).toEqual(inPath)
      expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true)
      expect(Object.keys(responses)).toContain('400')
    }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((m) => m[1]!)
    expect(references.length).toBeGreaterThan(50)
    for (const reference of new Set(references)) {
      expect(reference).toMatch(/^#\/components\/schemas\/\w+$/)
      expect(document.components.schemas, reference).toHaveProperty(reference.split('/').at(-1)!)
    }
    expect(JSON.stringify(document)).not.toContain('$defs')
  })

  it('forbids properties that are not described', () => {
    const objects: string[] = []
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return
      const schema = value as Record<string, unknown>
      if (schema.type === 'object' && schema.properties && schema.additionalProperties !== false && !path.includes('multipart'))
        objects.push(path)
      for (const [key, inner] of Object.entries(schema)) walk(inner, `${path}/${key}`)
    }
    walk(document, '')
    expect(objects).toEqual([])
  })
})

describe('forms of tables', () => {
  it('are documented as they are read', () => {
    const docs = join(import.meta.dirname, '..', '..', '..', 'docs')
    for (const [locale, file] of [
      ['en', 'forms.md'],
      ['zh', 'zh/forms.md'],
    ] as const)
      expect(readFileSync(join(docs, file), 'utf8'), 'run node apps/server/scripts/forms.ts').toBe(formsDocument(locale))
  })

  it('have each title once in a sheet, and an English one for every column', () => {
    for (const form of TABLE_FORMS)
      for (const { name, columns } of form.sheets) {
        const titles = columns.map((c) => c.title)
        expect(new Set(titles).size, `${form.id} ${name}`).toBe(titles.length)
        for (const column of columns) expect(column.en, `${form.id} ${column.title}`).toMatch(/^[\x20-\x7e]+$/)
      }
  })
})

describe('settings', () => {
  it('are documented as they are read', () => {
    const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'settings.md')
    expect(readFileSync(file, 'utf8'), 'run node apps/server/scripts/settings.ts').toBe(settingsTable())
    for (const setting of Object.values(SETTINGS)) expect(() => setting.read(setting.default), setting.name).not.toThrow()
  })

  it('have the defaults of the table, and every fault is named at once', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 8030,
      uploadLimitMb: 50,
      samples: true,
      databaseUrl: null,
      publicUrl: [],
    })
    expect(readConfig({ PUBLIC_URL: 'https://a.example/x, http://b.example:81' }).publicUrl).toEqual([
      'https://a.example',
      'http://b.example:81',
    ])
    let found: unknown
    try {
      readConfig({ PORT: '70000', SAMPLES: 'maybe', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'LOUD' })
    } catch (error) {
      found = error
    }
    expect(found).toBeInstanceOf(SettingError)
    expect((found as SettingError).problems.map((p) => p.name).sort()).toEqual(['DATABASE_URL', 'LOG_LEVEL', 'PORT', 'SAMPLES'])
  })
})
