import type { Session, SignInWays } from '@yingshang/server/contract'
import { ApiError, api, keepCsrf } from './client.ts'

/** Whether somebody is signed in. */
export interface SessionState {
  readonly session: Session | null
}

function keep(session: Session): SessionState {
  keepCsrf(session.csrfToken)
  return { session }
}

/** Who is signed in; nobody is an answer here, not an error. */
export async function fetchSession(): Promise<SessionState> {
  try {
    return keep(await api.get<Session>('/api/session'))
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return { session: null }
    throw error
  }
}

/** What somebody proves themselves with: a password or a code of a mail, and a code of the authenticator where the account has one. */
export type Secrets = ({ readonly password: string } | { readonly mailCode: string }) & { readonly code?: string }

export async function signIn(login: string, secrets: Secrets): Promise<SessionState> {
  return keep(await api.post<Session>('mailCode' in secrets ? '/api/session/mail-code' : '/api/session', { login, ...secrets }))
}

/** Ways to sign in that are open here. */
export const fetchWays = (): Promise<SignInWays> => api.get<SignInWays>('/api/session/ways')

/** Has a code sent to the mail address of an account; the answer does not tell whether there is one. */
export const requestMailCode = (login: string): Promise<void> => api.post('/api/session/mail-codes', { login })

export async function signOut(): Promise<void> {
  await api.delete('/api/session')
}

/** Changes one's own password; the other sessions of the account end. */
export async function changePassword(current: string, next: string): Promise<SessionState> {
  return keep(await api.post<Session>('/api/session/password', { current, next }))
}
