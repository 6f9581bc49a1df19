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
  Talk,
} from '@yingshang/server/contract'
import { api, withQuery } from '../../api/client.ts'
import { usePaged } from '../../api/paged.ts'

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

export const useTalks = (talk: string | undefined) =>
  usePaged([KEY, 'talks', talk], (after, signal) =>
    api.get<{ items: Talk[]; next: string | null }>(withQuery(`${path}/talks`, { talk, after }), signal),
  )

/** A period scored; nothing is kept. */
export const useScoring = () =>
  useMutation({ mutationFn: (body: NonNullable<BodyOf<'scoreBodies'>>) => api.post<Scoring>(`${path}/score`, body) })

export function useEvaluationAct<T, R>(act: (given: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: () => Promise.all([KEY, 'campaign'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
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

type Promised = { id: string; number: number }
export const recordTalk = ({ id, ...body }: { id: string } & NonNullable<BodyOf<'recordTalk'>>) =>
  api.create<Talk>(`${path}/talks/${id}/record`, body)
export const reportPromise = ({ id, number, ...body }: Promised & { words: string }) =>
  api.post<Talk>(`${path}/talks/${id}/promises/${number}/report`, body)
export const settlePromise = ({ id, number, ...body }: Promised & { kept: boolean; on: string; words: string }) =>
  api.post<Talk>(`${path}/talks/${id}/promises/${number}/settle`, body)

/** Confirms or refuses an adoption of a brief. */
export const decideAdoption = ({
  matter,
  ...body
}: {
  matter: string
  action: 'confirm-adoption' | 'refuse-adoption'
  expectedSeq: number
  values: Record<string, unknown>
}) => api.create<unknown>(`/api/matters/${matter}/actions`, body)

export const useCampaignOverview = (year: number | undefined) =>
  useQuery({
    queryKey: ['campaign', 'overview', year],
    queryFn: ({ signal }) => api.get<CampaignOverview>(withQuery('/api/campaign/overview', { year }), signal),
    // It follows matters, which change on pages of their own.
    refetchOnMount: 'always',
  })
