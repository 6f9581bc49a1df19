import { z } from 'zod'
import { MatterListQuery } from './matter-shapes.ts'
import { Id, Person } from './values.ts'

/** Queries of the list of matters that have a name: one's own, and those that staff share with the house. */

/** Columns of the list beside the title. */
export const MATTER_COLUMNS = ['stage', 'due', 'tasks', 'updated', 'opened', 'roles'] as const

export const MatterSearch = MatterListQuery.omit({ after: true, limit: true })
  .extend({
    cols: z
      .string()
      .max(100)
      .regex(new RegExp(`^(${MATTER_COLUMNS.join('|')})(,(${MATTER_COLUMNS.join('|')}))*$`))
      .optional()
      .describe('Columns in their order, with commas; the usual ones when left out'),
  })
  .describe('What the address of the list holds')
  .meta({ id: 'MatterSearch' })

const name = z.string().trim().min(1).max(40)

export const MatterQuery = z
  .strictObject({
    id: Id,
    name: z.string(),
    shared: z.boolean().describe('The staff of the house see it'),
    own: z.boolean(),
    owner: Person,
    search: MatterSearch,
    isDefault: z.boolean().describe('The caller’s list opens with it'),
    version: z.int().describe('Send with a change'),
  })
  .meta({ id: 'MatterQuery' })
export type MatterQuery = z.output<typeof MatterQuery>

export const MatterQueryList = z
  .strictObject({ items: z.array(MatterQuery).describe('Own ones first, by name') })
  .meta({ id: 'MatterQueryList' })
export type MatterQueryList = z.output<typeof MatterQueryList>

export const NewMatterQuery = z
  .strictObject({ name, search: MatterSearch, shared: z.boolean().default(false) })
  .meta({ id: 'NewMatterQuery' })
export const MatterQueryChange = z
  .strictObject({
    name: name.optional(),
    search: MatterSearch.optional(),
    shared: z.boolean().optional(),
    version: z.int().describe('The version that was seen'),
  })
  .meta({ id: 'MatterQueryChange' })

const byId = z.strictObject({ id: Id })
const tag = '案件 Matters'

export const MATTER_QUERY_ENDPOINTS = {
  listMatterQueries: {
    method: 'GET',
    path: '/api/matter-queries',
    permission: 'matter.read',
    tag,
    zh: '常用查询',
    en: 'Saved queries of the list of matters',
    reply: MatterQueryList,
  },
  saveMatterQuery: {
    method: 'POST',
    path: '/api/matter-queries',
    permission: 'matter.read',
    tag,
    zh: '保存查询',
    en: 'Save a query under a name',
    body: NewMatterQuery,
    reply: MatterQueryList,
    status: 201,
    problems: ['query.name-taken'],
  },
  changeMatterQuery: {
    method: 'PATCH',
    path: '/api/matter-queries/:id',
    permission: 'matter.read',
    tag,
    zh: '修改查询',
    en: 'Rename, replace or share an own query',
    params: byId,
    body: MatterQueryChange,
    reply: MatterQueryList,
    problems: ['query.not-found', 'query.name-taken', 'version.conflict'],
  },
  deleteMatterQuery: {
    method: 'DELETE',
    path: '/api/matter-queries/:id',
    permission: 'matter.read',
    tag,
    zh: '删除查询',
    en: 'Delete an own query',
    params: byId,
    reply: MatterQueryList,
    problems: ['query.not-found'],
  },
  chooseMatterQuery: {
    method: 'PUT',
    path: '/api/matter-queries/default',
    permission: 'matter.read',
    tag,
    zh: '设为默认查询',
    en: 'The query with which the caller’s list opens; null for none',
    body: z.strictObject({ id: Id.nullable() }),
    reply: MatterQueryList,
    problems: ['query.not-found'],
  },
} as const
