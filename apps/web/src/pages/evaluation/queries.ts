import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  BodyOf,
  BodyPoints,
  CampaignOverview,
  EvaluationResult,
  Objection,
  ResultDetail,
  SchemeVersion,
  Scoring,
} from '@yingshang/server/contract'
import { api, withQuery } from '../../api/client.ts'

/** What the pages of evaluation, of challenges and of briefs ask of the server. */

const KEY = 'evaluation'
const path = '/api/evaluation'

export const useResults = () =>
  useQuery({ queryKey: [KEY, 'results'], queryFn: ({ signal }) => api.get<{ items: EvaluationResult[] }>(`${path}/results`, signal) })

export const useResult = (id: string) =>
  useQuery({ queryKey: [KEY, 'results', id], queryFn: ({ signal }) => api.get<ResultDetail>(`${path}/results/${id}`, signal) })

export const usePoints = (result: string, body: string) =>
  useQuery({
    queryKey: [KEY, 'results', result, body],
    queryFn: ({ signal }) => api.get<BodyPoints>(`${path}/results/${result}/bodies/${body}`, signal),
  })

export const useSchemes = () =>
  useQuery({ queryKey: [KEY, 'schemes'], queryFn: ({ signal }) => api.get<{ items: SchemeVersion[] }>(`${path}/schemes`, signal) })

/** A period scored; nothing is kept. */
export const useScoring = () =>
  useMutation({ mutationFn: (body: NonNullable<BodyOf<'scoreBodies'>>) => api.post<Scoring>(`${path}/score`, body) })

export function useEvaluationAct<T, R>(act: (given: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }) })
}

export const publishScores = (body: NonNullable<BodyOf<'publishScores'>>) => api.post<EvaluationResult>(`${path}/results`, body)
export const draftScheme = (body: NonNullable<BodyOf<'draftEvaluationScheme'>>) => api.post<SchemeVersion>(`${path}/schemes`, body)
export const decideScheme = ({ id, decision }: { id: string; decision: 'publish' | 'drop' }) =>
  api.post<SchemeVersion>(`${path}/schemes/${id}/decision`, { decision })
export const objectTo = ({ result, ...body }: { result: string; body: string; fact: string | null; words: string }) =>
  api.post<Objection>(`${path}/results/${result}/objections`, body)
export const answerObjection = ({ id, ...body }: { id: string; upheld: boolean; answer: string }) =>
  api.post<Objection>(`${path}/objections/${id}/answer`, body)
export const correctResult = ({ id, objectionDays }: { id: string; objectionDays: number }) =>
  api.post<EvaluationResult>(`${path}/results/${id}/correction`, { objectionDays })

export const useCampaignOverview = (year: number | undefined) =>
  useQuery({
    queryKey: ['campaign', 'overview', year],
    queryFn: ({ signal }) => api.get<CampaignOverview>(withQuery('/api/campaign/overview', { year }), signal),
  })
