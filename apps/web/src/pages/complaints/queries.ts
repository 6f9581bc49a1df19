import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  BodyOf,
  ComplaintFile,
  ComplaintFilter,
  ComplaintImport,
  ComplaintProgress,
  ComplaintRow,
  ComplaintStatistics,
} from '@yingshang/server/contract'
import { api, upload, withQuery } from '../../api/client.ts'
import { usePaged } from '../../api/paged.ts'

/** What the pages of complaints ask of the server. */

const path = '/api/complaints'
const open = '/api/public/complaints'
type Filter = Partial<ComplaintFilter>

export const exportPath = (filter: Filter) => withQuery(`${path}/export`, filter)
export const formPath = `${path}/form`

export const useComplaints = (filter: Filter) =>
  usePaged(
    ['complaints', filter],
    (after, signal) =>
      api.get<{ items: ComplaintRow[]; next: string | null; total: number }>(withQuery(path, { ...filter, after }), signal),
    { keep: true },
  )

export const useStatistics = (filter: Filter) =>
  useQuery({
    queryKey: ['complaints', 'statistics', filter],
    queryFn: ({ signal }) => api.get<ComplaintStatistics>(withQuery(`${path}/statistics`, filter), signal),
    placeholderData: keepPreviousData,
  })

export const useSimilar = (id: string) =>
  useQuery({
    queryKey: ['complaints', 'similar', id],
    queryFn: ({ signal }) =>
      api.get<{ items: { complaint: ComplaintRow; likeness: number; why: { zh: string; en: string } }[] }>(`${path}/${id}/similar`, signal),
  })

export function useImport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ file, dryRun, onProgress }: { file: File; dryRun: boolean; onProgress: (share: number) => void }) =>
      upload<ComplaintImport>(`${path}/import?dryRun=${dryRun}`, file, {}, onProgress),
    onSuccess: (_, { dryRun }) => (dryRun ? undefined : client.invalidateQueries({ queryKey: ['complaints'] })),
  })
}

export const submitComplaint = (body: BodyOf<'submitComplaint'>) => api.post<{ code: string; acceptBy: string }>(open, body)
export const uploadFile = (file: File) => upload<ComplaintFile>(`${open}/files`, file, {}, () => undefined)
export const followComplaint = (code: string) => api.post<ComplaintProgress>(`${open}/progress`, { code })
export const actOnComplaint = (body: BodyOf<'actOnComplaint'>) => api.post<ComplaintProgress>(`${open}/act`, body)
