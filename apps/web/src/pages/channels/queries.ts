import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyOf, Channel, Delivery, NoticePreference, NoticeRule } from '@yingshang/server/contract'
import { api, withQuery } from '../../api/client.ts'
import { usePaged } from '../../api/paged.ts'

/** What the pages of the channels ask of the server. */

export type ChannelInput = BodyOf<'addChannel'>

export function useChannels() {
  return useQuery({ queryKey: ['channels'], queryFn: ({ signal }) => api.get<{ items: Channel[] }>('/api/channels', signal) })
}

export function useSaveChannel() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: ChannelInput & { id: string | null }) =>
      id === null ? api.post<Channel>('/api/channels', body) : api.put<Channel>(`/api/channels/${id}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['channels'] }),
  })
}

export function useTestChannel() {
  return useMutation({ mutationFn: (id: string) => api.post<{ ok: boolean; error: string | null }>(`/api/channels/${id}/test`) })
}

export function useRules() {
  return useQuery({
    queryKey: ['channels', 'rules'],
    queryFn: ({ signal }) => api.get<{ items: NoticeRule[] }>('/api/channels/rules', signal),
  })
}

export function useSaveRules() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (items: readonly NoticeRule[]) => api.put<{ items: NoticeRule[] }>('/api/channels/rules', { items }),
    onSuccess: (saved) => client.setQueryData(['channels', 'rules'], saved),
  })
}

export function useDeliveries(state: string | undefined) {
  return usePaged(['channels', 'deliveries', state], (after, signal) =>
    api.get<{ items: Delivery[]; next: string | null }>(withQuery('/api/channels/deliveries', { state, after }), signal),
  )
}

export function useDecideDelivery() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, decision }: { id: string; decision: BodyOf<'decideDelivery'>['decision'] }) =>
      api.post<void>(`/api/channels/deliveries/${id}`, { decision }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['channels'] }),
  })
}

export function usePreference() {
  return useQuery({
    queryKey: ['notices', 'preference'],
    queryFn: ({ signal }) => api.get<NoticePreference>('/api/notices/preference', signal),
  })
}

export function useSavePreference() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (preference: NoticePreference) => api.put<NoticePreference>('/api/notices/preference', preference),
    onSuccess: (saved) => client.setQueryData(['notices', 'preference'], saved),
  })
}
