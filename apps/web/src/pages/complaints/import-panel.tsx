import type { ComplaintImport } from '@yingshang/server/contract'
import { Alert, Button, Spin } from 'antd'
import { useRef, useState } from 'react'
import { ApiError, download } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { formPath, useImport } from './queries.ts'

/** A workbook of the hotline: chosen, tried, what is wrong in which cell, then opened as a whole. */
export function ImportPanel({ onDone }: { onDone: () => void }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const input = useRef<HTMLInputElement>(null)
  const send = useImport()
  const [file, setFile] = useState<File | null>(null)
  const [tried, setTried] = useState<ComplaintImport | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const run = async (chosen: File, dryRun: boolean) => {
    setTrouble(null)
    try {
      const answer = await send.mutateAsync({ file: chosen, dryRun })
      if (dryRun) setTried(answer)
      else {
        toast.done(t('complaints.imported', { n: answer.imported }))
        onDone()
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    }
  }
  return (
    <section className="panel complaint-import" aria-label={t('complaints.import')}>
      <p>
        {t('complaints.importText')}{' '}
        <Button type="link" onClick={() => void download(formPath, t('complaints.formName')).catch(toast.failed)}>
          {t('complaints.form')}
        </Button>
      </p>
      <input
        ref={input}
        type="file"
        hidden
        accept=".xlsx"
        aria-label={t('complaints.chooseFile')}
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          event.target.value = ''
          if (!chosen) return
          setFile(chosen)
          setTried(null)
          void run(chosen, true)
        }}
      />
      <Button onClick={() => input.current?.click()} disabled={send.isPending}>
        {t('complaints.chooseFile')}
      </Button>
      {send.isPending && <Spin description={t('complaints.importing')} />}
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      {tried && file && (
        <div role="status">
          <p>
            <Words>{file.name}</Words>：{t('complaints.tried', { rows: tried.rows, ready: tried.ready, known: tried.known })}
          </p>
          {[...tried.errors, ...tried.warnings].length > 0 && (
            <ul>
              {tried.errors.map((e, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a list that does not change
                <li key={i} className="complaint-error">
                  {e.cell} {say(e, locale)}
                </li>
              ))}
              {tried.warnings.map((w, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a list that does not change
                <li key={i}>
                  {w.cell} {say(w, locale)}
                </li>
              ))}
            </ul>
          )}
          <Button
            type="primary"
            disabled={tried.errors.length > 0 || tried.ready === 0 || send.isPending}
            onClick={() => void run(file, false)}
          >
            {t('complaints.importNow', { n: tried.ready })}
          </Button>
        </div>
      )}
    </section>
  )
}
