import { z } from 'zod'
import { ENDPOINTS, type Endpoint } from '../contract/endpoints.ts'
import { PROBLEMS, Problem, type ProblemCode } from '../contract/problem.ts'

/** The OpenAPI 3.1 document, made from the table of endpoints and the schemas. */

type Json = Record<string, unknown>

/** Makes the document; `version` is the product's. */
export function openApi(version: string): Json {
  const components: Record<string, Json> = {}
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const {
      $schema: _,
      $defs = {},
      ...own
    } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as Json & {
      $defs?: Record<string, Json>
    }
    // A schema has one shape coming in and another going out only where it has defaults; those are requests and never named in answers.
    for (const [name, definition] of Object.entries($defs)) components[name] ??= relocate(definition) as Json
    return relocate(own) as Json
  }
  const problem = { description: '出错 Problem', content: { 'application/problem+json': { schema: schemaOf(Problem, 'output') } } }
  const paths: Record<string, Json> = {}
  for (const [name, endpoint] of Object.entries(ENDPOINTS) as [string, Endpoint][]) {
    const address = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[address] = { ...paths[address], [endpoint.method.toLowerCase()]: operation(name, endpoint, schemaOf, problem) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '营商 Yingshang',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        '出错时返回 application/problem+json，code 稳定不变。写请求须带 x-csrf-token（见 GET /api/session）。列表按键翻页：把 next 作为 after 传回。\n\nErrors are application/problem+json with a stable code. Writes need the header x-csrf-token (see GET /api/session). Lists are keyset pages: send `next` back as `after`.',
    },
    servers: [{ url: '/' }],
    tags: [...new Set(Object.values(ENDPOINTS).map((e) => e.tag))].map((tag) => ({ name: tag })),
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'yingshang' },
        csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token' },
      },
    },
  }
}

function operation(name: string, endpoint: Endpoint, schemaOf: (schema: z.ZodType, io: 'input' | 'output') => Json, problem: Json): Json {
  const parameters: Json[] = []
  const fields = (schema: z.ZodObject | undefined, where: 'path' | 'query') => {
    for (const [field, part] of Object.entries(schema?.shape ?? {})) {
      const { description, ...shape } = schemaOf(part as z.ZodType, 'input')
      const required = where === 'path' || !(part as z.ZodType).safeParse(undefined).success
      parameters.push({ name: field, in: where, required, schema: shape, ...(description === undefined ? {} : { description }) })
    }
  }
  fields(endpoint.params, 'path')
  fields(endpoint.query, 'query')
  if (endpoint.idempotent)
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', minLength: 8, maxLength: 100 },
      description: 'The same key again (within a day, by the same user) gives the same answer and creates nothing',
    })
  if (endpoint.minimal)
    parameters.push({
      name: 'Prefer',
      in: 'header',
      required: false,
      schema: { type: 'string', enum: ['return=minimal', 'return=representation'] },
      description: 'With `return=minimal` the answer is the short one: for programs that send many requests and show nothing',
    })
  const write = endpoint.method !== 'GET' && endpoint.permission !== 'public'
  const codes = [
    'request.invalid',
    ...(endpoint.permission === 'public' ? [] : ['session.required', 'permission.denied']),
    ...(endpoint.problems ?? []),
  ]
  const statuses = new Set(codes.map((code) => PROBLEMS[code as ProblemCode]?.status ?? 422))
  const normal = String(endpoint.status ?? 200)
  return {
    operationId: name,
    tags: [endpoint.tag],
    summary: `${endpoint.zh} ${endpoint.en.split(/[.;]/)[0]}`,
    description: `${endpoint.zh}。${endpoint.en}.\n\n权限 Permission: \`${endpoint.permission}\`\n\n错误 Problems: ${codes.map((c) => `\`${c}\``).join(', ')}`,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(endpoint, schemaOf),
    responses: {
      [normal]: answerOf(endpoint, schemaOf),
      ...(endpoint.idempotent ? { 200: answerOf(endpoint, schemaOf) } : {}),
      ...Object.fromEntries([...statuses].sort().map((status) => [String(status), problem])),
    },
    security: endpoint.permission === 'public' ? [] : [write ? { session: [], csrf: [] } : { session: [] }],
  }
}

function bodyOf(endpoint: Endpoint, schemaOf: (schema: z.ZodType, io: 'input' | 'output') => Json): Json {
  if (endpoint.body)
    return { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } } } }
  if (!endpoint.upload) return {}
  const { properties } = inline(schemaOf(endpoint.upload, 'input'), endpoint.upload, schemaOf)
  const schema = { type: 'object', properties: { file: { type: 'string', format: 'binary' }, ...(properties as Json) }, required: ['file'] }
  return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } }
}

/** The fields of an upload stand beside the file, so its schema cannot be a reference. */
function inline(found: Json, upload: z.ZodObject, schemaOf: (schema: z.ZodType, io: 'input') => Json): Json {
  if (found.properties) return found
  return {
    properties: Object.fromEntries(Object.entries(upload.shape).map(([name, part]) => [name, schemaOf(part as z.ZodType, 'input')])),
  }
}

function answerOf(endpoint: Endpoint, schemaOf: (schema: z.ZodType, io: 'input' | 'output') => Json): Json {
  if (endpoint.reply) {
    const whole = schemaOf(endpoint.reply, 'output')
    const schema = endpoint.minimal ? { anyOf: [whole, schemaOf(endpoint.minimal, 'output')] } : whole
    return { description: '成功 Done', content: { 'application/json': { schema } } }
  }
  if (endpoint.download)
    return { description: '文件 A file', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
  return { description: '成功 Done' }
}

/** References of a schema by itself become references into the document. */
function relocate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocate)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', '#/components/schemas/') : relocate(inner),
    ]),
  )
}
