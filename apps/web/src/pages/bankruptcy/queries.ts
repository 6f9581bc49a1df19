import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  BodyOf,
  ClaimsImport,
  ClaimsView,
  DistributionLedger,
  DistributionRecorded,
  DistributionView,
  LongPending,
} from '@yingshang/server/contract'
import { api, upload, withQuery } from '../../api/client.ts'
import { matterPath } from '../../api/matters.ts'
import { usePaged } from '../../api/paged.ts'

/** What the pages of bankruptcy cases ask of the server. */

export const claimsPath = (id: string) => `${matterPath(id)}/claims`

export function useClaims(id: string) {
  return useQuery({ queryKey: ['matter', id, 'claims'], queryFn: ({ signal }) => api.get<ClaimsView>(claimsPath(id), signal) })
}

/** Sends a workbook: to be tried, or, with the `seq` that was seen, to be filed. */
export function useImportClaims(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({
      file,
      seq,
      confirm,
      onProgress,
    }: {
      file: File
      seq?: number
      confirm?: boolean
      onProgress: (share: number) => void
    }) =>
      upload<ClaimsImport>(
        withQuery(`${claimsPath(id)}/import`, {
          dryRun: seq === undefined,
          expectedSeq: seq,
          confirmDuplicates: confirm ? true : undefined,
        }),
        file,
        {},
        onProgress,
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

/** What was distributed so far; only for those who see the whole case. */
export function useDistributions(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['matter', id, 'distribution'],
    queryFn: ({ signal }) => api.get<DistributionLedger>(distributionPath(id), signal),
    enabled,
  })
}

export function useRecordDistribution(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<'recordDistribution'>) => api.create<DistributionRecorded>(distributionPath(id), body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['matter', id] }),
  })
}

/** Hands a deposit over, or frees it. */
export function useReleaseDeposit(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ expectedSeq, values }: { expectedSeq: number; values: Record<string, unknown> }) =>
      api.create<unknown>(`${matterPath(id)}/actions`, { action: 'release-deposit', values, expectedSeq }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['matter', id] }),
  })
}

export interface PendingFilter {
  readonly cause?: string | undefined
  readonly track?: LongPending['items'][number]['track'] | undefined
  readonly judge?: string | undefined
  readonly years?: number | undefined
}

/** The ledger page by page; what is shown stays while another filter is asked for. */
export function useLongPending(filter: PendingFilter) {
  return usePaged(
    ['matters', 'long-pending', filter],
    (after, signal) => api.get<LongPending>(withQuery('/api/bankruptcy/long-pending', { ...filter, limit: 50, after }), signal),
    { keep: true },
  )
}
