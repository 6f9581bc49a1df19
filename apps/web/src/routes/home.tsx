import { Navigate } from '@tanstack/react-router'
import { useSession } from '../session/session.ts'

/** Where somebody starts: at the library who works on plans, at the desk who works on matters. */
export function Home() {
  const { may } = useSession()
  return <Navigate to={!may('plan.read') && may('matter.read') ? '/desk' : '/plans'} replace />
}
