import type { ImportFinding } from '@yingshang/server/contract'
import { Alert, Button, Checkbox, Progress } from 'antd'
import { type ReactNode, useId, useRef, useState } from 'react'
import { ApiError, download, downloadFor } from '../api/client.ts'
import { useMessages } from '../messages/index.tsx'
import '../styles/import.css'
import { useToast } from './toast.tsx'
import { Words } from './words.tsx'

/** What every import answers, tried or written. */
export interface ImportAnswer {
  readonly dryRun: boolean
  readonly errors: readonly ImportFinding[]
  readonly errorCount?: number
  readonly warnings?: readonly ImportFinding[]
}

/** Sends the workbook: to be tried, or, after a trial without an error, to be written. */
export type SendImport<A> = (
  file: File,
  step: { readonly tried: A | null; readonly confirmed: boolean },
  onProgress: (share: number) => void,
) => Promise<A>

interface Props<A extends ImportAnswer> {
  readonly title: string
  readonly lede: string
  /** Address and file name of the empty form. */
  readonly form: readonly [string, string]
  readonly send: SendImport<A>
  /** What a trial found, or what was written, in numbers: shown side by side. */
  readonly figures: (answer: A) => readonly (readonly [string, number])[]
  /** What a trial without an error says, what was done, and the button that writes. */
  readonly ready: (answer: A) => string
  readonly done: (answer: A) => string
  readonly go: (answer: A) => string
  /** How much would be written: nothing, and the button is shut. */
  readonly work: (answer: A) => number
  /** Warnings must be confirmed by this sentence before anything is written; without it they are for reading. */
  readonly confirm?: string
  /** Above the file: the export, where this is a page of its own. */
  readonly before?: ReactNode
  /** Between the numbers and the button: what would change, what else to choose, what was made. */
  readonly children?: (answer: A) => ReactNode
}

