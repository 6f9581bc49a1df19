import { Link } from '@tanstack/react-router'
import type { IndicatorCandidate, IndicatorDetail, IndicatorTarget } from '@yingshang/server/contract'
import { Button, Checkbox, Modal, Spin } from 'antd'
import { useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { useBind, useCandidates } from './queries.ts'

/** The targets that take their value from an indicator; the office binds others that it proposes, and frees them. */
export function BoundTargets({ detail: { indicator, targets } }: { detail: IndicatorDetail }) {
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const bind = useBind()
  const [binding, setBinding] = useState(false)
  const manages = may('ledger.manage') && !indicator.retired
  return (
    <section className="panel ledger-part" aria-label={t('indicators.targets')}>
      <div className="indicator-head">
        <h2>{t('indicators.targets')}</h2>
        {manages && <Button onClick={() => setBinding(true)}>{t('indicators.bind')}</Button>}
      </div>
      {targets.length === 0 && <p className="muted">{t('indicators.unboundHelp')}</p>}
      <ul className="entry-list">
        {targets.map((target) => (
          <li key={`${target.entry.id} ${target.target}`} data-verdict={target.verdict}>
            <Verdict target={target} unit={indicator.unit} />
            {manages && (
              <Button
                size="small"
                aria-label={t('indicators.freeOf', { what: `${target.entry.number} ${target.subject}` })}
                loading={bind.isPending}
                onClick={() =>
                  void bind
                    .mutateAsync({ id: indicator.id, bind: [], unbind: [{ entry: target.entry.id, target: target.target }] })
                    .then(() => toast.announce(t('indicators.freed')), toast.failed)
                }
              >
                {t('indicators.free')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {binding && <Candidates indicator={indicator.id} onClose={() => setBinding(false)} />}
    </section>
  )
}

function Verdict({ target, unit }: { target: IndicatorTarget; unit: string }) {
  const { t } = useMessages()
  return (
    <>
      <span className="entry-mark" aria-hidden="true">
        {target.verdict === 'met' ? '✓' : target.verdict === 'unmet' ? '✕' : '?'}
      </span>
      <span className="entry-what">
        <span>
          <Words>{target.subject}</Words> <strong className="mono">{target.words}</strong>
        </span>
        <span className="cell-sub">
          <Link to="/ledger/entries/$entryId" params={{ entryId: target.entry.id }}>
            <Words>{`${target.entry.number} ${target.entry.title}`}</Words>
          </Link>
          <span>
            {t(`ledger.verdict.${target.verdict}`)}
            {target.reading !== null && ` ${target.reading}${unit}`}
          </span>
          {target.body && <Words>{target.body.name}</Words>}
        </span>
      </span>
    </>
  )
}

const keyOf = (c: IndicatorCandidate) => `${c.entry.id} ${c.target}`

/** Targets that could be bound, likeliest first; those whose name leaves no doubt are chosen already. */
function Candidates({ indicator, onClose }: { indicator: string; onClose: () => void }) {
  const { t } = useMessages()
  const toast = useToast()
  const found = useCandidates(indicator, true)
  const bind = useBind()
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map())
  const items = found.data?.items ?? []
  const chosen = items.filter((c) => touched.get(keyOf(c)) ?? c.sure)
  return (
    <Modal
      open
      width={720}
      title={t('indicators.bindTitle')}
      onCancel={onClose}
      okText={t('indicators.bindGo', { n: chosen.length })}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: chosen.length === 0, loading: bind.isPending }}
      onOk={() =>
        void bind
          .mutateAsync({
            id: indicator,
            bind: chosen.map((c) => ({ entry: c.entry.id, target: c.target, body: null, takeOver: c.reading !== null })),
            unbind: [],
          })
          .then(() => {
            toast.announce(t('indicators.bound', { n: chosen.length }))
            onClose()
          }, toast.failed)
      }
    >
      {found.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {found.isError && <Trouble error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && items.length === 0 && <p className="muted">{t('indicators.noCandidates')}</p>}
      {items.length > 0 && (
        <>
          <p className="muted">{t('indicators.bindHelp')}</p>
          <ul className="candidate-list">
            {items.map((c) => (
              <li key={keyOf(c)}>
                <Checkbox
                  checked={touched.get(keyOf(c)) ?? c.sure}
                  onChange={(event) => setTouched((was) => new Map(was).set(keyOf(c), event.target.checked))}
                >
                  <Words>{c.subject}</Words> <strong className="mono">{c.words}</strong>
                </Checkbox>
                <span className="cell-sub">
                  <Words>{`${c.entry.number} ${c.entry.title}`}</Words>
                  <Words>{c.ledger.name}</Words>
                  <span>{t(c.sure ? 'indicators.sure' : 'indicators.alike', { n: Math.round(c.score * 100) })}</span>
                  {c.reading !== null && <span>{t('indicators.takeOver', { value: `${c.reading}${c.unit}` })}</span>}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  )
}
