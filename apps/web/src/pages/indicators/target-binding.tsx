import { Link } from '@tanstack/react-router'
import { Button, Modal, Radio, Spin } from 'antd'
import { useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import './indicators.css'
import { useBind, useProposals } from './queries.ts'

/** Binds one target of an entry to the indicator that it names, from those that fit. */
export function TargetBinding({
  entry,
  target,
}: {
  entry: string
  target: { readonly id: string; readonly subject: string; readonly reading: object | null }
}) {
  const { t } = useMessages()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" aria-label={t('indicators.bindOf', { what: target.subject })} onClick={() => setOpen(true)}>
        {t('indicators.bindOne')}
      </Button>
      {open && <Proposals entry={entry} target={target} onClose={() => setOpen(false)} />}
    </>
  )
}

function Proposals({ entry, target, onClose }: Parameters<typeof TargetBinding>[0] & { onClose: () => void }) {
  const { t } = useMessages()
  const toast = useToast()
  const found = useProposals(entry, target.id)
  const bind = useBind()
  const [touched, setTouched] = useState<string | null>(null)
  const items = found.data?.items ?? []
  const chosen = touched ?? (items[0]?.sure ? items[0].id : null)
  return (
    <Modal
      open
      title={t('indicators.bindOf', { what: target.subject })}
      onCancel={onClose}
      okText={t('indicators.bindOne')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: chosen === null, loading: bind.isPending }}
      onOk={() =>
        chosen !== null &&
        void bind
          .mutateAsync({ id: chosen, bind: [{ entry, target: target.id, body: null, takeOver: target.reading !== null }], unbind: [] })
          .then(() => {
            toast.announce(t('indicators.bound', { n: 1 }))
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
      {found.isSuccess && items.length === 0 && (
        <p className="muted">
          {t('indicators.noProposals')} <Link to="/ledger/indicators">{t('indicators.title')}</Link>
        </p>
      )}
      {items.length > 0 && (
        <Radio.Group className="proposal-list" value={chosen} onChange={(event) => setTouched(event.target.value as string)}>
          {items.map((p) => (
            <Radio key={p.id} value={p.id}>
              <Words>{p.name}</Words>
              <span className="cell-sub">{t(p.sure ? 'indicators.sure' : 'indicators.alike', { n: Math.round(p.score * 100) })}</span>
            </Radio>
          ))}
        </Radio.Group>
      )}
    </Modal>
  )
}
