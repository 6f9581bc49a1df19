import { Link, useParams } from '@tanstack/react-router'
import type { DecisionTableView, DecisionTrialResult } from '@yingshang/server/contract'
import { dateInChina } from '@yingshang/time'
import { App, Button, Spin, Tag } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { download } from '../../../api/client.ts'
import { useDecisionTable } from '../../../api/matters.ts'
import { day, instant } from '../../../components/format.ts'
import { Page } from '../../../components/page.tsx'
import { useToast } from '../../../components/toast.tsx'
import { Trouble } from '../../../components/trouble.tsx'
import { Words } from '../../../components/words.tsx'
import { useMessages } from '../../../messages/index.tsx'
import { useSession } from '../../../session/session.ts'
import { say } from '../../forms/value.tsx'
import { Trial } from '../decision-page.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { draftIn, filePath, inForceOn, useDropDraft, useVersions, type Version } from './queries.ts'
import { Findings, versionName } from './version-words.tsx'
import '../../matters/matters.css'
import '../../forms/forms.css'
import '../decisions.css'
import './editor.css'

/** 版本与草案: what a table was, is and may become; who wrote and who published it. */
export function VersionsPage() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const { tableId } = useParams({ from: '/decisions/$tableId/versions' })
  const table = useDecisionTable(tableId)
  const versions = useVersions(tableId)
  const failed = table.isError ? table : versions.isError ? versions : null
  if (failed)
    return (
      <Page title={t('versions.title')}>
        <Trouble error={failed.error} retry={() => void failed.refetch()} />
      </Page>
    )
  if (!table.data || !versions.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  const { items } = versions.data
  const draft = draftIn(items)
  const current = inForceOn(items, dateInChina(new Date().toISOString()))
  return (
    <Page
      title={t('versions.of', { title: say(table.data.summary.title, locale) })}
      lede={
        <span className="matter-head">
          <Link to="/decisions/$tableId" params={{ tableId }}>
            {t('versions.back')}
          </Link>
          <span>{t('versions.lede')}</span>
        </span>
      }
      actions={
        may('decision.draft') && (
          <Link to="/decisions/$tableId/draft" params={{ tableId }} className="ant-btn ant-btn-primary link-button">
            {t(draft ? 'versions.goOn' : 'versions.draft')}
          </Link>
        )
      }
    >
      {draft && <DraftSteps key={`${draft.number} ${draft.revision}`} tableId={tableId} draft={draft} />}
      <section className="panel" aria-label={t('versions.title')}>
        <table className="data-table version-table">
          <thead>
            <tr>
              <th scope="col">{t('versions.number')}</th>
              <th scope="col">{t('versions.status')}</th>
              <th scope="col">{t('versions.effective')}</th>
              <th scope="col">{t('versions.drafted')}</th>
              <th scope="col">{t('versions.published')}</th>
              <th scope="col">{t('versions.note')}</th>
              <th scope="col">{t('versions.findings')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('common.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((version) => (
              <Row key={version.number} tableId={tableId} version={version} current={version === current} />
            ))}
          </tbody>
        </table>
      </section>
      {draft && <DraftTrial key={`try ${draft.revision}`} table={table.data} />}
    </Page>
  )
}

/** Tries the draft as it is saved. */
export function DraftTrial({ table }: { table: DecisionTableView }) {
  const [result, setResult] = useState<DecisionTrialResult | null>(null)
  return (
    <div className="draft-trial">
      <Trial table={table} draft result={result} onResult={setResult} />
    </div>
  )
}

/** What can be done with the draft, and why not. */
function DraftSteps({ tableId, draft }: { tableId: string; draft: Version }) {
  const { t } = useMessages()
  const { may, session } = useSession()
  const { modal } = App.useApp()
  const toast = useToast()
  const id = useId()
  const drop = useDropDraft(tableId)
  const [publishing, setPublishing] = useState(false)
  const own = draft.savers.some((one) => one.id === session.user.id)
  const ask = () =>
    modal.confirm({
      title: t('versions.drop'),
      content: t('versions.dropText'),
      okText: t('versions.drop'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => drop.mutateAsync(undefined).then(() => toast.done(t('versions.dropped')), toast.failed),
    })
  return (
    <section className="panel decision-part draft-steps" aria-label={t('versions.status.draft')}>
      <p>
        <Tag className="doubt-tag">{t('versions.status.draft')}</Tag>
        {t('draft.keptBy', { name: draft.savedBy?.displayName ?? '', at: instant(draft.savedAt!) })}
      </p>
      <div className="draft-buttons">
        {may('decision.publish') && (
          <Button type="primary" disabled={own} aria-describedby={own ? `${id}-own` : undefined} onClick={() => setPublishing(true)}>
            {t('versions.publish')}
          </Button>
        )}
        {may('decision.draft') && (
          <Button danger onClick={ask} loading={drop.isPending}>
            {t('versions.drop')}
          </Button>
        )}
        {own && may('decision.publish') && (
          <span id={`${id}-own`} className="muted">
            {t('versions.notOwn')}
          </span>
        )}
      </div>
      {publishing && <PublishDialog tableId={tableId} revision={draft.revision} onClose={() => setPublishing(false)} />}
    </section>
  )
}

function Row({ tableId, version, current }: { tableId: string; version: Version; current: boolean }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const name = versionName(version, t)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-label={t('versions.status')}>
        {version.status === 'draft' && <Tag className="doubt-tag">{t('versions.status.draft')}</Tag>}
        {version.status === 'published' && <Tag className="state-tag">{t('versions.status.published')}</Tag>}
        {current && <Tag className="force-tag">{t('versions.inForce')}</Tag>}
        {version.number === 0 && !current && '—'}
      </td>
      <td data-label={t('versions.effective')} className="mono">
        {version.effectiveFrom ? day(version.effectiveFrom, locale) : '—'}
      </td>
      <Signed label={t('versions.drafted')} person={version.draftedBy} at={version.draftedAt}>
        {version.savers.length > 1 && (
          <span className="muted">
            {t('versions.savers')}
            <Words>{version.savers.map((one) => one.displayName).join('、')}</Words>
          </span>
        )}
      </Signed>
      <Signed label={t('versions.published')} person={version.publishedBy} at={version.publishedAt} />
      <td data-label={t('versions.note')} className="version-note">
        {version.note ? <Words>{version.note}</Words> : '—'}
      </td>
      <td data-label={t('versions.findings')}>
        {version.findings.length === 0 ? (
          <span className="muted">{t('versions.clean')}</span>
        ) : (
          <details>
            <summary>{t('versions.doubts', { n: version.findings.length })}</summary>
            <Findings list={version.findings} />
          </details>
        )}
      </td>
      <td className="cell-actions">
        <Button
          type="text"
          size="small"
          aria-label={t('versions.downloadOf', { version: name })}
          onClick={() => void download(filePath(tableId, version.number), `${tableId}-${version.number}.dmn`).catch(toast.failed)}
        >
          {t('versions.download')}
        </Button>
      </td>
    </tr>
  )
}

function Signed(props: { label: string; person: Version['draftedBy']; at: string | null; children?: ReactNode }) {
  const { label, person, at, children } = props
  return (
    <td data-label={label} className="cell-stamp">
      {person ? (
        <>
          <span>
            <Words>{person.displayName}</Words>
          </span>
          {at && <span className="muted mono">{instant(at)}</span>}
          {children}
        </>
      ) : (
        '—'
      )}
    </td>
  )
}
