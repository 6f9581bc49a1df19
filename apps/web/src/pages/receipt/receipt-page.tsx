import { Alert, Button, Input } from 'antd'
import { type DragEvent, useEffect, useId, useRef, useState } from 'react'
import { instant } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { checkCited, checkReceipt, type Source, type Verdict } from './check.ts'
import { type Cited, citedBy, citedIn } from './link.ts'
import { PrintCard } from './print-card.tsx'
import '../matters/matters.css'
import './receipt.css'

const MOST = 4 << 20

async function fetched(path: string): Promise<Response> {
  return fetch(path, { credentials: 'omit', cache: 'no-store' })
}

/** The log of this site. A key that somebody brings is used instead of the one that the site serves. */
const sourceWith = (ownKey: string): Source => ({
  key: async () => {
    if (ownKey.trim() !== '') return ownKey
    const response = await fetched('/log/key')
    if (!response.ok) throw new Error(`status ${response.status}`)
    return response.text()
  },
  read: async (path) => {
    const response = await fetched(`/log/${path}`)
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null
  },
})

/** 查验回执: anybody may check, without signing in; the check runs in the browser. */
export function ReceiptPage() {
  const { t, locale } = useMessages()
  const id = useId()
  const [text, setText] = useState('')
  const [ownKey, setOwnKey] = useState('')
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  // A QR code leads here with what it cites.
  const [linked] = useState(() => citedIn(location.search))
  const [cited, setCited] = useState<Cited | null>(null)
  const [busy, setBusy] = useState(false)
  const [over, setOver] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const picker = useRef<HTMLInputElement>(null)
  const answer = useRef<HTMLDivElement>(null)

  const check = async (receipt: string) => {
    // The name of the button stays the same while it works, so that nobody loses it.
    if (busy) return
    if (receipt.trim() === '') return setProblem(t('receipt.empty'))
    setProblem(null)
    setBusy(true)
    setVerdict(null)
    try {
      // Windows editors turn line ends; the text itself is the same.
      const text = receipt.replace(/\r\n/g, '\n')
      const found = await checkReceipt(text, sourceWith(ownKey))
      setVerdict(found)
      setCited(found.answer === 'no' ? null : citedBy(text))
      requestAnimationFrame(() => answer.current?.focus())
    } finally {
      setBusy(false)
    }
  }
  useEffect(() => {
    if (!linked) return
    void checkCited(linked, sourceWith('')).then((found) => {
      setVerdict(found)
      requestAnimationFrame(() => answer.current?.focus())
    })
  }, [linked])
  const take = async (file: File | undefined) => {
    if (!file) return
    if (file.size > MOST) return setProblem(t('receipt.tooLarge'))
    const read = await file.text()
    setText(read)
    await check(read)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  return (
    <Page title={t('receipt.title')} lede={t('receipt.lede')}>
      <div className="receipt">
        <section className="panel receipt-in" aria-label={t('receipt.give')}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition; the button and the text field do the same */}
          <div
            className="receipt-drop"
            data-over={over || undefined}
            onDragOver={(event) => {
              event.preventDefault()
              setOver(true)
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
          >
            <p>{t('receipt.drop')}</p>
            <input
              ref={picker}
              type="file"
              accept=".tlog-proof,text/plain"
              className="visually-hidden"
              tabIndex={-1}
              aria-hidden="true"
              onChange={(event) => {
                void take(event.target.files?.[0])
                event.target.value = ''
              }}
            />
            <Button onClick={() => picker.current?.click()}>{t('upload.choose')}</Button>
          </div>
          <label htmlFor={`${id}-text`} className="form-label">
            {t('receipt.paste')}
          </label>
          <Input.TextArea
            id={`${id}-text`}
            value={text}
            autoSize={{ minRows: 5, maxRows: 10 }}
            spellCheck={false}
            className="receipt-text"
            onChange={(event) => {
              setText(event.target.value)
              setVerdict(null)
            }}
          />
          <details className="receipt-key">
            <summary>{t('receipt.ownKey')}</summary>
            <p className="muted">{t('receipt.ownKeyWhy')}</p>
            <label htmlFor={`${id}-key`}>{t('receipt.keyLine')}</label>
            <Input id={`${id}-key`} value={ownKey} spellCheck={false} onChange={(event) => setOwnKey(event.target.value)} />
          </details>
          {problem && <Alert role="alert" type="warning" showIcon title={problem} />}
          <Button type="primary" aria-busy={busy} onClick={() => void check(text)}>
            {t('receipt.check')}
          </Button>
        </section>
        <section className="panel receipt-out" aria-label={t('receipt.answer')}>
          <div ref={answer} role="status" tabIndex={-1} data-quiet-focus data-verdict={verdict?.answer}>
            {verdict === null ? (
              <p className="muted">{t('receipt.waiting')}</p>
            ) : (
              <>
                <p className="verdict" data-answer={verdict.answer}>
                  <strong>{t(`receipt.${verdict.answer}`)}</strong>
                  <span>{t(`receipt.${verdict.answer}Text`)}</span>
                </p>
                <ol className="verdict-steps">
                  {verdict.steps.map((step) => (
                    <li key={step.step} data-ok={step.ok}>
                      <strong>
                        {step.ok ? '✓' : '✗'} {t(`receipt.step.${step.step}`)}
                        <span className="visually-hidden">{t(step.ok ? 'receipt.good' : 'receipt.bad')}</span>
                      </strong>
                      <span>{locale === 'zh' ? step.zh : step.en}</span>
                    </li>
                  ))}
                </ol>
                {ownKey.trim() === '' && <p className="muted receipt-note">{t('receipt.keyNote')}</p>}
                {verdict.record === null && verdict.answer === 'yes' && <p className="muted">{t('receipt.citedNote')}</p>}
                {verdict.record && cited && <PrintCard cited={cited} />}
                {verdict.record && <RecordShown record={verdict.record} />}
              </>
            )}
          </div>
        </section>
      </div>
    </Page>
  )
}

/** The record that the receipt proves, as it stands in the journal. */
function RecordShown({ record }: { record: NonNullable<Verdict['record']> }) {
  const { t } = useMessages()
  const content = (typeof record.content === 'object' && record.content !== null ? record.content : {}) as Record<string, unknown>
  const text = (name: string): string | null => (typeof content[name] === 'string' ? (content[name] as string) : null)
  const at = text('at')
  return (
    <>
      <h2 className="receipt-record">{t('receipt.record')}</h2>
      <dl className="facts">
        <div>
          <dt>{t('receipt.index')}</dt>
          <dd className="mono">{t('receipt.indexOf', { index: record.index, size: record.size })}</dd>
        </div>
        {at && (
          <div>
            <dt>{t('receipt.at')}</dt>
            <dd className="mono">{instant(at)}</dd>
          </div>
        )}
        {text('action') && (
          <div>
            <dt>{t('receipt.action')}</dt>
            <dd>
              <code>{text('action')}</code>
            </dd>
          </div>
        )}
        {text('matter') && (
          <div>
            <dt>{t('receipt.matter')}</dt>
            <dd>
              <code>{text('matter')}</code>
            </dd>
          </div>
        )}
      </dl>
      <details>
        <summary>{t('receipt.content')}</summary>
        <pre className="receipt-content">
          <Words>{JSON.stringify(record.content, null, 2)}</Words>
        </pre>
      </details>
    </>
  )
}