/** A table from a workbook: chosen, sent and tried cell by cell, its errors shown and given back in the workbook, written as a whole when the person says so. */
export function ImportPanel<A extends ImportAnswer>(props: Props<A>) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [share, setShare] = useState<number | null>(null)
  const [answer, setAnswer] = useState<A | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [confirmed, setConfirmed] = useState(false)
  const busy = share !== null

  const errorsOf = (a: A) => a.errorCount ?? a.errors.length
  const summary = (a: A) => (errorsOf(a) > 0 ? t('import.errors', { n: errorsOf(a) }) : a.dryRun ? props.ready(a) : props.done(a))
  const run = async (chosen: File, tried: A | null) => {
    setTrouble(null)
    setShare(0)
    if (tried === null) {
      setFile(chosen)
      setAnswer(null)
      setConfirmed(false)
    }
    try {
      const found = await props.send(chosen, { tried, confirmed }, setShare)
      setAnswer(found)
      if (found.dryRun) toast.announce(summary(found))
      else {
        setFile(null)
        toast.done(props.done(found))
      }
    } catch (error) {
      const text = error instanceof ApiError ? error.say(locale) : String(error)
      setTrouble(text)
      toast.announce(text)
    } finally {
      setShare(null)
    }
  }
  const marked = (chosen: File, errors: readonly ImportFinding[]) => {
    const marks = errors.map(({ sheet, row, cell, zh, en }) => ({ sheet, row, cell, text: (locale === 'zh' ? zh : en).slice(0, 500) }))
    void downloadFor('/api/forms/marked', chosen, { marks: JSON.stringify(marks) }, chosen.name).catch(toast.failed)
  }
  const warnings = answer?.warnings ?? []
  const open = answer?.dryRun === true && errorsOf(answer) === 0
  return (
    <section className="panel import-panel" aria-labelledby={id}>
      <div className="import-head">
        <h2 id={id}>{props.title}</h2>
        <Button type="link" onClick={() => void download(...props.form).catch(toast.failed)}>
          {t('import.form')}
        </Button>
      </div>
      <p className="muted">{props.lede}</p>
      {props.before}
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('import.choose')}
        accept=".xlsx"
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          event.target.value = ''
          if (chosen) void run(chosen, null)
        }}
      />
      <div className="import-line">
        <Button type={answer ? 'default' : 'primary'} disabled={busy} onClick={() => input.current?.click()}>
          {t(answer || trouble ? 'import.again' : 'import.choose')}
        </Button>
        {file && <Words>{file.name}</Words>}
        {busy && (
          <span className="import-progress" role="status">
            {share < 1 ? t('import.sending', { n: Math.round(share * 100) }) : t('import.reading')}
            <Progress percent={Math.round(share * 100)} showInfo={false} size="small" aria-hidden="true" />
          </span>
        )}
      </div>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      {answer && (
        <div className="import-answer" data-testid="import-answer">
          <p className={answer.dryRun ? (open ? undefined : 'import-wrong') : 'import-done'}>{summary(answer)}</p>
          <dl className="import-figures">
            {props.figures(answer).map(([label, n]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{n}</dd>
              </div>
            ))}
          </dl>
          {answer.errors.length > 0 && <Findings title={t('import.errorList')} list={answer.errors} all={errorsOf(answer)} />}
          {answer.errors.length > 0 && file && (
            <div className="import-line">
              <Button onClick={() => marked(file, answer.errors)}>{t('import.marked')}</Button>
              <span className="muted">{t('import.allOrNothing')}</span>
            </div>
          )}
          {props.children?.(answer)}
          {answer.dryRun && warnings.length > 0 && <Findings title={t('import.warningList')} list={warnings} all={warnings.length} />}
          {open && warnings.length > 0 && props.confirm !== undefined && (
            <Checkbox checked={confirmed} onChange={(event) => setConfirmed(event.target.checked)}>
              {props.confirm}
            </Checkbox>
          )}
          {answer.dryRun && file && (
            <div className="import-line">
              <Button
                type="primary"
                disabled={!open || props.work(answer) === 0 || (props.confirm !== undefined && warnings.length > 0 && !confirmed)}
                loading={busy}
                onClick={() => void run(file, answer)}
              >
                {props.go(answer)}
              </Button>
            </div>
          )}
        </div>
      )}
    </section>
  )
}

/** What was found, cell by cell. */
function Findings({ title, list, all }: { title: string; list: readonly ImportFinding[]; all: number }) {
  const { t, locale } = useMessages()
  const place = ({ sheet, row, cell }: ImportFinding) => {
    const where = cell ?? (row === null ? null : t('import.row', { n: row }))
    return [sheet, where].filter(Boolean).join(' ') || t('import.whole')
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="findings" tabIndex={0} aria-label={title}>
      <table className="data-table keep-table">
        <caption>{all > list.length ? t('import.first', { title, n: list.length, all }) : title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('import.place')}</th>
            <th scope="col">{t('import.column')}</th>
            <th scope="col">{t('import.what')}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((finding, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
            <tr key={i}>
              <th scope="row" className="mono">
                <Words>{place(finding)}</Words>
              </th>
              <td>
                <Words>{finding.column ?? ''}</Words>
              </td>
              <td lang={locale === 'zh' ? 'zh-CN' : undefined}>{bare(finding, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The reason without the place, which stands beside it. */
function bare(finding: ImportFinding, locale: 'zh' | 'en'): string {
  const text = locale === 'zh' ? finding.zh : finding.en
  const colon = locale === 'zh' ? '：' : ': '
  const at = text.indexOf(colon)
  const before = at < 0 ? '' : text.slice(0, at)
  const places = [finding.cell, locale === 'zh' ? `第${finding.row}行` : `row ${finding.row}`]
  return places.some((p) => p !== null && (before === p || before === `${finding.sheet} ${p}`)) ? text.slice(at + colon.length) : text
}
