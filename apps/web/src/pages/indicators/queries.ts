import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyOf, IndicatorDetail, ReadingImport, ReplyOf } from '@yingshang/server/contract'
import { api, upload, withQuery } from '../../api/client.ts'
import { usePaged } from '../../api/paged.ts'

/** What the pages of indicators ask of the server. A reading moves targets, so the ledger is asked for again as well. */

const KEY = 'indicators'
const PAGE = 50
const path = '/api/indicators'
export const readingsPath = '/api/indicator-readings'
const one = (id: string) => `${path}/${encodeURIComponent(id)}`

export type DefinitionInput = BodyOf<'createIndicator'>
export type ReadingInput = BodyOf<'enterReading'>

export const useIndicators = (search: { readonly q?: string; readonly retired: boolean }) =>
  usePaged(
    [KEY, 'list', search],
    (after, signal) => api.get<ReplyOf<'listIndicators'>>(withQuery(path, { ...search, limit: PAGE, after }), signal),
    { keep: true },
  )

export const useIndicator = (id: string) =>
  useQuery({ queryKey: [KEY, 'one', id], queryFn: ({ signal }) => api.get<IndicatorDetail>(one(id), signal) })

/** Everything that was entered, of one place or of all. */
export const useReadings = (id: string, place: { readonly body?: string; readonly period?: string }) =>
  usePaged([KEY, 'readings', id, place], (after, signal) =>
    api.get<ReplyOf<'listReadings'>>(withQuery(`${one(id)}/readings`, { ...place, limit: 20, after }), signal),
  )

export const useCandidates = (id: string, asked: boolean) =>
  useQuery({
    queryKey: [KEY, 'candidates', id],
    queryFn: ({ signal }) => api.get<ReplyOf<'listIndicatorCandidates'>>(`${one(id)}/candidates`, signal),
    enabled: asked,
  })

export const useProposals = (entry: string, target: string) =>
  useQuery({
    queryKey: [KEY, 'proposals', entry, target],
    queryFn: ({ signal }) =>
      api.get<ReplyOf<'listTargetProposals'>>(
        `/api/ledger-entries/${encodeURIComponent(entry)}/targets/${encodeURIComponent(target)}/proposals`,
        signal,
      ),
  })

function useChange<T, R>(send: (input: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => Promise.all([KEY, 'ledger', 'command'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}
export const useCreateIndicator = () => useChange((body: DefinitionInput) => api.create<IndicatorDetail>(path, body))
export const useChangeIndicator = (id: string) => useChange((body: BodyOf<'changeIndicator'>) => api.put<IndicatorDetail>(one(id), body))
export const useEnterReading = (id: string) => useChange((body: ReadingInput) => api.create<IndicatorDetail>(`${one(id)}/readings`, body))
export const useBind = () =>
  useChange(({ id, ...body }: BodyOf<'bindTargets'> & { readonly id: string }) => api.create<IndicatorDetail>(`${one(id)}/targets`, body))
export const useImportReadings = () =>
  useChange(({ file, dryRun, onProgress }: { file: File; dryRun: boolean; onProgress: (share: number) => void }) =>
    upload<ReadingImport>(withQuery(`${readingsPath}/import`, { dryRun }), file, {}, onProgress),
  )
