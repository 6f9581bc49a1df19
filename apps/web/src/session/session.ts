import type { Permission, Session } from '@yingshang/server/contract'
import { createContext, useContext } from 'react'

export interface SessionValue {
  readonly session: Session
  readonly may: (permission: Permission) => boolean
  readonly signOut: () => Promise<void>
}

export const SessionContext = createContext<SessionValue | null>(null)

/** The signed-in person and what they may do; only below the session gate. The server decides; the pages only hide what it would refuse. */
export function useSession(): SessionValue {
  const value = useContext(SessionContext)
  if (!value) throw new Error('useSession outside SessionGate')
  return value
}
