import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { CommandView } from '@yingshang/server/contract'
import { api, withQuery } from '../../api/client.ts'

export const useCommandView = (ledger: string | undefined) =>
  useQuery({
    queryKey: ['command', ledger],
    queryFn: ({ signal }) => api.get<CommandView>(withQuery('/api/command-view', { ledger }), signal),
    placeholderData: keepPreviousData,
  })
