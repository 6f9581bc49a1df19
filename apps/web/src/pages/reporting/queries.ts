import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyOf, BodyReport, CycleRuleShape, FilingRow, Outcomes, ReportRound, RoundRow, TwoLists } from '@yingshang/server/contract'
import { api, withQuery } from '../../api/client.ts'

/** What the pages of reporting ask of the server. */

const KEY = 'reporting'
const path = '/api/reporting'

export interface RoundKey {
  readonly ledger: string
  readonly cycle: string
}
export interface ReportKey extends RoundKey {
  readonly body: string
}

export const agendaPath = (key: RoundKey) => withQuery(`${path}/agenda`, { ...key })
export const minutesPath = `${path}/minutes`
export const listsPath = (query: { ledger: string | undefined; days: number; to: 'docx' | 'xlsx' }) =>
  withQuery(`${path}/lists/export`, query)

export const useRounds = (ledger: string | undefined) =>
  useQuery({
    queryKey: [KEY, 'rounds', ledger],
    queryFn: ({ signal }) => api.get<{ today: string; items: ReportRound[] }>(withQuery(`${path}/rounds`, { ledger }), signal),
  })

export const useRound = (key: RoundKey) =>
  useQuery({
    queryKey: [KEY, 'round', key],
    queryFn: ({ signal }) => api.get<{ round: ReportRound; rows: RoundRow[] }>(withQuery(`${path}/round`, { ...key }), signal),
  })

export const useReport = (key: ReportKey) =>
  useQuery({
    queryKey: [KEY, 'report', key],
    queryFn: ({ signal }) => api.get<BodyReport>(withQuery(`${path}/report`, { ...key }), signal),
    // What somebody is typing is not overwritten by a look at the server.
    refetchOnWindowFocus: false,
  })

export const useCycles = (ledger: string) =>
  useQuery({
    queryKey: [KEY, 'cycles', ledger],
    queryFn: ({ signal }) => api.get<{ items: CycleRuleShape[] }>(`/api/ledgers/${ledger}/cycles`, signal),
  })

export const useFilings = () =>
  useQuery({ queryKey: [KEY, 'filings'], queryFn: ({ signal }) => api.get<{ items: FilingRow[] }>(`${path}/filings`, signal) })

export const useTwoLists = (ledger: string | undefined, days: number) =>
  useQuery({
    queryKey: [KEY, 'lists', ledger, days],
    queryFn: ({ signal }) => api.get<TwoLists>(withQuery(`${path}/lists`, { ledger, days }), signal),
  })

/** A change after which every page of reporting looks again. */
function useChange<T, V>(send: (value: V) => Promise<T>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }) })
}

export const useSetCycles = (ledger: string) =>
  useChange((items: readonly CycleRuleShape[]) => api.put<{ items: CycleRuleShape[] }>(`/api/ledgers/${ledger}/cycles`, { items }))
export const useUrge = () => useChange((body: BodyOf<'urgeBodies'>) => api.create<Outcomes>(`${path}/urge`, body))
export const useStartFilings = () => useChange((body: BodyOf<'startFilings'>) => api.create<Outcomes>(`${path}/filings`, body))
export const useReturn = () => useChange((body: BodyOf<'returnReport'>) => api.post<BodyReport>(`${path}/return`, body))
export const useSaveReport = () => useChange((body: BodyOf<'saveReport'>) => api.put<BodyReport>(`${path}/report`, body))
