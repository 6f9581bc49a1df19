import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Account, SecondFactorStart } from '@yingshang/server/contract'
import { api, withQuery } from '../../api/client.ts'

/** What the account page asks of the server about ways to sign in. */

const KEY = ['account', 'ways']

export const useAccount = () => useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get<Account>('/api/account', signal) })

function useChange<T, R>(send: (input: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: KEY }) })
}

const factor = '/api/account/second-factor'

export const useStartFactor = () => useChange((password: string) => api.post<SecondFactorStart>(factor, { password }))
export const useConfirmFactor = () => useChange((code: string) => api.post<{ codes: string[] }>(`${factor}/confirmation`, { code }))
export const useRenewCodes = () => useChange((code: string) => api.post<{ codes: string[] }>(`${factor}/recovery-codes`, { code }))
export const useRemoveFactor = () => useChange((code: string) => api.post<void>(`${factor}/removal`, { code }))
export const useLink = () => useMutation({ mutationFn: () => api.post<{ url: string }>('/api/account/identities') })
export const useUnlink = () => useChange((issuer: string) => api.delete<void>(withQuery('/api/account/identities', { issuer })))
