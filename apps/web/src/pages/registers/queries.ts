import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RegisterKind } from '@yingshang/register'
import type {
  BodyOf,
  CaseEvaluationDetail,
  ChoiceDetail,
  ChoiceSummary,
  DrawDetail,
  DrawSummary,
  PoolView,
  PublicDraw,
  RegisterEntryDetail,
  RegisterEntryPage,
  RegisterImport,
} from '@yingshang/server/contract'
import { api, upload, withQuery } from '../../api/client.ts'
import { usePaged } from '../../api/paged.ts'

/** What the pages of registers, draws and evaluations ask of the server. */

export interface Method {
  readonly id: 'random' | 'competitive' | 'recommended'
  readonly label: { readonly zh: string; readonly en: string }
  readonly when: { readonly zh: string; readonly en: string }
}

export function useRegisters(enabled = true) {
  return useQuery({
    enabled,
    queryKey: ['registers'],
    queryFn: ({ signal }) => api.get<{ items: RegisterKind[]; methods: Method[] }>('/api/registers', signal),
    staleTime: 300_000,
  })
}

/** The kind of a register; undefined until it is known. */
export const useKind = (id: string): RegisterKind | undefined => useRegisters().data?.items.find((k) => k.id === id)

export interface RosterFilter {
  readonly q?: string | undefined
  readonly subject?: string | undefined
  readonly grade?: string | undefined
  readonly area?: string | undefined
  readonly state?: string | undefined
}

export function useRoster(kind: string, filter: RosterFilter, limit = 50) {
  return usePaged(
    ['register', kind, filter, limit],
    (after, signal) => api.get<RegisterEntryPage>(withQuery(`/api/registers/${kind}/entries`, { ...filter, limit, after }), signal),
    { keep: true, enabled: kind !== '' },
  )
}

export const entryPath = (id: string) => `/api/register-entries/${encodeURIComponent(id)}`

export const useEntry = (id: string) =>
  useQuery({ queryKey: ['register-entry', id], queryFn: ({ signal }) => api.get<RegisterEntryDetail>(entryPath(id), signal) })

/** Sends something to an entry and keeps the entry that comes back. */
export function useEntryStep<B>(id: string, send: (body: B) => Promise<RegisterEntryDetail>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: (entry) => {
      client.setQueryData(['register-entry', id], entry)
      void client.invalidateQueries({ queryKey: ['register'] })
    },
  })
}

export function useAddEntry(kind: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<'addRegisterEntry'>) => api.create<RegisterEntryDetail>(`/api/registers/${kind}/entries`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['register'] }),
  })
}

export function useImportRoster(kind: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ file, dryRun, onProgress }: { file: File; dryRun: boolean; onProgress: (share: number) => void }) =>
      upload<RegisterImport>(withQuery(`/api/registers/${kind}/import`, { dryRun }), file, {}, onProgress),
    onSuccess: (answer) => (answer.dryRun ? undefined : client.invalidateQueries({ queryKey: ['register'] })),
  })
}

interface Paged<T> {
  readonly items: T[]
  readonly next: string | null
}

/** Draws, newest first; `open`: those that anybody may see, for somebody who is not signed in. */
export function useDraws(open: boolean, matter?: string) {
  return usePaged(['draws', open, matter], (after, signal) =>
    api.get<Paged<DrawSummary>>(withQuery(open ? '/api/public/draws' : '/api/draws', { matter, after, limit: 30 }), signal),
  )
}

export const useChoices = (enabled: boolean, matter?: string) =>
  useQuery({
    queryKey: ['choices', matter],
    queryFn: ({ signal }) => api.get<Paged<ChoiceSummary>>(withQuery('/api/choices', { matter, limit: 100 }), signal),
    enabled,
  })

export const drawPath = (id: string) => `/api/draws/${encodeURIComponent(id)}`
export const publicDrawPath = (id: string) => `/api/public/draws/${encodeURIComponent(id)}`

/** A draw as anybody sees it. */
export const usePublicDraw = (id: string, enabled: boolean) =>
  useQuery({ queryKey: ['public-draw', id], queryFn: ({ signal }) => api.get<PublicDraw>(publicDrawPath(id), signal), enabled })

/** A draw with what the person may do next. */
export const useDraw = (id: string, enabled: boolean) =>
  useQuery({ queryKey: ['draw', id], queryFn: ({ signal }) => api.get<DrawDetail>(drawPath(id), signal), enabled })

export function usePreview() {
  return useMutation({ mutationFn: (body: BodyOf<'previewDraw'>) => api.post<PoolView>('/api/draws/preview', body) })
}

export function usePublishDraw() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ key, ...body }: BodyOf<'publishDraw'> & { key: string }) => api.create<DrawDetail>('/api/draws', body, key),
    onSuccess: (draw) => {
      client.setQueryData(['draw', draw.id], draw)
      void client.invalidateQueries({ queryKey: ['draws'] })
    },
  })
}

/** A step of a draw: `entropy`, `reveal`, `responses` …; the answer is the draw as it then stands. */
export function useDrawStep(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ step, body }: { step: string; body: object }) => api.post<DrawDetail>(`${drawPath(id)}/${step}`, body),
    onSuccess: (draw) => {
      client.setQueryData(['draw', id], draw)
      for (const key of ['draws', 'register', 'register-entry', 'matter']) void client.invalidateQueries({ queryKey: [key] })
    },
  })
}

export const choicePath = (id: string) => `/api/choices/${encodeURIComponent(id)}`

export const useChoice = (id: string) =>
  useQuery({ queryKey: ['choice', id], queryFn: ({ signal }) => api.get<ChoiceDetail>(choicePath(id), signal) })

export function useOpenChoice() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<'openChoice'>) => api.create<ChoiceDetail>('/api/choices', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['choices'] }),
  })
}

/** A step of a competition or recommendation. */
export function useChoiceStep(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ step, body }: { step: string; body: object }) => api.post<ChoiceDetail>(`${choicePath(id)}/${step}`, body),
    onSuccess: (choice) => {
      client.setQueryData(['choice', id], choice)
      for (const key of ['choices', 'register', 'register-entry', 'matter']) void client.invalidateQueries({ queryKey: [key] })
    },
  })
}

export const evaluationPath = (id: string) => `/api/evaluations/${encodeURIComponent(id)}`

export const useEvaluation = (id: string) =>
  useQuery({ queryKey: ['evaluation', id], queryFn: ({ signal }) => api.get<CaseEvaluationDetail>(evaluationPath(id), signal) })

export function useOpenEvaluation(entry: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<'openCaseEvaluation'>) => api.create<CaseEvaluationDetail>(`${entryPath(entry)}/evaluations`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['register-entry', entry] }),
  })
}

export function useEvaluationStep(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ step, body }: { step: string; body: object }) => api.post<CaseEvaluationDetail>(`${evaluationPath(id)}/${step}`, body),
    onSuccess: (evaluation) => {
      client.setQueryData(['evaluation', id], evaluation)
      void client.invalidateQueries({ queryKey: ['register-entry', evaluation.entry] })
    },
  })
}

/** Keeps a file as an attachment; gives its id and name. */
export const keepFile = (file: File) => upload<{ id: string; name: string }>('/api/attachments', file, {}, () => undefined)
