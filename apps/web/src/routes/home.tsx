import { Navigate } from '@tanstack/react-router'
import { useSession } from '../session/session.ts'

/** Where somebody starts: a commander at what is red, a body's people at their entries, at the library who works on plans, at the desk who works on matters. */
export function Home() {
  const { may, session } = useSession()
  const of = (...roles: readonly string[]) => session.user.roles.some((role) => roles.includes(role))
  const start = of('officer', 'administrator') ? '/plans' : of('commander') ? '/command' : of('liaison', 'member') ? '/ledger' : null
  return <Navigate to={start ?? (!may('plan.read') && may('matter.read') ? '/desk' : '/plans')} replace />
}
