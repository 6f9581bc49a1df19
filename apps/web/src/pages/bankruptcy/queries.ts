import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyOf, ClaimsImport, ClaimsView, DistributionView, LongPending } from '@yingshang/server/contract'
import { api, upload, withQuery } from '../../api/client.ts'
import { matterPath } from '../../api/matters.ts'

/** What the pages of bankruptcy cases ask of the server. */

export const claimsPath = (id: string) => `${matterPath(id)}/claims`

export function useClaims(id: string) {
  return useQuery({ queryKey: ['matter', id, 'claims'], queryFn: ({ signal }) => api.get<ClaimsView>(claimsPath(id), signal) })
}

/** Sends a workbook: to be tried, or, with the `seq` that was seen, to be filed. */
export function useImportClaims(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ file, seq, confirm }: { file: File; seq?: number; confirm?: boolean }) =>
      upload<ClaimsImport>(
        withQuery(`${claimsPath(id)}/import`, {
          dryRun: seq === undefined,
          expectedSeq: seq,
          confirmDuplicates: confirm ? true : undefined,
        }),
        file,
        {},
        () => undefined,
      ),
    onSuccess: (answer) => (answer.dryRun ? undefined : client.invalidateQueries({ queryKey: ['matter', id] })),
  })
}

export type DistributionInput = BodyOf<'previewDistribution'>

export const distributionPath = (id: string) => `${matterPath(id)}/distribution`

export function usePreview(id: string) {
  return useMutation({
    mutationFn: (input: DistributionInput) => api.post<DistributionView>(`${distributionPath(id)}/preview`, input),
  })
}

export function useLongPending() {
  return useQuery({
    queryKey: ['matters', 'long-pending'],
    queryFn: ({ signal }) => api.get<LongPending>('/api/bankruptcy/long-pending', signal),
  })
}
