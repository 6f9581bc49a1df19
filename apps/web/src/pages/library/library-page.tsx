import { useQueryClient } from '@tanstack/react-query'
import { Input, Spin } from 'antd'
import { useDeferredValue, useEffect, useState } from 'react'
import { usePlans } from '../../api/queries.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { PlanTable } from './plan-table.tsx'
import { UploadPanel } from './upload-panel.tsx'
import { onUploadFinished } from './uploads.ts'
import './library.css'

/** 方案库: what has been read, and where new plans come in. */
export function LibraryPage() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const client = useQueryClient()
  const [q, setQ] = useState('')
  const list = usePlans(useDeferredValue(q.trim()))
  const plans = list.data?.pages.flatMap((page) => page.items) ?? []
  const total = list.data?.pages[0]?.total
  const empty = list.isSuccess && q.trim() === '' && plans.length === 0

  useEffect(
    () =>
      onUploadFinished((one) => {
        void client.invalidateQueries({ queryKey: ['plans'] })
        if (one.state === 'duplicate') toast.announce(`${one.file.name}：${t('upload.duplicate')}`)
        else if (one.error) toast.announce(`${one.file.name}：${one.error.say(locale)}`)
        else toast.done(t('upload.doneToast', { name: one.plan?.title ?? one.file.name, n: one.plan?.counts.measures ?? 0 }))
      }),
    [client, toast, t, locale],
  )

  return (
    <Page title={t('library.title')} lede={t('library.lede')}>
      {may('plan.write') && <UploadPanel large={empty} />}
      {empty && <FirstSteps />}
      {!empty && (
        <section className="panel list-panel" aria-label={t('library.list')}>
          <div className="list-tools">
            <Input.Search
              allowClear
              value={q}
              onChange={(event) => setQ(event.target.value)}
              placeholder={t('library.search')}
              aria-label={t('library.search')}
              style={{ maxWidth: 420 }}
            />
          </div>
          {list.isPending && (
            <div className="center">
              <Spin description={t('common.loading')} />
            </div>
          )}
          {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
          {list.isSuccess && plans.length === 0 && <p className="list-none">{t('library.none')}</p>}
          {plans.length > 0 && <PlanTable plans={plans} />}
          {list.isSuccess && <LoadMore list={list} shown={plans.length} total={total} />}
        </section>
      )}
    </Page>
  )
}

/** What an empty library says: the two steps of the work. */
function FirstSteps() {
  const { t } = useMessages()
  return (
    <ol className="steps" aria-label={t('library.steps')}>
      {([1, 2] as const).map((n) => (
        <li key={n} className="panel">
          <span className="step-number" aria-hidden>
            {n}
          </span>
          <h2>{t(`library.step${n}.title`)}</h2>
          <p>{t(`library.step${n}.text`)}</p>
        </li>
      ))}
    </ol>
  )
}
