import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyOf, MeetingDetail, MyMeeting, ReplyOf, VoteOutcome } from '@yingshang/server/contract'
import { ApiError, api, withQuery } from '../../api/client.ts'
import { usePaged } from '../../api/paged.ts'

/** What the pages of creditors' meetings ask of the server. */

export type Item = MeetingDetail['agenda'][number]
export type Voter = ReplyOf<'listVoters'>['items'][number]
export type MyVoter = MyMeeting['voters'][number]
export type MyVote = MyVoter['votes'][number]
export type Choice = MyVote['choice']
export type Question = ReplyOf<'listQuestions'>['items'][number]
export type PublicMeeting = ReplyOf<'getPublicMeeting'>

export const CHOICES: readonly Choice[] = ['for', 'against', 'abstain']

export const meetingPath = (id: string) => `/api/meetings/${encodeURIComponent(id)}`
export const publicMeetingPath = (id: string) => `/api/public/meetings/${encodeURIComponent(id)}`

export function useMeetings(filter: { readonly matter?: string | undefined; readonly status?: string | undefined }, enabled = true) {
  return usePaged(
    ['meetings', filter],
    (after, signal) => api.get<ReplyOf<'listMeetings'>>(withQuery('/api/meetings', { ...filter, after, limit: 30 }), signal),
    { enabled },
  )
}

export const useMeeting = (id: string) =>
  useQuery({ queryKey: ['meeting', id], queryFn: ({ signal }) => api.get<MeetingDetail>(meetingPath(id), signal) })

/** Keeps the meeting that an answer holds, and has what follows from it fetched anew. */
export function useKeepMeeting() {
  const client = useQueryClient()
  return (meeting: MeetingDetail) => {
    client.setQueryData(['meeting', meeting.id], meeting)
    for (const part of ['meeting-voters', 'meeting-proxies', 'meetings', 'matter', 'meeting-objections'])
      void client.invalidateQueries({ queryKey: [part] })
  }
}

export function useCreateMeeting(matter: string) {
  const keep = useKeepMeeting()
  return useMutation({
    mutationFn: ({ key, ...body }: BodyOf<'createMeeting'> & { key: string }) =>
      api.create<MeetingDetail>(`/api/matters/${encodeURIComponent(matter)}/meetings`, body, key),
    onSuccess: keep,
  })
}

/** Sends something to a meeting whose answer is the meeting as it then stands. When another was quicker the page shows what there is now. */
export function useMeetingStep(id: string) {
  const client = useQueryClient()
  const keep = useKeepMeeting()
  return useMutation({
    mutationFn: ({ method, path, body }: { method: 'post' | 'patch'; path: string; body: object }) =>
      api[method]<MeetingDetail>(`${meetingPath(id)}${path}`, body),
    onSuccess: keep,
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409) void client.invalidateQueries({ queryKey: ['meeting', id] })
    },
  })
}

export function useVoters(id: string, filter: { readonly q?: string; readonly missing?: string | undefined }, enabled = true) {
  return usePaged(
    ['meeting-voters', id, filter],
    (after, signal) => api.get<ReplyOf<'listVoters'>>(withQuery(`${meetingPath(id)}/voters`, { ...filter, after, limit: 50 }), signal),
    { enabled },
  )
}

/** Changes one voter: an account, or a correction. */
export function useVoterStep(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ voter, account, correction }: { voter: string; account?: BodyOf<'linkVoter'>; correction?: BodyOf<'correctVoter'> }) => {
      const path = `${meetingPath(id)}/voters/${encodeURIComponent(voter)}`
      return account ? api.put<Voter>(`${path}/account`, account) : api.post<Voter>(`${path}/corrections`, correction)
    },
    onSettled: () => {
      for (const key of [
        ['meeting', id],
        ['meeting-voters', id],
      ])
        void client.invalidateQueries({ queryKey: key })
    },
  })
}

export const useProxies = (id: string) =>
  useQuery({
    queryKey: ['meeting-proxies', id],
    queryFn: ({ signal }) => api.get<ReplyOf<'listMeetingProxies'>>(`${meetingPath(id)}/proxies`, signal),
  })

export function useProxyStep(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ revoke, give }: { revoke?: string; give?: BodyOf<'addMeetingProxy'> }) =>
      revoke === undefined
        ? api.post<unknown>(`${meetingPath(id)}/proxies`, give)
        : api.post<unknown>(`${meetingPath(id)}/proxies/${encodeURIComponent(revoke)}/revoke`),
    onSettled: () => {
      for (const key of ['meeting-proxies', 'meeting', 'my-meeting']) void client.invalidateQueries({ queryKey: [key, id] })
    },
  })
}

export const useMine = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['my-meeting', id],
    queryFn: ({ signal }) => api.get<MyMeeting>(`${meetingPath(id)}/mine`, signal),
    enabled,
    refetchOnWindowFocus: true,
  })

export const castVotes = (id: string, body: BodyOf<'castVotes'>) =>
  api.post<{ outcomes: VoteOutcome[] }>(`${meetingPath(id)}/votes`, body).then((answer) => answer.outcomes)

export const useQuestions = (id: string) =>
  useQuery({
    queryKey: ['meeting-questions', id],
    queryFn: ({ signal }) => api.get<ReplyOf<'listQuestions'>>(`${meetingPath(id)}/questions`, signal),
    refetchInterval: 15_000,
  })

export const useCodeWishes = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['meeting-codes', id],
    queryFn: ({ signal }) => api.get<ReplyOf<'listCodeWishes'>>(`${meetingPath(id)}/codes`, signal),
    enabled,
    refetchInterval: 5_000,
  })

export const usePaperVotes = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['meeting-paper', id],
    queryFn: ({ signal }) => api.get<ReplyOf<'listPaperVotes'>>(`${meetingPath(id)}/paper-votes`, signal),
    enabled,
    refetchInterval: 5_000,
  })

export const useObjections = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['meeting-objections', id],
    queryFn: ({ signal }) => api.get<ReplyOf<'listObjections'>>(`${meetingPath(id)}/objections`, signal),
    enabled,
  })

export const usePublicMeeting = (id: string) =>
  useQuery({ queryKey: ['public-meeting', id], queryFn: ({ signal }) => api.get<PublicMeeting>(publicMeetingPath(id), signal) })

export const usePublicVotes = (id: string) =>
  usePaged(['public-votes', id], (after, signal) =>
    api.get<ReplyOf<'listPublicVotes'>>(withQuery(`${publicMeetingPath(id)}/votes`, { after, limit: 100 }), signal),
  )
