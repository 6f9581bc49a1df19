import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  AlignmentDetail,
  AlignmentPage,
  AlignmentSummary,
  BodyOf,
  CorrectionAnswer,
  CorrectionInput,
  EventPage,
  Overview,
  PlanDetail,
  PlanPage,
  User,
  UserWithPassword,
} from '@yingshang/server/contract'
import { ApiError, api, withQuery } from './client.ts'
import { usePaged } from './paged.ts'

/** What the pages ask of the server, one hook for each endpoint. Keys begin with the name of the thing, so that one call makes all of it stale. */

const PAGE = 50

export const planPath = (id: string) => `/api/plans/${encodeURIComponent(id)}`
export const alignmentPath = (id: string) => `/api/alignments/${encodeURIComponent(id)}`

export function usePlans(q: string) {
  return usePaged(['plans', q], (after, signal) => api.get<PlanPage>(withQuery('/api/plans', { q, limit: PAGE, after }), signal), {
    keep: true,
  })
}

/** The first plans of the library, for choosing one. */
export function usePlanChoices() {
  return useQuery({
    queryKey: ['plans', 'choices'],
    queryFn: ({ signal }) => api.get<PlanPage>(withQuery('/api/plans', { limit: 200 }), signal),
  })
}

export function useDeletePlan() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete<void>(planPath(id)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['plans'] }),
  })
}

export function usePlan(id: string) {
  return useQuery({ queryKey: ['plan', id], queryFn: ({ signal }) => api.get<PlanDetail>(planPath(id), signal) })
}

export function useOverview(id: string | undefined) {
  return useQuery({
    queryKey: ['plan', id, 'overview'],
    queryFn: ({ signal }) => api.get<Overview>(`${planPath(id!)}/overview`, signal),
    enabled: id !== undefined,
  })
}

/** Puts the answer to a change into the plan that is on the page, and fetches the rest (the list of corrections) anew. */
function useCorrectionAnswer(id: string) {
  const client = useQueryClient()
  return {
    onSuccess: ({ measure, correction, version }: CorrectionAnswer, undone: unknown) => {
      client.setQueryData<PlanDetail>(['plan', id], (old) =>
        old && measure
          ? {
              ...old,
              summary: { ...old.summary, version },
              corrections: [
                ...old.corrections.filter(
                  (c) => c.id !== correction.id && !(c.measureId === correction.measureId && c.field === correction.field),
                ),
                ...(undone === correction.id ? [] : [correction]),
              ],
              plan: { ...old.plan, measures: old.plan.measures.map((m) => (m.id === measure.id ? measure : m)) },
            }
          : old,
      )
      void client.invalidateQueries({ queryKey: ['plans'] })
      void client.invalidateQueries({ queryKey: ['alignment'] })
      return client.invalidateQueries({ queryKey: ['plan', id] })
    },
    onError: (error: Error) => {
      // Somebody else was quicker: show the plan as it is now; what was typed stays in the open form.
      if (error instanceof ApiError && error.code === 'version.conflict') void client.invalidateQueries({ queryKey: ['plan', id] })
    },
  }
}

export function useCorrect(id: string) {
  return useMutation({
    mutationFn: (correction: CorrectionInput) => api.put<CorrectionAnswer>(`${planPath(id)}/corrections`, correction),
    ...useCorrectionAnswer(id),
  })
}

export function useUndoCorrection(id: string) {
  return useMutation({
    mutationFn: (correctionId: string) => api.delete<CorrectionAnswer>(`${planPath(id)}/corrections/${encodeURIComponent(correctionId)}`),
    ...useCorrectionAnswer(id),
  })
}

export function useReread(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<PlanDetail>(`${planPath(id)}/reread`),
    onSuccess: (detail) => {
      client.setQueryData(['plan', id], detail)
      void client.invalidateQueries({ queryKey: ['plans'] })
    },
  })
}

export function useAlignments() {
  return usePaged(['alignments'], (after, signal) => api.get<AlignmentPage>(withQuery('/api/alignments', { limit: PAGE, after }), signal))
}

export function useCreateAlignment() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<'createAlignment'>) => api.create<AlignmentSummary>('/api/alignments', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['alignments'] }),
  })
}

export function useDeleteAlignment() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete<void>(alignmentPath(id)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['alignments'] }),
  })
}

export function useAlignment(id: string) {
  return useQuery({ queryKey: ['alignment', id], queryFn: ({ signal }) => api.get<AlignmentDetail>(alignmentPath(id), signal) })
}

export function useDecide(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<'decide'>) => api.put<AlignmentDetail>(`${alignmentPath(id)}/decisions`, body),
    onSuccess: (detail) => {
      client.setQueryData(['alignment', id], detail)
      void client.invalidateQueries({ queryKey: ['alignments'] })
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'version.conflict') void client.invalidateQueries({ queryKey: ['alignment', id] })
    },
  })
}

export function useUsers(enabled: boolean) {
  return useQuery({ queryKey: ['users'], queryFn: ({ signal }) => api.get<{ items: User[] }>('/api/users', signal), enabled })
}

export function useCreateUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<'createUser'>) => api.create<UserWithPassword>('/api/users', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  })
}

export function useChangeUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string } & BodyOf<'changeUser'>) =>
      api.patch<UserWithPassword>(`/api/users/${encodeURIComponent(id)}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  })
}

export function useEvents(kind: string, enabled: boolean) {
  return usePaged(['events', kind], (after, signal) => api.get<EventPage>(withQuery('/api/events', { kind, limit: PAGE, after }), signal), {
    enabled,
  })
}
