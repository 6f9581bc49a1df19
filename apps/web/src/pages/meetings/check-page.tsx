import type { MyBallotAnswer } from '@yingshang/meeting'
import { Alert, Button, Input } from 'antd'
import { type DragEvent, useEffect, useId, useRef, useState } from 'react'
import { Page } from '../../components/page.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { CheckTrouble, checkReceiptFile, fetchVerifier, receiptOfLink, type Trusted, trustOfLog } from './check-ballot.ts'
import { FilePick } from './file-pick.tsx'
import '../matters/matters.css'
import '../receipt/receipt.css'
import './meetings.css'

const MOST = 4 << 20

/** What cannot be answered is neither yes nor no. */
const OPEN: readonly MyBallotAnswer['verdict'][] = ['record-older', 'unreadable', 'other-meeting', 'not-a-ballot']
const answerOf = (answer: MyBallotAnswer): 'yes' | 'no' | 'open' => (answer.yes ? 'yes' : OPEN.includes(answer.verdict) ? 'open' : 'no')

/** 查我的票: anybody, without signing in; computed in the browser, also without a connection when record and receipt are at hand. */
export function CheckPage() {
  const { t } = useMessages()
  const id = useId()
  const [text, setText] = useState('')
  const [record, setRecord] = useState<File | null>(null)
  const [ownKey, setOwnKey] = useState('')
  const [trusted, setTrusted] = useState<Trusted | null>(null)
  const [answer, setAnswer] = useState<MyBallotAnswer | null>(null)
  const [busy, setBusy] = useState(false)
  const [lines, setLines] = useState(0)
  const [over, setOver] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const shown = useRef<HTMLDivElement>(null)
  const running = useRef(false)

  const check = async (receipt: string, file: File | null = record) => {
    if (running.current) return
    if (receipt.trim() === '') return setProblem(t('meetings.check.empty'))
    running.current = true
    setProblem(null)
    setAnswer(null)
    setLines(0)
    setBusy(true)
    try {
      const trust = ownKey.trim() === '' ? await trustOfLog() : { text: ownKey, changed: false }
      if (trust === null) throw new CheckTrouble('key')
      setTrusted(trust)
      // Windows editors turn line ends; the text itself is the same.
      setAnswer(await checkReceiptFile(receipt.replace(/\r\n/g, '\n'), file, trust.text, setLines))
      requestAnimationFrame(() => shown.current?.focus())
    } catch (error) {
      setProblem(error instanceof CheckTrouble ? t(`meetings.check.trouble.${error.code}`) : String(error))
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  /** A record begins with its header; everything else is taken for a receipt. */
  const take = async (files: readonly File[]) => {
    let receipt: string | null = null
    let record_: File | null = record
    for (const file of files)
      if ((await file.slice(0, 200).text()).startsWith('{')) record_ = file
      else if (file.size > MOST) return setProblem(t('receipt.tooLarge'))
      else receipt = await file.text()
    setRecord(record_)
    if (receipt !== null) setText(receipt)
    const both = receipt ?? text
    if (both !== '') await check(both, record_)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take([...event.dataTransfer.files])
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is read once, when the page opens
  useEffect(() => {
    void fetchVerifier()
    void trustOfLog().then((found) => setTrusted((was) => was ?? found))
    if (location.hash.length > 1)
      receiptOfLink(location.hash).then(
        (found) => {
          if (found === null) return setProblem(t('meetings.check.trouble.receipt'))
          setText(found)
          return check(found)
        },
        () => setProblem(t('meetings.check.trouble.receipt')),
      )
  }, [])

  return (
    <Page title={t('meetings.check.title')} lede={t('meetings.check.lede')}>
      <div className="receipt">
        <section className="panel receipt-in" aria-label={t('receipt.give')}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition; the buttons and the text field do the same */}
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
            <p>{t('meetings.check.drop')}</p>
            <FilePick label={t('meetings.check.chooseReceipt')} accept=".tlog-proof,text/plain" onFile={(file) => void take([file])} />
          </div>
          <label htmlFor={`${id}-text`} className="form-label">
            {t('receipt.paste')}
          </label>
          <Input.TextArea
            id={`${id}-text`}
            value={text}
            autoSize={{ minRows: 4, maxRows: 8 }}
            spellCheck={false}
            className="receipt-text"
            onChange={(event) => {
              setText(event.target.value)
              setAnswer(null)
            }}
          />
          <details className="receipt-key">
            <summary>{t('meetings.check.offline')}</summary>
            <p className="muted">{t('meetings.check.offlineWhy')}</p>
            <p className="meeting-line">
              <FilePick label={t('meetings.check.chooseRecord')} accept=".jsonl,text/plain" onFile={(file) => void take([file])} />
              {record && (
                <>
                  <Words>{record.name}</Words>
                  <Button type="link" size="small" onClick={() => setRecord(null)}>
                    {t('meetings.check.noRecord')}
                  </Button>
                </>
              )}
            </p>
            <label htmlFor={`${id}-key`}>{t('receipt.keyLine')}</label>
            <Input id={`${id}-key`} value={ownKey} spellCheck={false} onChange={(event) => setOwnKey(event.target.value)} />
          </details>
          {problem && <Alert role="alert" type="warning" showIcon title={problem} />}
          <Button type="primary" size="large" aria-busy={busy} onClick={() => void check(text)}>
            {t('meetings.check.go')}
          </Button>
        </section>
        <section className="panel receipt-out" aria-label={t('receipt.answer')}>
          <div ref={shown} role="status" tabIndex={-1} data-quiet-focus data-verdict={answer?.verdict}>
            {answer ? (
              <Answer answer={answer} />
            ) : (
              <p className="muted">{busy ? t('meetings.check.reading', { n: lines }) : t('meetings.check.waiting')}</p>
            )}
          </div>
          {trusted?.changed && <Alert role="alert" type="warning" showIcon title={t('meetings.check.keyChanged')} />}
          {answer && ownKey.trim() === '' && <p className="muted receipt-note">{t('receipt.keyNote')}</p>}
        </section>
      </div>
    </Page>
  )
}

function Answer({ answer }: { answer: MyBallotAnswer }) {
  const { t, locale } = useMessages()
  const kind = answerOf(answer)
  const { ballot } = answer
  return (
    <>
      <p className="verdict" data-answer={kind}>
        <strong>{t(`meetings.check.${kind}`)}</strong>
        <span>{answer[locale]}</span>
      </p>
      {ballot && (
        <dl className="facts">
          {ballot.title && (
            <div>
              <dt>{t('meetings.check.item')}</dt>
              <dd>
                <Words>{ballot.title}</Words>
              </dd>
            </div>
          )}
          <div>
            <dt>{t('meetings.check.choice')}</dt>
            <dd>{t('meetings.check.choiceNth', { choice: t(`meetings.choice.${ballot.choice}`), n: ballot.sequence })}</dd>
          </div>
          <div>
            <dt>{t('meetings.label')}</dt>
            <dd className="mono">{ballot.voter}</dd>
          </div>
        </dl>
      )}
      <h2 className="receipt-record">{t('meetings.check.steps')}</h2>
      <ol className="verdict-steps">
        {answer.steps.map((step) => (
          <li key={step.en} data-ok={step.ok}>
            <strong>
              {step.ok ? '✓' : '✗'} {step[locale]}
            </strong>
          </li>
        ))}
      </ol>
      {answer.findings.length > 0 && (
        <details open>
          <summary>{t('meetings.check.findings', { n: answer.findings.length })}</summary>
          <ul className="meeting-findings">
            {answer.findings.slice(0, 20).map((f, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list does not change
              <li key={i}>
                {f[locale]} <code>{f.code}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      {kind === 'no' && <p className="meeting-advice">{t('meetings.check.advice')}</p>}
    </>
  )
}
