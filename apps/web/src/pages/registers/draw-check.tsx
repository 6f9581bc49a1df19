import type { DrawReport } from '@yingshang/draw'
import type { PublicDraw } from '@yingshang/server/contract'
import { Alert, Button, Input } from 'antd'
import { useId, useRef, useState } from 'react'
import { Words } from '../../components/words.tsx'
import { type Translate, useMessages } from '../../messages/index.tsx'
import { said } from './words.ts'
import '../receipt/receipt.css'

/** Verifies the file of a draw in the page: the same code as the command line, nothing is asked of the server but whom its journal says to trust. */
async function verify(file: string, digest: string): Promise<DrawReport> {
  // Pairings are a large piece of code: fetched when somebody wants to verify.
  const [{ verifyDraw }, { checkDrand }, { browserCrypto }, { readTrust }] = await Promise.all([
    import('@yingshang/draw'),
    import('@yingshang/draw/drand'),
    import('@yingshang/journal/browser'),
    import('@yingshang/journal'),
  ])
  const answer = await fetch('/log/trust', { credentials: 'omit', cache: 'no-store' })
  const trust = answer.ok ? readTrust(browserCrypto, await answer.text()) : null
  return verifyDraw(browserCrypto, file, {
    now: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    drand: checkDrand,
    ...(trust?.ok ? { trust: trust.value } : {}),
    ...(digest.trim() === '' ? {} : { commitment: digest.trim().toLowerCase() }),
  })
}

/** A place of the file in words, where people know the part by a name. */
function placeOf(at: string | undefined, t: Translate): string {
  const found = /^\/(?:commitment\/)?(candidates|excluded|entropy|method|chain|rounds)(?:\/(\d+))?/.exec(at ?? '')
  if (!found) return ''
  const part = t(`draws.place.${found[1] as 'candidates' | 'excluded' | 'entropy' | 'method' | 'chain' | 'rounds'}`)
  return found[2] === undefined ? part : t('draws.placeNth', { part, n: Number(found[2]) + 1 })
}

/** 验证: everything is computed again in the browser. `onOrder` gets the order of the newest round. */
export function DrawCheck({ draw, onOrder }: { draw: PublicDraw; onOrder: (order: readonly string[] | null) => void }) {
  const { t, locale } = useMessages()
  const id = useId()
  const [digest, setDigest] = useState('')
  const [report, setReport] = useState<DrawReport | null>(null)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const answer = useRef<HTMLDivElement>(null)
  const run = async () => {
    if (busy) return
    setBusy(true)
    setTrouble(null)
    try {
      const found = await verify(draw.record, digest)
      setReport(found)
      onOrder(found.status === 'complete' ? (found.orders[0] ?? null) : null)
      requestAnimationFrame(() => answer.current?.focus())
    } catch (error) {
      setTrouble(String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="panel register-panel" aria-label={t('draws.check')}>
      <h2>{t('draws.check')}</h2>
      <p className="muted">{t('draws.checkLede')}</p>
      <details>
        <summary>{t('draws.ownDigest')}</summary>
        <label htmlFor={id}>{t('draws.ownDigestLabel')}</label>
        <Input id={id} value={digest} maxLength={64} spellCheck={false} onChange={(event) => setDigest(event.target.value)} />
      </details>
      <Button type="primary" aria-busy={busy} onClick={() => void run()}>
        {t('draws.checkGo')}
      </Button>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <div ref={answer} role="status" tabIndex={-1} data-quiet-focus data-verdict={report?.status}>
        {report && (
          <>
            <p className="verdict" data-answer={report.status === 'unsound' ? 'no' : report.status === 'complete' ? 'yes' : 'open'}>
              <strong>{t(`draws.verdict.${report.status}`)}</strong>
              <span>{t(`draws.verdictText.${report.status}`)}</span>
            </p>
            <ol className="verdict-steps">
              {report.failures.map((f) => (
                <li key={f.code + f.place?.at} data-ok="false">
                  <strong>✗ {said(f, locale)}</strong>
                  <span>
                    {placeOf(f.place?.at, t)} <code>{f.code}</code> {f.place?.at && <code>{f.place.at}</code>}
                  </span>
                </li>
              ))}
              {report.published && (
                <li data-ok="true">
                  <strong>✓ {t('draws.checked.published', { n: report.published.index })}</strong>
                </li>
              )}
              {report.status === 'complete' && (
                <>
                  <li data-ok="true">
                    <strong>✓ {t('draws.checked.links', { n: report.orders.length })}</strong>
                  </li>
                  <li data-ok="true">
                    <strong>
                      ✓ {t('draws.checked.result')} <Words>{report.selected.join('、')}</Words>
                    </strong>
                  </li>
                </>
              )}
              {report.lookUp.map((l) => (
                <li key={l.name} data-ok={l.proved || undefined}>
                  <strong>
                    {l.proved ? '✓' : '!'} <Words>{l.name}</Words>
                  </strong>
                  <span>{t(l.proved ? 'draws.checked.proved' : 'draws.checked.lookUp')}</span>
                </li>
              ))}
              {report.notes.map((n) => (
                <li key={n.code}>
                  <span>! {said(n, locale)}</span>
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
    </section>
  )
}
