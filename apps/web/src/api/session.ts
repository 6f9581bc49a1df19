import type { Session } from '@yingshang/server/contract'
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

export async function signIn(login: string, password: string): Promise<SessionState> {
  return keep(await api.post<Session>('/api/session', { login, password }))
}

export async function signOut(): Promise<void> {
  await api.delete('/api/session')
}

/** Changes one's own password; the other sessions of the account end. */
export async function changePassword(current: string, next: string): Promise<SessionState> {
  return keep(await api.post<Session>('/api/session/password', { current, next }))
}
