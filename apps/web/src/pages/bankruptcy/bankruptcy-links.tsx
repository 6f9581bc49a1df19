import { Link } from '@tanstack/react-router'
import type { MatterDetail } from '@yingshang/server/contract'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'

/** From a bankruptcy case to its claims table and the calculation of its distribution; nothing for another procedure. */
export function BankruptcyLinks({ matter }: { matter: MatterDetail }) {
  const { t } = useMessages()
  const { may } = useSession()
  const { id, procedure, myRoles } = matter.summary
  if (procedure.id !== 'bankruptcy-case') return null
  return (
    <nav className="page-links" aria-label={t('claims.links')}>
      <Link to="/matters/$matterId/claims" params={{ matterId: id }}>
        {t('claims.title')}
      </Link>
      {(may('matter.all') || myRoles.includes('administrator')) && (
        <Link to="/matters/$matterId/distribution" params={{ matterId: id }}>
          {t('distribution.title')}
        </Link>
      )}
    </nav>
  )
}
