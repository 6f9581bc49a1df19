import { DownOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import type { Correction, PlanDetail } from '@yingshang/server/contract'
import { App, Button, Dropdown } from 'antd'
import { useEffect, useState } from 'react'
import { download, withQuery } from '../../api/client.ts'
import { planPath, useReread } from '../../api/queries.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import type { PlanSearch } from '../../routes/search.ts'
import { useSession } from '../../session/session.ts'
import { PlanFacts } from './plan-facts.tsx'

/** The name of the plan, where it comes from, and what can be done with all of it. */
export function PlanHead(props: {
  detail: PlanDetail
  filter: Omit<PlanSearch, 'm'>
  shown: number
  onUndo: ((c: Correction) => void) | null
}) {
  const { summary, source } = props.detail
  const { t, locale } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const { modal } = App.useApp()
  const navigate = useNavigate()
  const reread = useReread(summary.id)
  const [busy, setBusy] = useState<'xlsx' | 'docx' | null>(null)

  useEffect(() => {
    document.title = `${summary.title} · ${t('shell.product')}`
  }, [summary.title, t])

  const exportAs = async (to: 'xlsx' | 'docx') => {
    setBusy(to)
    try {
      await download(withQuery(`${planPath(summary.id)}/export`, { ...props.filter, to }), `${summary.title}.${to}`)
      toast.announce(t('export.done', { n: props.shown }))
    } catch (error) {
      toast.failed(error)
    } finally {
      setBusy(null)
    }
  }
  const askReread = () =>
    modal.confirm({
      title: t('plan.reread'),
      content: t('plan.rereadText'),
      okText: t('plan.reread'),
      onOk: () =>
        reread.mutateAsync().then(
          () => toast.done(t('plan.rereadDone')),
          (error) => toast.failed(error),
        ),
    })

  const items = [
    { key: 'overview', label: t('nav.overview'), onClick: () => void navigate({ to: '/overview', search: { plan: summary.id } }) },
    { key: 'align', label: t('alignment.with'), onClick: () => void navigate({ to: '/alignments', search: { lower: summary.id } }) },
    ...(may('plan.export')
      ? [
          {
            key: 'original',
            label: t('plan.original'),
            onClick: () => void download(`${planPath(summary.id)}/original`, summary.file.name).catch(toast.failed),
          },
        ]
      : []),
    ...(may('plan.write') ? [{ key: 'reread', label: t('plan.reread'), onClick: askReread }] : []),
  ]

  return (
    <div className="page-head plan-head">
      <div>
        <h1 tabIndex={-1} lang="zh-CN">
          {summary.title}
        </h1>
        <div className="lede facts">
          <PlanFacts detail={props.detail} onUndo={props.onUndo} />
          {source.notes.length > 0 && (
            <details className="notes">
              <summary>{t('source.notes', { n: source.notes.length })}</summary>
              <ul>
                {source.notes.map((note) => (
                  <li key={note.code}>{locale === 'zh' ? note.zh : note.en}</li>
                ))}
              </ul>
            </details>
          )}
        </div>
      </div>
      <div className="page-actions">
        {may('plan.export') && (
          <>
            <Button type="primary" loading={busy === 'xlsx'} disabled={props.shown === 0} onClick={() => void exportAs('xlsx')}>
              {t('export.xlsx', { n: props.shown })}
            </Button>
            <Button loading={busy === 'docx'} disabled={props.shown === 0} onClick={() => void exportAs('docx')}>
              {t('export.docx', { n: props.shown })}
            </Button>
          </>
        )}
        <Dropdown menu={{ items }} trigger={['click']}>
          <Button aria-haspopup="menu">
            {t('common.more')} <DownOutlined aria-hidden />
          </Button>
        </Dropdown>
      </div>
    </div>
  )
}
