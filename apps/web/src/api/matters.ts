import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Definition } from '@yingshang/procedure'
import type {
  ActionTaken,
  BodyOf,
  DecisionTableView,
  DecisionTrialResult,
  DueList,
  MatterDetail,
  MatterPage,
  ProcedureSummary,
  Task,
  Timeline,
} from '@yingshang/server/contract'
import type { MatterSearch } from '../routes/matter-search.ts'
import { ApiError, api, withQuery } from './client.ts'
import { usePaged } from './paged.ts'

/** What the pages of matters ask of the server, one hook for each endpoint. */

const PAGE = 30

export const matterPath = (id: string) => `/api/matters/${encodeURIComponent(id)}`

export function useProcedures() {
  return useQuery({
    queryKey: ['procedures'],
    queryFn: ({ signal }) => api.get<{ items: ProcedureSummary[] }>('/api/procedures', signal),
    staleTime: 300_000,
  })
}

/** The definition in a version, or in the one in force today. */
export function useProcedure(id: string | undefined, version?: string) {
  return useQuery({
    queryKey: ['procedures', id, version],
    queryFn: ({ signal }) => api.get<Definition>(withQuery(`/api/procedures/${encodeURIComponent(id!)}`, { version }), signal),
    enabled: id !== undefined,
    staleTime: 300_000,
  })
}

export function useMatters({ cols: _shown, ...search }: MatterSearch) {
  return usePaged(
    ['matters', search],
    (after, signal) => api.get<MatterPage>(withQuery('/api/matters', { ...search, limit: PAGE, after }), signal),
    { keep: true },
  )
}

export function useMatter(id: string) {
  return useQuery({ queryKey: ['matter', id], queryFn: ({ signal }) => api.get<MatterDetail>(matterPath(id), signal) })
}

export function useTimeline(id: string) {
  // The cursor is a number here, the action before which the next page begins.
  return useInfiniteQuery({
    queryKey: ['matter', id, 'timeline'],
    queryFn: ({ pageParam, signal }) =>
      api.get<Timeline>(withQuery(`${matterPath(id)}/actions`, { before: pageParam, limit: PAGE }), signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

/** After an action: the answer holds the matter as it is now; the rest is fetched anew. */
export function useAfterAction() {
  const client = useQueryClient()
  return (matter: MatterDetail) => {
    const { id } = matter.summary
    client.setQueryData(['matter', id], matter)
    void client.invalidateQueries({ queryKey: ['matter', id, 'timeline'] })
    for (const key of ['matters', 'tasks', 'due']) void client.invalidateQueries({ queryKey: [key] })
  }
}

export function useOpenMatter() {
  const after = useAfterAction()
  return useMutation({
    mutationFn: ({ key, ...body }: BodyOf<'openMatter'> & { key: string }) => api.create<ActionTaken>('/api/matters', body, key),
    onSuccess: (answer) => after(answer.matter),
  })
}

export function useTakeAction(id: string) {
  const client = useQueryClient()
  const after = useAfterAction()
  return useMutation({
    mutationFn: ({ key, ...body }: BodyOf<'takeAction'> & { key: string }) =>
      api.create<ActionTaken>(`${matterPath(id)}/actions`, body, key),
    onSuccess: (answer) => after(answer.matter),
    onError: (error) => {
      // Somebody else was quicker: show the matter and its record as they are now; what was typed stays in the open form.
      if (error instanceof ApiError && error.code === 'matter.changed') void client.invalidateQueries({ queryKey: ['matter', id] })
    },
  })
}

export const saveDraft = (id: string, action: string, values: Readonly<Record<string, unknown>>) =>
  api.put<void>(`${matterPath(id)}/drafts/${encodeURIComponent(action)}`, { values })

export function useAddParty(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<'addParty'>) => api.create<MatterDetail>(`${matterPath(id)}/parties`, body),
    onSuccess: (matter) => client.setQueryData(['matter', id], matter),
  })
}

export function useEndParty(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (party: string) => api.delete<MatterDetail>(`${matterPath(id)}/parties/${encodeURIComponent(party)}`),
    onSuccess: (matter) => client.setQueryData(['matter', id], matter),
  })
}

export const follow = (id: string, following: boolean) => api.put<void>(`${matterPath(id)}/following`, { following })

export function useFollow() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, following }: { id: string; following: boolean }) => follow(id, following),
    onSuccess: (_, { id }) => {
      void client.invalidateQueries({ queryKey: ['matter', id], exact: true })
      return client.invalidateQueries({ queryKey: ['matters'] })
    },
  })
}

export function useTasks() {
  return useQuery({ queryKey: ['tasks'], queryFn: ({ signal }) => api.get<{ items: Task[] }>('/api/tasks', signal) })
}

export function useDue(days: number) {
  return useQuery({
    queryKey: ['due', days],
    queryFn: ({ signal }) => api.get<DueList>(withQuery('/api/due', { days }), signal),
    placeholderData: keepPreviousData,
  })
}

export function useDecisionTables() {
  return useQuery({
    queryKey: ['decision-tables'],
    queryFn: ({ signal }) => api.get<{ items: DecisionTableView['summary'][] }>('/api/decision-tables', signal),
  })
}

export function useDecisionTable(id: string) {
  return useQuery({
    queryKey: ['decision-tables', id],
    queryFn: ({ signal }) => api.get<DecisionTableView>(`/api/decision-tables/${encodeURIComponent(id)}`, signal),
  })
}

export function useTryTable(id: string, draft = false) {
  return useMutation({
    mutationFn: (inputs: Readonly<Record<string, unknown>>) =>
      api.post<DecisionTrialResult>(`/api/decision-tables/${encodeURIComponent(id)}/trials`, { inputs, ...(draft ? { draft } : {}) }),
  })
}
