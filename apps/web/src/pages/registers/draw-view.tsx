import type { DrawRecord, EntropyValue, Source } from '@yingshang/draw'
import type { PublicDraw } from '@yingshang/server/contract'
import { Button } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { download } from '../../api/client.ts'
import { instant } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { DrawCheck } from './draw-check.tsx'
import { Mark } from './mark.tsx'
import { Qr } from './qr.tsx'
import { publicDrawPath } from './queries.ts'
import { said } from './words.ts'
import '../matters/matters.css'
import './registers.css'

/** Everything that is published of a draw, read from its file alone, so that the page shows what the file says. */
export function DrawView({ draw, onRefresh, children }: { draw: PublicDraw; onRefresh: () => void; children?: ReactNode }) {
  const { t, locale } = useMessages()
  const record = useMemo(() => JSON.parse(draw.record) as DrawRecord, [draw.record])
  const [order, setOrder] = useState<readonly string[] | null>(null)
  return (
    <Page
      title={draw.title}
      lede={
        <span className="register-line">
          <span>{said(draw.register, locale)}</span>
          <span>{t('draws.publishedAt', { at: instant(draw.publishedAt) })}</span>
          <Mark>{t(`draws.status.${draw.status}`)}</Mark>
        </span>
      }
      actions={<Button onClick={onRefresh}>{t('draws.refresh')}</Button>}
    >
      <Course draw={draw} record={record} />
      {children}
      <div className="register-two">
        <div>
          <Result draw={draw} record={record} />
          <DrawCheck draw={draw} onOrder={setOrder} />
          <Entropy draw={draw} record={record} />
        </div>
        <div>
          <Lists record={record} order={order} />
          <Commitment draw={draw} record={record} />
          <HowTo draw={draw} />
        </div>
      </div>
    </Page>
  )
}

