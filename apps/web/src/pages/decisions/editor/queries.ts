import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyOf, DecisionVersions } from '@yingshang/server/contract'
import { api } from '../../../api/client.ts'

/** What the pages of versions and drafts ask of the server. */

export type Version = DecisionVersions['items'][number]

const path = (id: string) => `/api/decision-tables/${encodeURIComponent(id)}`
export const filePath = (id: string, number: number) => `${path(id)}/versions/${number}`

export function useVersions(id: string) {
  return useQuery({
    queryKey: ['decision-tables', id, 'versions'],
    queryFn: ({ signal }) => api.get<DecisionVersions>(`${path(id)}/versions`, signal),
  })
}

/** The DMN file of a version. What is being edited is not fetched anew under the hands of who edits it. */
export function useVersionFile(id: string, version: Version) {
  return useQuery({
    queryKey: ['decision-tables', 'file', id, version.number, version.revision],
    queryFn: ({ signal }) => api.text(filePath(id, version.number), signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Every step answers with the versions as they are then. */
function useStep<Input>(id: string, step: (input: Input) => Promise<DecisionVersions>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: step,
    onSuccess: (versions) => {
      client.setQueryData(['decision-tables', id, 'versions'], versions)
      void client.invalidateQueries({ queryKey: ['decision-tables'], exact: true })
      void client.invalidateQueries({ queryKey: ['decision-tables', id], exact: true })
    },
  })
}

export const useSaveDraft = (id: string) =>
  useStep(id, (body: BodyOf<'saveDecisionDraft'>) => api.put<DecisionVersions>(`${path(id)}/draft`, body))
export const useDropDraft = (id: string) => useStep(id, () => api.delete<DecisionVersions>(`${path(id)}/draft`))
export const usePublishDraft = (id: string) =>
  useStep(id, (body: BodyOf<'publishDecisionDraft'>) => api.post<DecisionVersions>(`${path(id)}/draft/publication`, body))

export const draftIn = (versions: readonly Version[]): Version | undefined => versions.find((v) => v.status === 'draft')

/** The version in force on a day: the one that took effect last. The version of the product was always there. */
export function inForceOn(versions: readonly Version[], day: string): Version | undefined {
  return versions
    .filter((v) => v.status !== 'draft' && v.effectiveFrom !== null && v.effectiveFrom <= day)
    .toSorted((a, b) => b.effectiveFrom!.localeCompare(a.effectiveFrom!) || b.number - a.number)[0]
}
