import type { ClaimChange, ClaimsImport, ClaimsView, ImportFinding } from '@yingshang/server/contract'
import { Alert, Button, Checkbox, Spin } from 'antd'
import { useRef, useState } from 'react'
import { ApiError, download } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { yuan } from '../forms/money.ts'
import { claimsPath, useImportClaims } from './queries.ts'

/** Files, amends and reviews claims from a workbook: choose, see what would happen and what is wrong in which cell, confirm, see what was done. */
export function ImportPanel({ view }: { view: ClaimsView }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const input = useRef<HTMLInputElement>(null)
  const send = useImportClaims(view.matter.id)
  const [file, setFile] = useState<File | null>(null)
  const [answer, setAnswer] = useState<ClaimsImport | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [confirmed, setConfirmed] = useState(false)

  const fail = (error: unknown) => {
    const text = error instanceof ApiError ? error.say(locale) : String(error)
    setTrouble(text)
    toast.announce(text)
  }
  const tryIt = async (chosen: File) => {
    setFile(chosen)
    setAnswer(null)
    setTrouble(null)
    setConfirmed(false)
    try {
      const found = await send.mutateAsync({ file: chosen })
      setAnswer(found)
      toast.announce(summary(found))
    } catch (error) {
      fail(error)
    }
  }
  const fileIt = async () => {
    if (!file || !answer) return
    setTrouble(null)
    try {
      // The state that the trial was made on: when the case has moved on since, the trial no longer holds.
      const done = await send.mutateAsync({ file, seq: answer.seq, confirm: confirmed })
      setAnswer(done)
      setFile(null)
      toast.done(outcome(done))
    } catch (error) {
      fail(error)
    }
  }
  const work = answer ? answer.ready + answer.amends + answer.reviews : 0
  const blocked = !answer || answer.errorCount > 0 || work === 0 || (answer.warnings.length > 0 && !confirmed)
  /** New claims alone are filed; as soon as there is something else, everything is counted. */
  const plain = (a: ClaimsImport) => a.amends + a.reviews === 0
  function summary(a: ClaimsImport): string {
    if (a.errorCount > 0) return t('claims.import.errors', { n: a.errorCount })
    return plain(a)
      ? t('claims.import.ready', said(a))
      : t('claims.import.readyMixed', { ...said(a), amends: a.amends, reviews: a.reviews })
  }
  function outcome(a: ClaimsImport): string {
    return plain(a)
      ? t('claims.import.done', { n: a.filed })
      : t('claims.import.doneMixed', { n: a.filed, amends: a.amends, reviews: a.reviews })
  }

  return (
    <section className="panel claims-panel" aria-label={t('claims.import.title')}>
      <div className="claims-head">
        <h2>{t('claims.import.title')}</h2>
        <Button
          type="link"
          onClick={() => void download(`${claimsPath(view.matter.id)}/form`, t('claims.import.formName')).catch(toast.failed)}
        >
          {t('claims.import.form')}
        </Button>
      </div>
      <p className="muted">{t('claims.import.lede')}</p>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('claims.import.choose')}
        accept=".xlsx"
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          event.target.value = ''
          if (chosen) void tryIt(chosen)
        }}
      />
      <div className="import-line">
        <Button type={answer ? 'default' : 'primary'} disabled={send.isPending} onClick={() => input.current?.click()}>
          {t(answer || trouble ? 'claims.import.again' : 'claims.import.choose')}
        </Button>
        {file && <Words>{file.name}</Words>}
        {send.isPending && <Spin size="small" />}
      </div>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      {answer && (
        <div className="import-answer" data-testid="import-answer">
          {answer.dryRun ? <p>{summary(answer)}</p> : <p className="import-done">{outcome(answer)}</p>}
          {answer.errors.length > 0 && <Findings title={t('claims.import.errorList')} list={answer.errors} all={answer.errorCount} />}
          {answer.dryRun && answer.changes.length > 0 && <Changes list={answer.changes} all={answer.changeCount} />}
          {answer.dryRun && answer.warnings.length > 0 && (
            <Findings title={t('claims.import.warningList')} list={answer.warnings} all={answer.warnings.length} />
          )}
          {answer.dryRun && answer.errorCount === 0 && answer.warnings.length > 0 && (
            <Checkbox checked={confirmed} onChange={(event) => setConfirmed(event.target.checked)}>
              {t('claims.import.confirmDuplicates')}
            </Checkbox>
          )}
          {answer.dryRun && (
            <div className="import-line">
              <Button type="primary" disabled={blocked} loading={send.isPending} onClick={() => void fileIt()}>
                {plain(answer)
                  ? t('claims.import.go', { n: answer.ready })
                  : t('claims.import.goMixed', { n: answer.ready, amends: answer.amends, reviews: answer.reviews })}
              </Button>
              {answer.errorCount > 0 && <span className="muted">{t('claims.import.allOrNothing')}</span>}
            </div>
          )}
        </div>
      )}
    </section>
  )
}

const said = (answer: ClaimsImport) => ({ ready: answer.ready, unchanged: answer.unchanged, sum: yuan(answer.sum) })

/** What the workbook changes, cell by cell. */
function Changes({ list, all }: { list: readonly ClaimChange[]; all: number }) {
  const { t } = useMessages()
  const title = t('claims.import.changes')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="findings" tabIndex={0} aria-label={title} data-testid="import-changes">
      <table className="data-table keep-table">
        <caption>{all > list.length ? t('claims.import.first', { title, n: list.length, all }) : title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('claims.creditor')}</th>
            <th scope="col">{t('claims.import.column')}</th>
            <th scope="col">{t('claims.import.before')}</th>
            <th scope="col">{t('claims.import.after')}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((change) => (
            <tr key={`${change.row} ${change.column}`}>
              <th scope="row">
                <Words>{change.creditor}</Words>
                <span className="cell-sub">{t('claims.import.row', { n: change.row })}</span>
              </th>
              <td>
                <Words>{change.column}</Words>
              </td>
              <td className="change-before">
                <Words>{change.before || '—'}</Words>
              </td>
              <td>
                <Words>{change.after || '—'}</Words>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What was found, cell by cell. */
function Findings({ title, list, all }: { title: string; list: readonly ImportFinding[]; all: number }) {
  const { t, locale } = useMessages()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="findings" tabIndex={0} aria-label={title}>
      <table className="data-table keep-table">
        <caption>{all > list.length ? t('claims.import.first', { title, n: list.length, all }) : title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('claims.import.cell')}</th>
            <th scope="col">{t('claims.import.what')}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((finding, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
            <tr key={i}>
              <th scope="row" className="mono">
                {finding.cell ?? (finding.row === null ? '—' : t('claims.import.row', { n: finding.row }))}
              </th>
              <td lang={locale === 'zh' ? 'zh-CN' : undefined}>{locale === 'zh' ? finding.zh : finding.en}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
