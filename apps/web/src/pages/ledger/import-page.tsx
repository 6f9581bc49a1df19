import { Link, useParams } from '@tanstack/react-router'
import type { LedgerImport } from '@yingshang/server/contract'
import { Alert, Button } from 'antd'
import { useRef, useState } from 'react'
import { ApiError, download } from '../../api/client.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import './ledger.css'
import './making.css'
import { ledgerFormPath, ledgerPath, useImportLedger, useLedger } from './queries.ts'

/** 导入: the workbook that an export writes, changed and sent back; tried first, with every error by its cell. */
export function ImportPage() {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { ledgerId } = useParams({ from: '/ledger/$ledgerId/import' })
  const ledger = useLedger(ledgerId)
  const send = useImportLedger(ledgerId)
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [answer, setAnswer] = useState<LedgerImport | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const run = async (chosen: File, dryRun: boolean) => {
    setTrouble(null)
    try {
      const found = await send.mutateAsync({ file: chosen, dryRun })
      setAnswer(found)
      if (!dryRun) {
        setFile(null)
        toast.done(t('ledger.imported', { created: found.created, changed: found.changed }))
      }
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    }
  }
  if (ledger.isError) return <Trouble error={ledger.error} retry={() => void ledger.refetch()} />
  const title = ledger.data?.ledger.title ?? t('ledger.title')
  return (
    <Page
      title={t('ledger.import')}
      lede={
        <Link to="/ledger" search={{ ledger: ledgerId }}>
          <Words>{title}</Words>
        </Link>
      }
    >
      <section className="panel ledger-part">
        <p>{t('ledger.importLede')}</p>
        <div className="confirm-line">
          <Button onClick={() => void download(`${ledgerPath(ledgerId)}/export`, `${title}.xlsx`).catch(toast.failed)}>
            {t('ledger.exportSheet')}
          </Button>
          <Button type="link" onClick={() => void download(ledgerFormPath, `${t('ledger.form')}.xlsx`).catch(toast.failed)}>
            {t('ledger.form')}
          </Button>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          accept=".xlsx"
          aria-label={t('ledger.importChoose')}
          onChange={(event) => {
            const chosen = event.target.files?.[0]
            event.target.value = ''
            if (!chosen) return
            setFile(chosen)
            setAnswer(null)
            void run(chosen, true)
          }}
        />
        <div className="confirm-line">
          <Button type={answer ? 'default' : 'primary'} loading={send.isPending} onClick={() => input.current?.click()}>
            {t('ledger.importChoose')}
          </Button>
          {file && <Words>{file.name}</Words>}
        </div>
        {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
        {answer && (
          <div data-testid="import-answer" className="import-answer">
            <p role="status">
              {answer.errorCount > 0
                ? t('ledger.importErrors', { n: answer.errorCount })
                : answer.dryRun
                  ? t('ledger.importReady', { created: answer.created, changed: answer.changed, unchanged: answer.unchanged })
                  : t('ledger.imported', { created: answer.created, changed: answer.changed })}
            </p>
            {answer.errors.length > 0 && (
              <table className="data-table keep-table">
                <caption className="visually-hidden">{t('ledger.importErrors', { n: answer.errorCount })}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('ledger.cell')}</th>
                    <th scope="col">{t('ledger.wrong')}</th>
                  </tr>
                </thead>
                <tbody>
                  {answer.errors.map((e, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
                    <tr key={i}>
                      <th scope="row" className="mono">
                        <Words>{`${e.sheet} ${e.cell ?? e.row ?? ''}`}</Words>
                      </th>
                      <td>{locale === 'zh' ? e.zh : e.en}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            {answer.errors.length === 0 && (
              <ul className="changes import-changes">
                {answer.changes.map((c) => (
                  <li key={`${c.sheet} ${c.row}`}>
                    <span className="muted mono">
                      <Words>{`${c.sheet} ${c.row}`}</Words>
                    </span>{' '}
                    <Words>{c.title}</Words>
                    {c.id === null && <strong> {t('ledger.new')}</strong>}
                    {c.changes.map((x, i) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a field may change in several parts of one entry
                      <span key={`${x.field} ${i}`} className="import-change">
                        {x.label[locale]} {x.before !== null && <del>{x.before}</del>} → <ins>{x.after ?? t('ledger.gone')}</ins>
                      </span>
                    ))}
                  </li>
                ))}
              </ul>
            )}
            {answer.dryRun && answer.errorCount === 0 && file && (
              <div className="confirm-line">
                <Button
                  type="primary"
                  disabled={answer.created + answer.changed === 0}
                  loading={send.isPending}
                  onClick={() => void run(file, false)}
                >
                  {t('ledger.importGo')}
                </Button>
                <span className="muted">{t('ledger.allOrNothing')}</span>
              </div>
            )}
          </div>
        )}
      </section>
    </Page>
  )
}
