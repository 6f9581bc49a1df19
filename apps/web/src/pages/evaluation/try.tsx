import type { FactChange, SchemeShape, Scoring } from '@yingshang/server/contract'
import { Alert, Button, Input, InputNumber, Tag } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { type MessageKey, useMessages } from '../../messages/index.tsx'
import { Points } from './points.tsx'
import { draftScheme, publishScores, useEvaluationAct, useScoring } from './queries.ts'
import { Ranking } from './ranking.tsx'
import { SchemeFields } from './try-scheme.tsx'

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** Scores a period, tries other points beside the scheme in force, publishes. */
export function TryOut({ onPublished }: { onPublished: (result: string) => void }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const [period, setPeriod] = useState({ from: `${today().slice(0, 4)}-01-01`, until: today() })
  const [title, setTitle] = useState('')
  const [days, setDays] = useState(5)
  const [tried, setTried] = useState<SchemeShape | null>(null)
  const [body, setBody] = useState<string>()
  const [without, setWithout] = useState<readonly { readonly id: string; readonly name: string }[]>([])
  const [supposed, setSupposed] = useState<readonly (FactChange & { readonly title: string })[]>([])
  const [effectiveFrom, setEffectiveFrom] = useState(today())
  const scoring = useScoring()
  const publish = useEvaluationAct(publishScores)
  const draft = useEvaluationAct(draftScheme)
  // What was scored last stays on the page while the next is being counted.
  const [found, setFound] = useState<Scoring | null>(null)
  /** What is tried beside the scheme in force and the facts as they are. */
  const trying = tried !== null || without.length > 0 || supposed.length > 0
  const score = (
    more: { scheme?: SchemeShape | null; body?: string | undefined; without?: typeof without; supposed?: typeof supposed } = {},
  ) => {
    const scheme = more.scheme === undefined ? tried : more.scheme
    const one = more.body ?? body
    const out = (more.without ?? without).map((b) => b.id)
    const facts = (more.supposed ?? supposed).map(({ title: _, ...change }) => change)
    scoring.mutate(
      {
        period,
        ...(scheme ? { scheme } : {}),
        ...(out.length > 0 ? { without: out } : {}),
        ...(facts.length > 0 ? { facts } : {}),
        ...(one === undefined ? {} : { body: one }),
      },
      { onSuccess: setFound },
    )
  }
  const leave = (next: typeof without) => {
    setWithout(next)
    score({ without: next })
  }
  const suppose = (next: typeof supposed) => {
    setSupposed(next)
    score({ supposed: next })
  }
  return (
    <>
      <section className="panel scores-form" aria-label={t('scores.view.score')}>
        <div className="scores-field">
          <span aria-hidden="true">{t('scores.from')}</span>
          <Input
            aria-label={t('scores.from')}
            type="date"
            value={period.from}
            onChange={(event) => setPeriod({ ...period, from: event.target.value })}
          />
        </div>
        <div className="scores-field">
          <span aria-hidden="true">{t('scores.until')}</span>
          <Input
            aria-label={t('scores.until')}
            type="date"
            value={period.until}
            onChange={(event) => setPeriod({ ...period, until: event.target.value })}
          />
        </div>
        <Button type="primary" loading={scoring.isPending} onClick={() => score()}>
          {t('scores.scoreNow')}
        </Button>
      </section>
      {scoring.error && (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={scoring.error instanceof ApiError ? scoring.error.say(locale) : String(scoring.error)}
        />
      )}
      {found && (
        <>
          <section className="panel" aria-label={t('scores.sources')}>
            <h2 className="scores-h2">{t('scores.sources')}</h2>
            <ul className="scores-sources">
              {found.sources.map((s) => (
                <li key={s.source}>
                  {t(`scores.source.${s.source}` as MessageKey)} <strong>{s.known ? s.facts : t('scores.unknownSource')}</strong>
                </li>
              ))}
            </ul>
            <Ranking
              scheme={found.scheme}
              ranking={found.ranking}
              changes={found.changes}
              open={found.body?.body.id}
              onLeave={(id) => leave([...without, found.ranking.find((r) => r.body.id === id)!.body])}
              onOpen={(one) => {
                setBody(one)
                score({ body: one })
              }}
            />
            {found.unranked.length > 0 && <p className="scores-meta">{t('scores.unranked', { n: found.unranked.length })}</p>}
          </section>
          {found.body && (
            <Points
              scheme={found.scheme}
              points={found.body}
              onSuppose={(fact, kind) =>
                suppose([
                  ...supposed.filter((c) => c.fact !== fact.id || c.body !== found.body!.body.id),
                  {
                    body: found.body!.body.id,
                    fact: fact.id,
                    kind,
                    ...(fact.level === undefined ? {} : { level: fact.level }),
                    title: fact.title,
                  },
                ])
              }
            />
          )}
          <section className="panel" aria-label={t('scores.whatIf')}>
            <h2 className="scores-h2">{t('scores.whatIf')}</h2>
            <p className="scores-meta">{t('scores.whatIfText')}</p>
            {(without.length > 0 || supposed.length > 0) && (
              <ul className="scores-tried" aria-label={t('scores.tried')}>
                {without.map((b) => (
                  <li key={b.id}>
                    <Tag>{t('scores.leftOut', { body: b.name })}</Tag>
                    <Button
                      size="small"
                      aria-label={t('scores.undoOf', { what: b.name })}
                      onClick={() => leave(without.filter((o) => o.id !== b.id))}
                    >
                      {t('scores.undo')}
                    </Button>
                  </li>
                ))}
                {supposed.map((c) => (
                  <li key={`${c.body} ${c.fact}`}>
                    <Tag>
                      {c.title} → {c.kind === null ? t('scores.strike') : t(`scores.kind.${c.kind}` as MessageKey)}
                    </Tag>
                    <Button
                      size="small"
                      aria-label={t('scores.undoOf', { what: c.title })}
                      onClick={() => suppose(supposed.filter((o) => o !== c))}
                    >
                      {t('scores.undo')}
                    </Button>
                  </li>
                ))}
              </ul>
            )}
            <SchemeFields scheme={tried ?? found.scheme} onChange={setTried} />
            <p className="scores-buttons">
              <Button disabled={!tried} onClick={() => score()}>
                {t('scores.scoreNow')}
              </Button>
              <Button
                disabled={!trying}
                onClick={() => {
                  setTried(null)
                  setWithout([])
                  setSupposed([])
                  score({ scheme: null, without: [], supposed: [] })
                }}
              >
                {t('scores.reset')}
              </Button>
              <Input
                type="date"
                aria-label={t('scores.effectiveFrom')}
                value={effectiveFrom}
                onChange={(event) => setEffectiveFrom(event.target.value)}
              />
              <Button
                disabled={!tried}
                loading={draft.isPending}
                onClick={() =>
                  tried &&
                  draft.mutate(
                    { scheme: tried, effectiveFrom },
                    { onSuccess: () => toast.done(t('scores.drafted')), onError: toast.failed },
                  )
                }
              >
                {t('scores.draft')}
              </Button>
            </p>
          </section>
          {!trying && (
            <section className="panel scores-form" aria-label={t('scores.publish')}>
              <div className="scores-field scores-wide">
                <span aria-hidden="true">{t('scores.resultTitle')}</span>
                <Input
                  aria-label={t('scores.resultTitle')}
                  value={title}
                  maxLength={100}
                  onChange={(event) => setTitle(event.target.value)}
                />
              </div>
              <div className="scores-field">
                <span aria-hidden="true">{t('scores.objectionDays')}</span>
                <InputNumber aria-label={t('scores.objectionDays')} min={1} max={60} value={days} onChange={(n) => setDays(n ?? 5)} />
              </div>
              <Button
                type="primary"
                disabled={title.trim().length < 2 || found.ranking.length === 0}
                loading={publish.isPending}
                onClick={() =>
                  publish.mutate(
                    { period, title, objectionDays: days },
                    {
                      onSuccess: (made) => {
                        toast.done(t('scores.published'))
                        onPublished(made.id)
                      },
                      onError: toast.failed,
                    },
                  )
                }
              >
                {t('scores.publish')}
              </Button>
            </section>
          )}
        </>
      )}
    </>
  )
}
