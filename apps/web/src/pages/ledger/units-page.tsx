import { Link, useParams } from '@tanstack/react-router'
import { Spin } from 'antd'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { ConfirmUnits } from './confirm-units.tsx'
import './ledger.css'
import './making.css'
import { useLedger, useMatchUnits } from './queries.ts'

/** Names of units in a ledger that nobody has confirmed; confirming them assigns the entries. */
export function LedgerUnitsPage() {
  const { t } = useMessages()
  const toast = useToast()
  const { ledgerId } = useParams({ from: '/ledger/$ledgerId/units' })
  const found = useLedger(ledgerId)
  const match = useMatchUnits(ledgerId)
  if (found.isPending)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  const { ledger, toConfirm } = found.data
  return (
    <Page
      title={t('ledger.unitsTitle')}
      lede={
        <Link to="/ledger" search={{ ledger: ledgerId }}>
          <Words>{ledger.title}</Words>
        </Link>
      }
    >
      <section className="panel ledger-part">
        {toConfirm.length === 0 ? (
          <p>{t('ledger.unitsNone')}</p>
        ) : (
          <ConfirmUnits
            key={toConfirm.map((u) => u.text).join()}
            units={toConfirm}
            onConfirmed={() => match.mutateAsync(undefined).then((done) => toast.done(t('ledger.assigned', { n: done.assigned })))}
          />
        )}
      </section>
    </Page>
  )
}
