import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  BodyOf,
  BodyReport,
  CycleRuleShape,
  FilingRow,
  Outcomes,
  ReportRound,
  RoundRow,
  TwoLists,
  WeeklyMeeting,
  WeeklyMeetingDetail,
} from '@yingshang/server/contract'
import { api, withQuery } from '../../api/client.ts'
import { usePaged } from '../../api/paged.ts'

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

export const agendaPath = (asked: { ledger: string; cycle?: string; on?: string; place?: string }) => withQuery(`${path}/agenda`, asked)
export const minutesPath = (meeting: string) => `${path}/meetings/${meeting}/minutes`
export const listsPath = (query: { ledger: string | undefined; days: number; to: 'docx' | 'xlsx' }) =>
  withQuery(`${path}/lists/export`, query)

export const useRounds = (ledger: string | undefined) =>
  usePaged([KEY, 'rounds', ledger], (after, signal) =>
    api.get<{ today: string; items: ReportRound[]; next: string | null }>(withQuery(`${path}/rounds`, { ledger, after }), signal),
  )

export const useWeeklyMeetings = (ledger: string | undefined) =>
  usePaged([KEY, 'meetings', ledger], (after, signal) =>
    api.get<{ items: WeeklyMeeting[]; next: string | null }>(withQuery(`${path}/meetings`, { ledger, after }), signal),
  )

export const useWeeklyMeeting = (id: string) =>
  useQuery({
    queryKey: [KEY, 'meeting', id],
    queryFn: ({ signal }) => api.get<WeeklyMeetingDetail>(`${path}/meetings/${id}`, signal),
    // What somebody is typing is not overwritten by a look at the server.
    refetchOnWindowFocus: false,
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

/** A change of a meeting, whose page then shows the answer. */
function useMeetingChange<V>(id: string, send: (value: V) => Promise<WeeklyMeetingDetail>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: (detail) => {
      client.setQueryData([KEY, 'meeting', id], detail)
      void client.invalidateQueries({ queryKey: [KEY, 'meetings'] })
    },
  })
}

export const useOpenMeeting = () =>
  useChange((body: BodyOf<'openWeeklyMeeting'>) => api.create<WeeklyMeetingDetail>(`${path}/meetings`, body))
export const useSaveMeeting = (id: string) =>
  useMeetingChange(id, (body: BodyOf<'saveWeeklyMeeting'>) => api.put<WeeklyMeetingDetail>(`${path}/meetings/${id}`, body))
export const useAdoptMeeting = (id: string) =>
  useMeetingChange(id, (version: number) => api.create<WeeklyMeetingDetail>(`${path}/meetings/${id}/adopt`, { version }))
export const useDropMeeting = (id: string) =>
  useMeetingChange(id, (version: number) => api.post<WeeklyMeetingDetail>(`${path}/meetings/${id}/drop`, { version }))
export const useSettle = () =>
  useChange(({ meeting, number, ...body }: { meeting: string; number: number; on: string; words: string }) =>
    api.post<WeeklyMeetingDetail>(`${path}/meetings/${meeting}/decisions/${number}/settle`, body),
  )
