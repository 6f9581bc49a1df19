import { z } from 'zod'
import { Refusal, Words } from './matter-shapes.ts'
import { Id, PlainDate } from './values.ts'

/** One deed on many matters: shown beforehand matter by matter, then done, each in a transaction of its own, with a result for each. */

const Login = z.string().min(1).max(64).describe('Account name')

export const BulkDeed = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('follow'), following: z.boolean() }),
    z.strictObject({
      do: z.literal('assign'),
      login: Login,
      role: z.string().max(100),
      from: PlainDate.optional(),
      until: PlainDate.nullable().optional(),
    }),
    z.strictObject({
      do: z.literal('delegate'),
      absent: Login.describe('Whose roles are exercised'),
      login: Login.describe('Who stands in for them'),
      from: PlainDate.optional(),
      until: PlainDate.describe('A delegation has an end'),
    }),
    z.strictObject({
      do: z.literal('act'),
      action: z.string().max(100),
      values: z.record(z.string().max(100), z.unknown()).describe('The same form for every matter'),
    }),
  ])
  .meta({ id: 'BulkDeed' })
export type BulkDeed = z.output<typeof BulkDeed>

export const BULK_MOST = 200

export const BulkRequest = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          id: Id,
          expectedSeq: z.int().min(0).describe('The step at which the matter was seen; only an action asks for it'),
        }),
      )
      .min(1)
      .max(BULK_MOST),
    deed: BulkDeed,
  })
  .meta({ id: 'BulkRequest' })

export const BulkAnswer = z
  .strictObject({
    items: z.array(
      z.strictObject({
        matter: z.strictObject({ id: Id, title: z.string(), titleEn: z.string(), number: z.string().nullable() }).nullable(),
        id: Id,
        seq: z.int().nullable().describe('Where the matter stands now'),
        result: z
          .enum(['will', 'done', 'already', 'refused'])
          .describe(
            'will: the preview found nothing against it; already: there is nothing to do; refused: for the reasons given, and nothing was changed',
          ),
        reasons: z.array(Refusal),
      }),
    ),
  })
  .meta({ id: 'BulkAnswer' })
export type BulkAnswer = z.output<typeof BulkAnswer>

export const BulkSelection = z.strictObject({ ids: z.array(Id).min(1).max(BULK_MOST) }).meta({ id: 'BulkSelection' })

export const BulkActions = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          procedure: z.strictObject({ id: z.string(), version: z.string(), title: Words }),
          action: z.string(),
          label: Words,
          allowed: z.array(Id).describe('Matters of the selection on which the caller may take it now'),
          fields: z.array(z.record(z.string(), z.unknown())).describe('The form, without fields that differ from matter to matter'),
        }),
      )
      .describe('Simple actions with one form for all, most matters first'),
  })
  .meta({ id: 'BulkActions' })
export type BulkActions = z.output<typeof BulkActions>

const tag = '案件 Matters'

export const MATTER_BULK_ENDPOINTS = {
  listBulkActions: {
    method: 'POST',
    path: '/api/matters/bulk/actions',
    permission: 'matter.act',
    tag,
    zh: '可批量办理的事项',
    en: 'Actions that can be taken on several of these matters with one form',
    body: BulkSelection,
    reply: BulkActions,
  },
  previewBulk: {
    method: 'POST',
    path: '/api/matters/bulk/preview',
    permission: 'matter.read',
    tag,
    zh: '预览批量办理',
    en: 'What a deed would do on each matter; changes nothing',
    body: BulkRequest,
    reply: BulkAnswer,
    problems: ['user.not-found', 'permission.denied', 'bulk.refused'],
  },
  performBulk: {
    method: 'POST',
    path: '/api/matters/bulk',
    permission: 'matter.read',
    tag,
    zh: '批量办理',
    en: 'Do a deed on each matter, each by itself. Sent twice it finds the second time that everything is done already or has moved on',
    body: BulkRequest,
    reply: BulkAnswer,
    problems: ['user.not-found', 'permission.denied', 'bulk.refused'],
  },
  exportMatters: {
    method: 'POST',
    path: '/api/matters/bulk/export',
    permission: 'matter.read',
    tag,
    zh: '导出所选案件',
    en: 'Exactly these matters as a workbook; recorded',
    body: BulkSelection,
    download: true,
  },
} as const
