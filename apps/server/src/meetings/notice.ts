import { MAJORITIES, type Majority, type ResolutionResult } from '@yingshang/ballot'
import { type MeetingNotice, NOTICE_RULES, type ResolutionText } from '@yingshang/meeting'
import { dateInChina } from '@yingshang/time'
import type { ItemRow, MeetingRow } from './store.ts'

/** The notice of a meeting as it is recorded: what will be voted on, in which words, by which majorities. */

export const majorityOf = (id: string): Majority | undefined => MAJORITIES.find((m) => m.id === id)

/** Papers of the meeting by item: their digests are part of what is voted on. */
export interface PaperOf {
  readonly item_id: string | null
  readonly title: string
  readonly sha256: string
}

/** A resolution in the words in which it is put to the vote; null for an item without a vote. `firsts`: by item, the result of the first vote where this is the second. */
export function resolutionText(
  item: ItemRow,
  papers: readonly PaperOf[],
  firsts: ReadonlyMap<string, ResolutionResult>,
): ResolutionText | null {
  const { resolution } = item
  if (resolution === null) return null
  const own = papers.filter((p) => p.item_id === item.id)
  const first = firsts.get(item.id)
  return {
    id: item.id,
    title: item.title,
    // The title says it all where there is no more.
    text: item.body === '' ? item.title : item.body,
    majority: resolution.majority,
    ...(resolution.classes === undefined ? {} : { classes: resolution.classes }),
    ...(own.length === 0 ? {} : { papers: own.map(({ title, sha256 }) => ({ title, sha256 })) }),
    ...(first === undefined ? {} : { revoteOf: first.resolution, first }),
  }
}

/** The body of `meeting.notice`. `consent`: digest of the document by which all known creditors agreed to a shorter time. */
export function noticeBody(
  meeting: MeetingRow,
  items: readonly ItemRow[],
  papers: readonly PaperOf[],
  version: number,
  at: Date,
  consent: string | null,
  firsts: ReadonlyMap<string, ResolutionResult>,
): MeetingNotice {
  const resolutions = items.flatMap((item) => resolutionText(item, papers, firsts) ?? [])
  const wanted = new Set(resolutions.map((r) => r.majority))
  const opensAt = meeting.starts_at.toISOString()
  return {
    v: 1,
    meeting: meeting.id,
    at: at.toISOString(),
    version,
    title: meeting.title,
    mode: meeting.mode === 'online' ? 'non-site' : 'on-site',
    givenOn: meeting.notice_on ?? dateInChina(at.toISOString()),
    heldOn: dateInChina(opensAt),
    noticeRule: meeting.consent === null ? NOTICE_RULES.statute : NOTICE_RULES.fastTrack,
    ...(consent === null ? {} : { consent }),
    agenda: items.map((item) => ({ id: item.id, title: item.title, ...(item.resolution === null ? {} : { resolution: item.id }) })),
    resolutions,
    majorities: MAJORITIES.filter((m) => wanted.has(m.id)),
    window: { opensAt, closesAt: meeting.ends_at.toISOString() },
    rules: meeting.rules,
  } as MeetingNotice
}
