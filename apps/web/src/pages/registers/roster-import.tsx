import type { RegisterImport } from '@yingshang/server/contract'
import { Alert, Button, Spin } from 'antd'
import { useRef, useState } from 'react'
import { ApiError, download } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useImportRoster } from './queries.ts'

/** A register from a workbook: tried cell by cell first, written only when the person says so. */
export function RosterImport({ kind }: { kind: string }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const send = useImportRoster(kind)
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [answer, setAnswer] = useState<RegisterImport | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const run = async (chosen: File, dryRun: boolean) => {
    setTrouble(null)
    setFile(chosen)
    try {
      const found = await send.mutateAsync({ file: chosen, dryRun })
      setAnswer(found)
      const text = found.dryRun ? summary(found) : t('registers.imported', { n: found.entered })
      toast.announce(text)
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    }
  }
  const summary = (found: RegisterImport) =>
    found.errorCount > 0
      ? t('registers.importErrors', { n: found.errorCount })
      : t('registers.importReady', { n: found.ready, unchanged: found.unchanged })
  return (
    <section className="panel register-panel" aria-label={t('registers.import')}>
      <h2>{t('registers.import')}</h2>
      <p className="muted">{t('registers.importLede')}</p>
      <div className="register-line">
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t('registers.choose')}
          accept=".xlsx"
          onChange={(event) => {
            const chosen = event.target.files?.[0]
            event.target.value = ''
            if (chosen) void run(chosen, true)
          }}
        />
        <Button type={answer ? 'default' : 'primary'} disabled={send.isPending} onClick={() => input.current?.click()}>
          {t('registers.choose')}
        </Button>
        <Button type="link" onClick={() => void download(`/api/registers/${kind}/form`, 'form.xlsx').catch(toast.failed)}>
          {t('registers.form')}
        </Button>
        {file && <Words>{file.name}</Words>}
        {send.isPending && <Spin size="small" />}
      </div>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      {answer && (
        <div data-testid="roster-import">
          <p>{answer.dryRun ? summary(answer) : t('registers.imported', { n: answer.entered })}</p>
          {answer.errors.length > 0 && (
            <ul className="register-findings">
              {answer.errors.map((e) => (
                <li key={`${e.cell}${e.code}${e.zh}`}>{locale === 'zh' ? e.zh : e.en}</li>
              ))}
            </ul>
          )}
          {answer.dryRun && answer.errorCount === 0 && answer.ready > 0 && file && (
            <Button type="primary" loading={send.isPending} onClick={() => void run(file, false)}>
              {t('registers.importGo', { n: answer.ready })}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
