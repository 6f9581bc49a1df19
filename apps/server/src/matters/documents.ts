import { CLAIM_CLASSES, DOCUMENT_TEXTS, type DocumentText } from '@yingshang/bankruptcy'
import { DOCUMENT_TEXTS as CAMPAIGN_TEXTS } from '@yingshang/campaign'
import { type OfficialBlock, type OfficialDocument, writeOfficialSeries } from '@yingshang/document'
import type { Action, Done, State } from '@yingshang/procedure'
import { insertLater } from '../database/statements.ts'
import type { InTenant } from '../database/store.ts'
import { newId } from '../ids.ts'
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

/** One action whose documents are to be made; `state` is the one after it. */
export interface Asking {
  readonly action: Action
  readonly state: State
  readonly effects: readonly Done[]
}

/**
 * Makes what the effects of actions on one matter ask for, a list for each action. The content depends on nothing but the matter and the action, so that it can
 * be made again and compared. Documents that differ in their number alone are made together.
 */
export async function makeDocuments(
  tx: InTenant,
  tenantId: string,
  court: string,
  steps: readonly Asking[],
): Promise<readonly (readonly MadeDocument[])[]> {
  const asked = steps.map(({ effects }) => effects.filter((e) => e.kind === 'document').map((e) => e.document))
  const count = asked.reduce((sum, list) => sum + list.length, 0)
  if (count === 0) return asked.map(() => [])
  let n = await nextNumber(tx, tenantId, `document/${steps[0]!.state.matter}`, count)
  const made = asked.map(() => [] as MadeDocument[])
  const series = new Map<
    string,
    { model: OfficialDocument; members: { step: number; place: number; document: string; number: string }[] }
  >()
  steps.forEach(({ action, state }, step) => {
    asked[step]!.forEach((document, place) => {
      const caseNumber = state.facts.caseNumber?.value
      const number = typeof caseNumber === 'string' ? `${caseNumber}之${ordinal(n)}` : `（${action.on.slice(0, 4)}）文书${n}号`
      n++
      const model = modelOf(court, document, action, state)
      const key = JSON.stringify(model)
      const members = series.get(key)?.members ?? []
      if (members.length === 0) series.set(key, { model, members })
      members.push({ step, place, document, number })
    })
  })
  for (const { model, members } of series.values()) {
    const files = await writeOfficialSeries(
      model,
      members.map((m) => m.number),
    )
    members.forEach(({ step, place, document, number }, i) => {
      const bytes = files[i]!
      made[step]![place] = { id: newId(), document, number, sha256: sha256(bytes), bytes }
    })
  }
  return made
}

const TEXTS: Readonly<Record<string, DocumentText>> = { ...DOCUMENT_TEXTS, ...CAMPAIGN_TEXTS }

/** What a document says, but for its number. */
function modelOf(court: string, document: string, action: Action, state: State): OfficialDocument {
  const text = TEXTS[document]
  if (!text) throw new Error(`no text for document ${document}`)
  const fill = (template: string) =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => {
      if (name === 'on') return action.on
      const value = action.values?.[name] ?? state.facts[name]?.value
      return value === undefined || value === null || typeof value === 'object' ? '＿＿＿＿' : String(value)
    })
  const table = document === 'claims-table' ? claimsBlocks(state) : []
  return {
    title: fill(text.title),
    ...(text.recipients ? { recipients: fill(text.recipients) } : {}),
    body: [...text.paragraphs.map((paragraph): OfficialBlock => ({ kind: 'paragraph', text: fill(paragraph) })), ...table],
    signature: { units: [court], date: action.on },
    createdAt: action.at,
  }
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
  const classes: Record<string, string> = Object.fromEntries(CLAIM_CLASSES.map(({ id, zh }) => [id, zh]))
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

/** Rows of one statement; documents are large. */
const CHUNK = 200

/** Writes documents with the next statement that is waited for. */
export function writeDocuments(
  tx: InTenant,
  tenantId: string,
  steps: readonly { readonly action: Action; readonly documents: readonly MadeDocument[] }[],
): void {
  const rows = steps.flatMap(({ action, documents }) =>
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
  for (let from = 0; from < rows.length; from += CHUNK) insertLater(tx, 'matter_document', rows.slice(from, from + CHUNK))
}
