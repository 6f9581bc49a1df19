import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { NoticePage } from '@yingshang/server/contract'
import type { z } from 'zod'
import { api, withQuery } from '../../api/client.ts'
import { usePaged } from '../../api/paged.ts'

/** What the pages ask about notices. */

type Notices = z.output<typeof NoticePage>
export type Show = 'all' | 'unread' | 'read'

const PAGE = 30
const UNREAD = { all: undefined, unread: 'true', read: 'false' } as const
const EVERY_MS = 60_000

export function useNotices(show: Show) {
  return usePaged(['notices', 'list', show], (after, signal) =>
    api.get<Notices>(withQuery('/api/notices', { unread: UNREAD[show], limit: PAGE, after }), signal),
  )
}

/** How many are unread; asked again every minute while the page is looked at. */
export function useUnread(enabled: boolean): number {
  const { data } = useQuery({
    queryKey: ['notices', 'unread'],
    queryFn: ({ signal }) => api.get<Notices>(withQuery('/api/notices', { unread: 'true', limit: 1 }), signal),
    refetchInterval: EVERY_MS,
    enabled,
  })
  return data?.unread ?? 0
}

/** Marks notices as read; none named: all. */
export function useRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ids: readonly string[]) => api.post<void>('/api/notices/read', { ids }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['notices'] }),
  })
}