/** The steps of the draw, with the one that it stands at. */
function Course({ draw, record }: { draw: PublicDraw; record: DrawRecord }) {
  const { t } = useMessages()
  const known = record.entropy.length > 0
  const drawn = record.rounds.length > 0
  const at = [...record.commitment.entropy]
    .map((s) => s.at)
    .sort()
    .at(-1)!
  const steps = [
    { key: 'committed', done: true, note: instant(record.commitment.committedAt) },
    { key: 'known', done: known, note: instant(at) },
    { key: 'revealed', done: drawn, note: drawn ? '' : t('draws.until', { at: instant(record.commitment.revealBy) }) },
    { key: 'accepted', done: draw.status === 'accepted' || draw.status === 'appointed', note: '' },
    { key: 'appointed', done: draw.status === 'appointed', note: '' },
  ] as const
  const present = steps.findIndex((s) => !s.done)
  return (
    <ol className="draw-course" aria-label={t('draws.course')}>
      {steps.map((s, i) => (
        <li key={s.key} data-done={s.done || undefined} aria-current={i === present ? 'step' : undefined}>
          <span className="draw-dot" aria-hidden="true">
            {s.done ? '✓' : i + 1}
          </span>
          <span>
            {t(`draws.course.${s.key}`)}
            {s.note && <span className="muted mono">{s.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}

function Result({ draw, record }: { draw: PublicDraw; record: DrawRecord }) {
  const { t } = useMessages()
  return (
    <section className="panel register-panel draw-result" aria-label={t('draws.result')}>
      <h2>{t('draws.result')}</h2>
      {record.rounds.length === 0 ? (
        <p className="section-none">{t(`draws.waiting.${record.entropy.length > 0 ? 'reveal' : 'entropy'}`)}</p>
      ) : (
        <>
          <p className="draw-winner" data-testid="winner">
            <Words>{draw.selected.join('、')}</Words>
          </p>
          <ol className="draw-rounds">
            {record.rounds.map((round, i) => (
              <li key={round.link ?? i}>
                <strong>{i === 0 ? t('draws.firstRound') : t('draws.round', { n: i + 1 })}</strong>
                {round.replaces !== null && 'label' in round.replaces && (
                  <span>{t('draws.replaces', { label: round.replaces.label, reason: round.replaces.reason })}</span>
                )}
                <span>
                  {t('draws.drawn')} <Words>{round.selected.join('、')}</Words>
                </span>
                {draw.responses
                  .filter((r) => round.selected.includes(r.label))
                  .map((r) => (
                    <span key={r.at} className="muted">
                      {t(r.accepts ? 'draws.acceptedAt' : 'draws.declinedAt', { at: instant(r.at), reason: r.reason })}
                    </span>
                  ))}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  )
}

/** An outcome as people read it. */
const outcomeText = (value: EntropyValue): string =>
  'numbers' in value
    ? value.numbers.map((group) => group.join(' ')).join(' + ')
    : 'figure' in value
      ? value.figure
      : 'signature' in value
        ? value.signature
        : value.text

function Entropy({ draw, record }: { draw: PublicDraw; record: DrawRecord }) {
  const { t } = useMessages()
  const form = (source: Source) =>
    source.kind === 'lottery'
      ? source.groups.map((g) => t('draws.lotteryForm', { n: g.count, min: g.min, max: g.max })).join(' + ')
      : source.kind === 'drand'
        ? t('draws.drandForm', { n: source.round })
        : source.kind === 'figure'
          ? t('draws.figureForm', { n: source.decimals })
          : t('draws.contributionForm')
  return (
    <section className="panel register-panel" aria-label={t('draws.entropy')}>
      <h2>{t('draws.entropy')}</h2>
      <ul className="register-rows">
        {record.commitment.entropy.map((source, i) => (
          <li key={source.name + source.at}>
            <strong>
              <Words>{source.name}</Words>
            </strong>
            <span>{form(source)}</span>
            <span className="muted mono">{t('draws.knownAt', { at: instant(source.at) })}</span>
            {record.entropy[i] && (
              <span>
                {t('draws.outcome')} <code className="draw-hash">{outcomeText(record.entropy[i])}</code>
              </span>
            )}
            {draw.readings
              .filter((r) => r.source === i && r.agreed)
              .map((r) => (
                <span key={r.at} className="muted">
                  {t('draws.reference', { what: r.reference, at: instant(r.at) })}
                </span>
              ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Lists({ record, order }: { record: DrawRecord; order: readonly string[] | null }) {
  const { t } = useMessages()
  const { candidates, excluded, method } = record.commitment
  const chosen = new Set(record.rounds.flatMap((r) => r.selected))
  const place = (label: string) => (order === null ? null : order.indexOf(label) + 1)
  const shown = order === null ? candidates : [...candidates].sort((a, b) => place(a.label)! - place(b.label)!)
  return (
    <section className="panel register-panel" aria-label={t('draws.lists')}>
      <h2>{t('draws.candidates', { n: candidates.length })}</h2>
      {order !== null && <p className="muted">{t('draws.orderShown')}</p>}
      <ol className="draw-labels" data-numbered={order !== null || undefined}>
        {shown.map((c) => (
          <li key={c.label} data-chosen={chosen.has(c.label) || undefined}>
            <span>
              {order !== null && <span className="draw-place mono">{place(c.label)}</span>}
              <Words>{c.label}</Words>
            </span>
            {'weighted' in method && method.weighted && <span className="muted">{t('draws.weightIs', { n: c.weight ?? 1 })}</span>}
            {chosen.has(c.label) && <Mark tone="good">{t('draws.isDrawn')}</Mark>}
          </li>
        ))}
      </ol>
      <h2>{t('draws.excluded', { n: excluded.length })}</h2>
      {excluded.length === 0 && <p className="section-none">{t('draws.nobodyOut')}</p>}
      <ul className="draw-labels">
        {excluded.map((e) => (
          <li key={e.label}>
            <Words>{e.label}</Words>
            <span className="draw-why">
              <Words>{e.reason}</Words>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Commitment({ draw, record }: { draw: PublicDraw; record: DrawRecord }) {
  const { t } = useMessages()
  const { chain, method, supersedes } = record.commitment
  return (
    <section className="panel register-panel" aria-label={t('draws.commitment')}>
      <h2>{t('draws.commitment')}</h2>
      <dl className="facts draw-facts">
        <div>
          <dt>{t('draws.digest')}</dt>
          <dd>
            <code className="draw-hash">{draw.digest}</code>
          </dd>
        </div>
        {chain && (
          <div>
            <dt>{t('draws.chainEnd')}</dt>
            <dd>
              <code className="draw-hash">{chain.end}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>{t('draws.method')}</dt>
          <dd>
            {t('weighted' in method && method.weighted ? 'draws.methodWeighted' : 'draws.methodEqual', { n: method.count })}
            {chain && `；${t('draws.chainLength', { n: chain.length })}`}
          </dd>
        </div>
        <div>
          <dt>{t('draws.journal')}</dt>
          <dd>{draw.published === null ? t('registers.unsealed') : t('registers.sealed', { n: draw.published })}</dd>
        </div>
        <div>
          <dt>{t('draws.revealBy')}</dt>
          <dd className="mono">{instant(record.commitment.revealBy)}</dd>
        </div>
        {supersedes && (
          <div>
            <dt>{t('draws.supersedes')}</dt>
            <dd>
              <code className="draw-hash">{supersedes.commitment}</code> <Words>{supersedes.reason}</Words>
            </dd>
          </div>
        )}
      </dl>
    </section>
  )
}

function HowTo({ draw }: { draw: PublicDraw }) {
  const { t } = useMessages()
  const toast = useToast()
  const address = `${location.origin}/draws/${draw.id}`
  return (
    <section className="panel register-panel" aria-label={t('draws.howTo')}>
      <h2>{t('draws.howTo')}</h2>
      <div className="draw-howto">
        <Qr text={address} label={t('draws.qr', { address })} />
        <div>
          <p>{t('draws.howToText')}</p>
          <pre className="draw-command">yingshang draw verify draw-{draw.id}.json --trust trust.json</pre>
          <div className="register-line">
            <Button onClick={() => void download(`${publicDrawPath(draw.id)}/record`, `draw-${draw.id}.json`).catch(toast.failed)}>
              {t('draws.downloadRecord')}
            </Button>
            <Button type="link" onClick={() => void download('/log/trust', 'trust.json').catch(toast.failed)}>
              {t('draws.downloadTrust')}
            </Button>
          </div>
        </div>
      </div>
    </section>
  )
}
