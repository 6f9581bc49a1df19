import { DOCUMENT_TEXTS } from '@yingshang/bankruptcy'
import { type OfficialBlock, writeOfficialDocument } from '@yingshang/document'
import { type Action, type Done, definitionOf, type State } from '@yingshang/procedure'
import type { InTenant } from '../database/store.ts'
import { newId } from '../ids.ts'
import type { Law } from './setting.ts'
import { nextNumber, rowsOf, sha256 } from './store.ts'

/** Documents that an action calls for: made from the texts of the domain and the facts of the matter, numbered, hashed into the action's own record. */

export interface MadeDocument {
  readonly id: string
  readonly document: string
  readonly number: string
  readonly sha256: string
  readonly bytes: Uint8Array
}

const yuan = (fen: unknown) => (typeof fen === 'number' ? (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 }) : '')
const ORDINALS = '一二三四五六七八九十'
/** 之一, 之二 … as courts number the rulings of one case. */
const ordinal = (n: number) => (n <= 10 ? ORDINALS[n - 1]! : `${n}`)

/** Makes what the effects ask for. The content depends on nothing but the matter and the action, so that it can be made again and compared. */
export async function makeDocuments(
  tx: InTenant,
  law: Law,
  tenantId: string,
  court: string,
  action: Action,
  state: State,
  effects: readonly Done[],
): Promise<readonly MadeDocument[]> {
  const asked = effects.filter((e) => e.kind === 'document')
  if (asked.length === 0) return []
  const { definition } = definitionOf(law.setting, state.procedure.id, state.procedure.version)
  const made: MadeDocument[] = []
  for (const { document } of asked) {
    const text = DOCUMENT_TEXTS[document]
    if (!text) throw new Error(`no text for document ${document}`)
    const caseNumber = state.facts.caseNumber?.value
    const n = await nextNumber(tx, tenantId, `document/${state.matter}`)
    const number = typeof caseNumber === 'string' ? `${caseNumber}之${ordinal(n)}` : `（${action.on.slice(0, 4)}）文书${n}号`
    const fill = (template: string) =>
      template.replace(/\{(\w+)\}/g, (_, name: string) => {
        if (name === 'on') return action.on
        const value = action.values?.[name] ?? state.facts[name]?.value
        return value === undefined || value === null || typeof value === 'object' ? '＿＿＿＿' : String(value)
      })
    const table = document === 'claims-table' ? claimsBlocks(state) : []
    const bytes = await writeOfficialDocument({
      title: fill(text.title),
      number,
      ...(text.recipients ? { recipients: fill(text.recipients) } : {}),
      body: [...text.paragraphs.map((paragraph): OfficialBlock => ({ kind: 'paragraph', text: fill(paragraph) })), ...table],
      signature: { units: [court], date: action.on },
      createdAt: action.at,
    })
    made.push({
      id: newId(),
      document: definition.documents?.some((d) => d.id === document) ? document : document,
      number,
      sha256: sha256(bytes),
      bytes,
    })
  }
  return made
}

function claimsBlocks(state: State): OfficialBlock[] {
  const words: Record<string, string> = {
    pending: '待审查',
    confirmed: '予以确认',
    partly: '部分确认',
    rejected: '不予确认',
    provisional: '暂缓确定',
    withdrawn: '撤回',
  }
  const classes: Record<string, string> = {
    secured: '有财产担保债权',
    employee: '职工债权',
    socialInsurance: '社会保险费用',
    tax: '税款债权',
    ordinary: '普通债权',
    subordinate: '劣后债权',
  }
  const rows = rowsOf(state, 'claims').filter(([, row]) => row.status !== 'withdrawn')
  const total = (name: string) => rows.reduce((sum, [, row]) => sum + (typeof row[name] === 'number' ? row[name] : 0), 0)
  return [
    {
      kind: 'table',
      columns: [
        { title: '序号', weight: 1 },
        { title: '债权人', weight: 4 },
        { title: '债权性质', weight: 3 },
        { title: '申报金额（元）', weight: 3, align: 'right' },
        { title: '确认金额（元）', weight: 3, align: 'right' },
        { title: '审查结论', weight: 2 },
      ],
      rows: [
        ...rows.map(([, row], i) => [
          String(i + 1),
          String(row.creditor ?? ''),
          classes[String(row.class)] ?? '',
          yuan(Number(row.principal ?? 0) + Number(row.interest ?? 0) + Number(row.other ?? 0)),
          yuan(row.confirmed ?? 0),
          words[String(row.status)] ?? '',
        ]),
        ['', '合计', '', yuan(total('principal') + total('interest') + total('other')), yuan(total('confirmed')), ''],
      ],
    },
  ]
}

export async function writeDocuments(tx: InTenant, tenantId: string, action: Action, documents: readonly MadeDocument[]): Promise<void> {
  if (documents.length === 0) return
  await tx
    .insertInto('matter_document')
    .values(
      documents.map((d) => ({
        tenant_id: tenantId,
        id: d.id,
        matter_id: action.matter,
        seq: action.seq,
        document: d.document,
        number: d.number,
        made_at: new Date(action.at),
        sha256: d.sha256,
        bytes: Buffer.from(d.bytes),
      })),
    )
    .execute()
}
