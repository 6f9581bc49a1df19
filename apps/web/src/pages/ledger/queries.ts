import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  BodyOf,
  EntryBulkResult,
  EntryDetail,
  EntryFilter,
  EntrySource,
  LedgerImport,
  LedgerRisks,
  LedgerSummary,
  MyScope,
  ReplyOf,
  RiskPreview,
  RiskSetting,
  SavedFilter,
} from '@yingshang/server/contract'
import { ApiError, api, upload, withQuery } from '../../api/client.ts'
import { usePaged } from '../../api/paged.ts'
import type { LedgerSort } from '../../routes/ledger-search.ts'

/** What the pages of the ledger ask of the server. Everything lies under one key, so that one change makes all of it stale. */

const KEY = 'ledger'
const PAGE = 50
const ledgersPath = '/api/ledgers'
const entriesPath = '/api/ledger-entries'
export const ledgerPath = (id: string) => `${ledgersPath}/${encodeURIComponent(id)}`
export const entryPath = (id: string) => `${entriesPath}/${encodeURIComponent(id)}`
export const ledgerFormPath = `${ledgersPath}/form`

export type FactInput = BodyOf<'actOnEntry'>['fact']
export type FactKind = FactInput['kind']

export const useLedgers = () =>
  useQuery({ queryKey: [KEY, 'all'], queryFn: ({ signal }) => api.get<ReplyOf<'listLedgers'>>(ledgersPath, signal) })

export const useLedger = (id: string | undefined) =>
  useQuery({
    queryKey: [KEY, 'one', id],
    queryFn: ({ signal }) => api.get<ReplyOf<'getLedger'>>(ledgerPath(id!), signal),
    enabled: id !== undefined,
  })

/** Entries page by page; what is shown stays while another filter is asked for. */
export const useEntries = (filter: EntryFilter, sort: LedgerSort) =>
  usePaged(
    [KEY, 'entries', filter, sort],
    (after, signal) => api.get<ReplyOf<'listEntries'>>(withQuery(entriesPath, { ...filter, sort, limit: PAGE, after }), signal),
    { keep: true },
  )

type Grouping = 'none' | 'status' | 'domain' | 'lead' | 'body'
export const useSummary = (filter: EntryFilter, group: Grouping) =>
  useQuery({
    queryKey: [KEY, 'summary', filter, group],
    queryFn: ({ signal }) => api.get<ReplyOf<'summariseEntries'>>(withQuery(`${entriesPath}/summary`, { ...filter, group }), signal),
    placeholderData: keepPreviousData,
  })

export const useBoard = (filter: EntryFilter) =>
  useQuery({
    queryKey: [KEY, 'board', filter],
    queryFn: ({ signal }) => api.get<ReplyOf<'getLedgerBoard'>>(withQuery(`${entriesPath}/board`, { ...filter, limit: 20 }), signal),
    placeholderData: keepPreviousData,
  })

export const useTree = (filter: EntryFilter) =>
  useQuery({
    queryKey: [KEY, 'tree', filter],
    queryFn: ({ signal }) => api.get<ReplyOf<'getLedgerTree'>>(withQuery(`${entriesPath}/tree`, { ...filter }), signal),
    placeholderData: keepPreviousData,
  })

export const useCalendar = (filter: EntryFilter, from: string, until: string) =>
  useQuery({
    queryKey: [KEY, 'calendar', filter, from, until],
    queryFn: ({ signal }) =>
      api.get<ReplyOf<'getLedgerCalendar'>>(withQuery(`${entriesPath}/calendar`, { ...filter, from, until }), signal),
    placeholderData: keepPreviousData,
  })

export const useGantt = (filter: EntryFilter) =>
  usePaged(
    [KEY, 'gantt', filter],
    (after, signal) => api.get<ReplyOf<'getLedgerGantt'>>(withQuery(`${entriesPath}/gantt`, { ...filter, limit: PAGE, after }), signal),
    { keep: true },
  )

export const useEntry = (id: string) =>
  useQuery({ queryKey: [KEY, 'entry', id], queryFn: ({ signal }) => api.get<EntryDetail>(entryPath(id), signal) })

export const useEntrySource = (id: string) =>
  useQuery({ queryKey: [KEY, 'source', id], queryFn: ({ signal }) => api.get<EntrySource>(`${entryPath(id)}/source`, signal) })

export const useHistory = (id: string) =>
  usePaged([KEY, 'history', id], (after, signal) =>
    api.get<ReplyOf<'getEntryHistory'>>(withQuery(`${entryPath(id)}/history`, { limit: 20, after }), signal),
  )

