import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyOf, InspectionDetail, InspectionSummary, LetterDetail, LetterSummary } from '@yingshang/server/contract'
import { api, withQuery } from '../../api/client.ts'
import { usePaged } from '../../api/paged.ts'

/** What the pages of supervision ask of the server. */

const KEY = 'supervision'
const [letters, inspections] = ['/api/supervision/letters', '/api/supervision/inspections']

export const paperPath = (id: string, body?: string) => withQuery(`${letters}/${id}/paper`, { body })

export const useLetters = () =>
  usePaged([KEY, 'letters'], (after, signal) =>
    api.get<{ items: LetterSummary[]; next: string | null }>(withQuery(letters, { after }), signal),
  )
export const useLetter = (id: string) =>
  useQuery({
    queryKey: [KEY, 'letter', id],
    queryFn: ({ signal }) => api.get<LetterDetail>(`${letters}/${id}`, signal),
    refetchOnWindowFocus: false,
  })
export const useInspections = () =>
  usePaged([KEY, 'inspections'], (after, signal) =>
    api.get<{ items: InspectionSummary[]; next: string | null }>(withQuery(inspections, { after }), signal),
  )
export const useInspection = (id: string) =>
  useQuery({ queryKey: [KEY, 'inspection', id], queryFn: ({ signal }) => api.get<InspectionDetail>(`${inspections}/${id}`, signal) })

/** A change after which every page of supervision looks again. */
function useChange<T, V>(send: (value: V) => Promise<T>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }) })
}

export const useDraft = () => useChange((body: BodyOf<'draftLetter'>) => api.create<LetterDetail>(letters, body))
export const useChangeLetter = (id: string) => useChange((body: BodyOf<'changeLetter'>) => api.put<LetterDetail>(`${letters}/${id}`, body))
export const useActOnLetter = (id: string) =>
  useChange((body: BodyOf<'actOnLetter'>) => api.post<LetterDetail>(`${letters}/${id}/acts`, body))
export const useReceive = (id: string) => useChange((body: string) => api.post<LetterDetail>(`${letters}/${id}/receipt`, { body }))
export const useAnswer = (id: string) =>
  useChange((answer: { body: string; words: string }) => api.post<LetterDetail>(`${letters}/${id}/answer`, answer))
export const useOpenInspection = () => useChange((body: BodyOf<'openInspection'>) => api.create<InspectionDetail>(inspections, body))
export const useCloseInspection = (id: string) => useChange(() => api.post<InspectionDetail>(`${inspections}/${id}/close`))
export const useAddFinding = (id: string) =>
  useChange((body: BodyOf<'addFinding'>) => api.create<{ matter: string }>(`${inspections}/${id}/findings`, body))
