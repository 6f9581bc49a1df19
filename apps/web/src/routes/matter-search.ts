/** What the addresses of the pages of matters may hold after the question mark; anything else is dropped. */

type Raw = Record<string, unknown>

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined
const yes = (value: unknown): 'true' | undefined => (value === 'true' || value === true ? 'true' : undefined)
const given = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T

/** The filters of the list, with the names that the server gives them. */
export interface MatterSearch {
  readonly procedure?: string
  readonly stage?: string
  readonly flag?: string
  readonly q?: string
  readonly mine?: 'true'
  readonly following?: 'true'
  readonly ended?: 'true' | 'false'
  readonly dueBefore?: string
  /** The order; newest first when left out. */
  readonly sort?: MatterSort
  /** Columns beside the title, with commas; the usual ones when left out. */
  readonly cols?: string
}

export const SORTS = ['due', 'updated', 'number'] as const
export type MatterSort = (typeof SORTS)[number]
export const COLUMNS = ['stage', 'due', 'tasks', 'updated', 'opened', 'roles'] as const
export type MatterColumn = (typeof COLUMNS)[number]
const USUAL: readonly MatterColumn[] = ['stage', 'due', 'tasks', 'updated']

/** The columns that an address asks for. */
export const columnsOf = (search: MatterSearch): readonly MatterColumn[] =>
  search.cols === undefined ? USUAL : COLUMNS.filter((one) => search.cols!.split(',').includes(one))

/** How columns stand in an address; the usual ones are left out. */
export const colsOf = (columns: readonly MatterColumn[]): string | undefined => {
  const inOrder = COLUMNS.filter((one) => columns.includes(one)).join(',')
  return inOrder === '' || inOrder === USUAL.join(',') ? undefined : inOrder
}

export const matterSearch = (raw: Raw): MatterSearch =>
  given({
    procedure: text(raw.procedure),
    stage: text(raw.stage),
    flag: text(raw.flag),
    q: text(raw.q)?.slice(0, 100),
    mine: yes(raw.mine),
    following: yes(raw.following),
    ended: yes(raw.ended) ?? (raw.ended === 'false' || raw.ended === false ? 'false' : undefined),
    sort: SORTS.find((one) => one === raw.sort),
    cols: colsOf(COLUMNS.filter((one) => (text(raw.cols) ?? '').split(',').includes(one))),
    dueBefore: /^\d{4}-\d{2}-\d{2}$/.exec(text(raw.dueBefore) ?? '')?.[0],
  }) as MatterSearch

export interface NewMatterSearch {
  readonly procedure?: string
  readonly action?: string
  readonly as?: string
}

export const newMatterSearch = (raw: Raw): NewMatterSearch =>
  given({ procedure: text(raw.procedure), action: text(raw.action), as: text(raw.as) }) as NewMatterSearch

/** The action whose form is open. */
export interface OneMatterSearch {
  readonly do?: string
}

export const oneMatterSearch = (raw: Raw): OneMatterSearch => given({ do: text(raw.do) }) as OneMatterSearch

/** Which notices are shown; all when left out. */
export interface NoticeSearch {
  readonly show?: 'unread' | 'read'
}

export const noticeSearch = (raw: Raw): NoticeSearch => (raw.show === 'unread' || raw.show === 'read' ? { show: raw.show } : {})
