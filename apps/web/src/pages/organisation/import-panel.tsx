import type { OrganisationImport } from '@yingshang/server/contract'
import { Alert, Button, Checkbox, Spin } from 'antd'
import { useRef, useState } from 'react'
import { ApiError, download } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { organisationPath, useImport } from './queries.ts'

/** The organisation from a workbook: choose, see what would change and what is wrong in which cell, write. */
export function ImportPanel() {
  const { t, locale } = useMessages()
  const toast = useToast()
  const input = useRef<HTMLInputElement>(null)
  const send = useImport()
  const [file, setFile] = useState<File | null>(null)
  const [answer, setAnswer] = useState<OrganisationImport | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [passwords, setPasswords] = useState(true)

  const run = async (chosen: File, dryRun: boolean) => {
    setFile(chosen)
    setTrouble(null)
    try {
      const found = await send.mutateAsync({ file: chosen, dryRun, passwords: !dryRun && passwords })
      setAnswer(found)
      const text = found.errorCount > 0 ? t('organisation.import.errors', { n: found.errorCount }) : said(found)
      if (dryRun) toast.announce(text)
      else toast.done(t('organisation.import.done'))
    } catch (error) {
      setAnswer(null)
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    }
  }
  const count = (key: 'created' | 'changed') => answer?.sheets.reduce((sum, sheet) => sum + sheet[key], 0) ?? 0
  const said = (found: OrganisationImport) => found.sheets.map((s) => `${s.sheet} +${s.created} ~${s.changed}`).join('，')
  const nothing = count('created') + count('changed') === 0
  return (
    <section className="panel organisation-import" aria-labelledby="organisation-import">
      <div className="organisation-heading">
        <h2 id="organisation-import">{t('organisation.import.title')}</h2>
        <Button type="link" onClick={() => void download(`${organisationPath}/form`, t('organisation.fileName')).catch(toast.failed)}>
          {t('organisation.import.form')}
        </Button>
      </div>
      <p className="muted">{t('organisation.import.lede')}</p>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('organisation.import.choose')}
        accept=".xlsx"
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          event.target.value = ''
          if (chosen) void run(chosen, true)
        }}
      />
      <div className="import-line">
        <Button type={answer ? 'default' : 'primary'} disabled={send.isPending} onClick={() => input.current?.click()}>
          {t('organisation.import.choose')}
        </Button>
        {file && <Words>{file.name}</Words>}
        {send.isPending && <Spin size="small" />}
      </div>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      {answer && (
        <div data-testid="organisation-import-answer">
          <table className="data-table keep-table">
            <thead>
              <tr>
                <th scope="col">{t('organisation.import.sheet')}</th>
                <th scope="col" className="num">
                  {t('organisation.import.created')}
                </th>
                <th scope="col" className="num">
                  {t('organisation.import.changed')}
                </th>
                <th scope="col" className="num">
                  {t('organisation.import.unchanged')}
                </th>
              </tr>
            </thead>
            <tbody>
              {answer.sheets.map((sheet) => (
                <tr key={sheet.sheet}>
                  <th scope="row">
                    <Words>{sheet.sheet}</Words>
                  </th>
                  <td className="num">{sheet.created}</td>
                  <td className="num">{sheet.changed}</td>
                  <td className="num">{sheet.unchanged}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {answer.errorCount > 0 && (
            <Alert
              role="alert"
              type="error"
              showIcon
              title={t('organisation.import.errors', { n: answer.errorCount })}
              description={
                <ul className="organisation-errors">
                  {answer.errors.map((e) => (
                    <li key={`${e.sheet} ${e.cell} ${e.code} ${e.zh}`}>{locale === 'zh' ? e.zh : e.en}</li>
                  ))}
                </ul>
              }
            />
          )}
          {answer.dryRun && answer.errorCount === 0 && (
            <div className="import-line">
              {answer.invited.length > 0 && (
                <Checkbox checked={passwords} onChange={(event) => setPasswords(event.target.checked)}>
                  {t('organisation.import.passwords', { n: answer.invited.length })}
                </Checkbox>
              )}
              <Button type="primary" disabled={nothing} loading={send.isPending} onClick={() => file && void run(file, false)}>
                {t('organisation.import.go', { created: count('created'), changed: count('changed') })}
              </Button>
            </div>
          )}
          {!answer.dryRun && answer.invited.some((one) => one.oneTimePassword !== null) && (
            <div className="organisation-passwords">
              <p>{t('organisation.import.secrets')}</p>
              <table className="data-table keep-table">
                <tbody>
                  {answer.invited.map((one) => (
                    <tr key={one.login}>
                      <th scope="row">
                        <Words>{one.displayName}</Words>
                      </th>
                      <td>{one.login}</td>
                      <td className="mono">{one.oneTimePassword}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </div>
      )}
    </section>
  )
}
