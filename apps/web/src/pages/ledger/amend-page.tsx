import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { ReplyOf } from '@yingshang/server/contract'
import { Alert, Button, Checkbox, Spin } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { Page } from '../../components/page.tsx'
import { PlanSelect } from '../../components/plan-select.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import './ledger.css'
import './making.css'
import { useAmend, useLedger, usePreviewAmendments } from './queries.ts'
import { StatusMark } from './status.tsx'

type Preview = ReplyOf<'previewAmendments'>
interface Chosen {
  readonly amend: ReadonlySet<string>
  readonly add: ReadonlySet<string>
  readonly withdraw: ReadonlySet<string>
}
const everything = (p: Preview): Chosen => ({
  amend: new Set(p.amended.map((a) => a.entry.id)),
  add: new Set(p.added.map((a) => a.measure)),
  withdraw: new Set(p.dropped.map((d) => d.id)),
})

/** 方案调整: a newer version of the plan beside the ledger; what is chosen of the differences is applied, all or nothing. */
export function AmendPage() {
  const { t, locale } = useMessages()
  const toast = useToast()
  const navigate = useNavigate()
  const { ledgerId } = useParams({ from: '/ledger/$ledgerId/amendments' })
  const ledger = useLedger(ledgerId)
  const look = usePreviewAmendments(ledgerId)
  const amend = useAmend(ledgerId)
  const [planId, setPlanId] = useState<string | undefined>(undefined)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [chosen, setChosen] = useState<Chosen>({ amend: new Set(), add: new Set(), withdraw: new Set() })
  const [trouble, setTrouble] = useState<string | null>(null)
  const fail = (error: unknown) => setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
  const show = async (plan: string) => {
    setPlanId(plan)
    setTrouble(null)
    setPreview(null)
    try {
      const found = await look.mutateAsync(plan)
      setPreview(found)
      setChosen(everything(found))
    } catch (error) {
      fail(error)
    }
  }
  const apply = async () => {
    if (!preview) return
    setTrouble(null)
    try {
      const done = await amend.mutateAsync({
        planId: preview.planId,
        basis: preview.basis,
        amend: [...chosen.amend],
        add: [...chosen.add],
        withdraw: [...chosen.withdraw],
      })
      toast.done(t('ledger.amendDone', { amended: done.amended, added: done.added, withdrawn: done.withdrawn }))
      await navigate({ to: '/ledger', search: { ledger: ledgerId } })
    } catch (error) {
      fail(error)
      if (error instanceof ApiError && error.code === 'ledger.preview-outdated') void show(preview.planId)
    }
  }
  const toggle = (list: keyof Chosen, id: string) =>
    setChosen((was) => {
      const next = new Set(was[list])
      if (!next.delete(id)) next.add(id)
      return { ...was, [list]: next }
    })
  if (ledger.isError) return <Trouble error={ledger.error} retry={() => void ledger.refetch()} />
  const count = chosen.amend.size + chosen.add.size + chosen.withdraw.size
  return (
    <Page
      title={t('ledger.amend')}
      lede={
        <Link to="/ledger" search={{ ledger: ledgerId }}>
          <Words>{ledger.data?.ledger.title ?? t('ledger.title')}</Words>
        </Link>
      }
    >
      <section className="panel ledger-part">
        <p>{t('ledger.amendLede')}</p>
        <label htmlFor="amend-plan">{t('ledger.newerPlan')}</label>
        <PlanSelect id="amend-plan" className="adopt-plan" value={planId} onChange={(plan) => void show(plan)} />
        {look.isPending && <Spin description={t('common.loading')} />}
        {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      </section>
      {preview && (
        <>
          <p className="ledger-note" role="status">
            {t('ledger.amendCount', {
              amended: preview.amended.length,
              added: preview.added.length,
              dropped: preview.dropped.length,
              unchanged: preview.unchanged,
            })}
          </p>
          {preview.amended.length > 0 && (
            <section className="panel ledger-part" aria-label={t('ledger.amended')}>
              <h2>{t('ledger.amended')}</h2>
              <ul className="amend-list">
                {preview.amended.map((a) => (
                  <li key={a.entry.id}>
                    <Checkbox checked={chosen.amend.has(a.entry.id)} onChange={() => toggle('amend', a.entry.id)}>
                      <Words>{`${a.entry.number} ${a.entry.title}`}</Words> <StatusMark status={a.entry.status} />
                      {a.reopens && <strong className="late-word"> {t('ledger.reopens')}</strong>}
                    </Checkbox>
                    <ul className="changes">
                      {a.fields
                        .filter((f) => f.kind !== 'same')
                        .map((f, i) => (
                          // biome-ignore lint/suspicious/noArrayIndexKey: several parts of one entry may have the same name
                          <li key={`${f.field} ${f.id} ${i}`}>
                            <span className="drift" data-kind={f.kind}>
                              {t(`ledger.drift.${f.kind as 'stricter'}`)}
                            </span>{' '}
                            {f.before !== null && <del lang="zh-CN">{f.before}</del>}
                            {f.before !== null && f.after !== null && ' → '}
                            {f.after !== null && <ins lang="zh-CN">{f.after}</ins>}
                          </li>
                        ))}
                    </ul>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {preview.added.length > 0 && (
            <section className="panel ledger-part" aria-label={t('ledger.addedN')}>
              <h2>{t('ledger.addedN')}</h2>
              <ul className="amend-list">
                {preview.added.map((a) => (
                  <li key={a.measure}>
                    <Checkbox checked={chosen.add.has(a.measure)} onChange={() => toggle('add', a.measure)}>
                      <Words>{`${a.number} ${a.title}`}</Words>
                      <span className="muted">
                        {' '}
                        <Words>{[a.domain, a.lead.join('、')].filter(Boolean).join(' · ')}</Words>
                      </span>
                    </Checkbox>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {preview.dropped.length > 0 && (
            <section className="panel ledger-part" aria-label={t('ledger.droppedN')}>
              <h2>{t('ledger.droppedN')}</h2>
              <ul className="amend-list">
                {preview.dropped.map((d) => (
                  <li key={d.id}>
                    <Checkbox checked={chosen.withdraw.has(d.id)} onChange={() => toggle('withdraw', d.id)}>
                      <Words>{`${d.number} ${d.title}`}</Words> <StatusMark status={d.status} />
                    </Checkbox>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <div className="confirm-line">
            <Button type="primary" disabled={count === 0} loading={amend.isPending} onClick={() => void apply()}>
              {t('ledger.amendGo', { n: count })}
            </Button>
            <span className="muted">{t('ledger.allOrNothing')}</span>
          </div>
        </>
      )}
    </Page>
  )
}