/** For whom somebody acts, so that forms begin with their own body. */
export const useMyScope = () =>
  useQuery({ queryKey: ['organisation', 'scope'], queryFn: ({ signal }) => api.get<MyScope>('/api/organisation/scope', signal) })

/** Something that changes ledgers; all of them are asked for again afterwards. */
function useChange<T, R>(send: (input: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: [KEY] }), client.invalidateQueries({ queryKey: ['command'] })]),
  })
}

/** Adds a fact. When the entry has moved on since it was seen, what is new is fetched, so that the person sees it and decides again. */
export function useAct(id: string) {
  const client = useQueryClient()
  return useChange(async ({ fact, seq }: { fact: FactInput; seq?: number | undefined }) => {
    try {
      return await api.create<EntryDetail>(`${entryPath(id)}/facts`, { fact, ...(seq === undefined ? {} : { expectedSeq: seq }) })
    } catch (error) {
      if (error instanceof ApiError && error.code === 'entry.changed') void client.invalidateQueries({ queryKey: [KEY, 'entry', id] })
      throw error
    }
  })
}

export const useAddEvidence = (id: string) =>
  useChange(
    ({ file, about, note, onProgress }: { file: File; about?: string | undefined; note: string; onProgress: (share: number) => void }) =>
      upload<EntryDetail>(withQuery(`${entryPath(id)}/evidence`, { about, note }), file, {}, onProgress),
  )

export const usePreviewAdoption = () =>
  useMutation({
    mutationFn: (body: BodyOf<'previewAdoption'>) => api.post<ReplyOf<'previewAdoption'>>(`${ledgersPath}/preview`, body),
  })
export const useAdopt = () => useChange((body: BodyOf<'adoptPlan'>) => api.create<LedgerSummary>(ledgersPath, body))
export const useMatchUnits = (id: string) =>
  useChange((_: undefined) => api.post<ReplyOf<'matchLedgerUnits'>>(`${ledgerPath(id)}/units`, {}))

export const useEditMany = () => useChange((body: BodyOf<'editEntries'>) => api.create<EntryBulkResult>(`${entriesPath}/bulk`, body))
/** What a change of many would do; nothing is written, so nothing becomes stale. */
export const usePreviewMany = () =>
  useMutation({ mutationFn: (body: BodyOf<'editEntries'>) => api.post<EntryBulkResult>(`${entriesPath}/bulk`, { ...body, dryRun: true }) })

const filtersPath = '/api/ledger-filters'
export const useSavedFilters = () =>
  useQuery({
    queryKey: ['ledger-filters'],
    queryFn: ({ signal }) => api.get<ReplyOf<'listLedgerFilters'>>(filtersPath, signal),
  })
function useFilterChange<T, R>(send: (input: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: ['ledger-filters'] }) })
}
export const useSaveFilter = () => useFilterChange((body: BodyOf<'saveLedgerFilter'>) => api.post<SavedFilter>(filtersPath, body))
export const useDeleteFilter = () => useFilterChange((id: string) => api.delete<void>(`${filtersPath}/${id}`))

export const usePreviewAmendments = (id: string) =>
  useMutation({
    mutationFn: (planId: string) => api.post<ReplyOf<'previewAmendments'>>(`${ledgerPath(id)}/amendments/preview`, { planId }),
  })
export const useAmend = (id: string) =>
  useChange((body: BodyOf<'applyAmendments'>) => api.create<ReplyOf<'applyAmendments'>>(`${ledgerPath(id)}/amendments`, body))

export const useRisks = (id: string) =>
  useQuery({ queryKey: [KEY, 'risks', id], queryFn: ({ signal }) => api.get<LedgerRisks>(`${ledgerPath(id)}/risks`, signal) })
/** What other rules would change; nothing is written. */
export const usePreviewRisks = (id: string) =>
  useMutation({ mutationFn: (rules: readonly RiskSetting[]) => api.post<RiskPreview>(`${ledgerPath(id)}/risks/preview`, { rules }) })
export const useChangeRisks = (id: string) =>
  useChange((body: BodyOf<'changeLedgerRisks'>) => api.put<LedgerRisks>(`${ledgerPath(id)}/risks`, body))

/** Sends a workbook: to be tried, or to be written. */
export const useImportLedger = (id: string) =>
  useChange(({ file, dryRun, onProgress }: { file: File; dryRun: boolean; onProgress: (share: number) => void }) =>
    upload<LedgerImport>(withQuery(`${ledgerPath(id)}/import`, { dryRun }), file, {}, onProgress),
  )
