import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  BodyOf,
  PublicQuestionnaire,
  QuestionnaireDetail,
  QuestionnaireDraft,
  QuestionnaireResults,
  QuestionnaireSummary,
} from '@yingshang/server/contract'
import { api, withQuery } from '../../api/client.ts'
import { usePaged } from '../../api/paged.ts'

/** What the pages of questionnaires ask of the server. */

const KEY = 'questionnaires'
const path = '/api/supervision/questionnaires'
const open = (slug: string) => `/api/public/questionnaires/${slug}`

export const resultsExportPath = (id: string, by: string | undefined) => withQuery(`${path}/${id}/results/export`, { by })
export const answersExportPath = (id: string) => `${path}/${id}/answers/export`
export const ticketsExportPath = (id: string) => `${path}/${id}/tickets/workbook`

export const useQuestionnaires = () =>
  usePaged([KEY, 'list'], (after, signal) =>
    api.get<{ items: QuestionnaireSummary[]; next: string | null }>(withQuery(path, { after }), signal),
  )

export const useQuestionnaire = (id: string) =>
  useQuery({
    queryKey: [KEY, 'one', id],
    queryFn: ({ signal }) => api.get<QuestionnaireDetail>(`${path}/${id}`, signal),
    refetchOnWindowFocus: false,
  })

export const useResults = (id: string, by: string | undefined) =>
  useQuery({
    queryKey: [KEY, 'results', id, by ?? null],
    queryFn: ({ signal }) => api.get<QuestionnaireResults>(withQuery(`${path}/${id}/results`, { by }), signal),
    placeholderData: (before) => before,
  })

export const useTexts = (id: string, may: boolean) =>
  useQuery({
    queryKey: [KEY, 'texts', id],
    queryFn: ({ signal }) => api.get<{ items: { question: string; texts: string[] }[] }>(`${path}/${id}/texts`, signal),
    enabled: may,
  })

/** A change after which the pages of questionnaires look again. */
function useChange<T, V>(send: (value: V) => Promise<T>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }) })
}

export const useDraftQuestionnaire = () => useChange((draft: QuestionnaireDraft) => api.create<QuestionnaireDetail>(path, draft))
export const useChangeQuestionnaire = (id: string) =>
  useChange((body: BodyOf<'changeQuestionnaire'>) => api.put<QuestionnaireDetail>(`${path}/${id}`, body))
export const usePublish = (id: string) =>
  useChange((version: number) => api.post<QuestionnaireDetail>(`${path}/${id}/publish`, { version }))
export const useClose = (id: string) => useChange(() => api.post<QuestionnaireDetail>(`${path}/${id}/close`))
export const useDuplicate = (id: string) => useChange(() => api.create<QuestionnaireDetail>(`${path}/${id}/duplicate`, {}))
export const useIssueTickets = (id: string) =>
  useChange((count: number) => api.post<{ tickets: string[]; path: string }>(`${path}/${id}/tickets`, { count }))
export const useFinding = (id: string) =>
  useChange((body: BodyOf<'addQuestionnaireFinding'>) => api.create<{ matter: string }>(`${path}/${id}/findings`, body))

export const openQuestionnaire = (slug: string) => api.get<PublicQuestionnaire>(open(slug))
export const checkTicket = (slug: string, ticket: string) => api.post<{ used: boolean }>(`${open(slug)}/ticket`, { ticket })
export const handIn = (slug: string, body: BodyOf<'answerQuestionnaire'>) => api.post<void>(`${open(slug)}/answers`, body)
