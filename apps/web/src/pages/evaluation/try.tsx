import type { SchemeShape } from '@yingshang/server/contract'
import { Alert, Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { type MessageKey, useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { Points } from './points.tsx'
import { draftScheme, publishScores, useEvaluationAct, useScoring } from './queries.ts'
import { Ranking } from './ranking.tsx'

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
  const [effectiveFrom, setEffectiveFrom] = useState(today())
  const scoring = useScoring()
  const publish = useEvaluationAct(publishScores)
  const draft = useEvaluationAct(draftScheme)
  const found = scoring.data
  const score = (more: { scheme?: SchemeShape | null; body?: string | undefined } = {}) => {
    const scheme = more.scheme === undefined ? tried : more.scheme
    const one = more.body ?? body
    scoring.mutate({ period, ...(scheme ? { scheme } : {}), ...(one === undefined ? {} : { body: one }) })
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
              onOpen={(one) => {
                setBody(one)
                score({ body: one })
              }}
            />
            {found.unranked.length > 0 && <p className="scores-meta">{t('scores.unranked', { n: found.unranked.length })}</p>}
          </section>
          {found.body && <Points scheme={found.scheme} points={found.body} />}
          <section className="panel" aria-label={t('scores.whatIf')}>
            <h2 className="scores-h2">{t('scores.whatIf')}</h2>
            <p className="scores-meta">{t('scores.whatIfText')}</p>
            <SchemeFields scheme={tried ?? found.scheme} onChange={setTried} />
            <p className="scores-buttons">
              <Button disabled={!tried} onClick={() => score()}>
                {t('scores.scoreNow')}
              </Button>
              <Button
                disabled={!tried}
                onClick={() => {
                  setTried(null)
                  score({ scheme: null })
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
          {!tried && (
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

/** The figures of a scheme that can be tried: points and caps. Points are shown whole, kept in hundredths. */
function SchemeFields({ scheme, onChange }: { scheme: SchemeShape; onChange: (scheme: SchemeShape) => void }) {
  const { t, locale } = useMessages()
  const set = (index: number, change: object) =>
    onChange({ ...scheme, items: scheme.items.map((item, i) => (i === index ? ({ ...item, ...change } as typeof item) : item)) })
  const number = (label: string, value: number, onValue: (hundredths: number) => void) => (
    <div className="scores-field" key={label}>
      <span aria-hidden="true">{label}</span>
      <InputNumber aria-label={label} precision={2} value={value / 100} onChange={(n) => n !== null && onValue(Math.round(n * 100))} />
    </div>
  )
  return (
    <div className="scores-fields">
      {scheme.items.map((item, i) => {
        const name = say(item.title, locale)
        return (
          <fieldset key={item.id}>
            <legend>{name}</legend>
            {item.kind === 'by-level' &&
              Object.entries(item.points).map(([level, value]) =>
                number(`${name} ${t(`scores.level.${level}` as MessageKey)}`, value, (n) =>
                  set(i, { points: { ...item.points, [level]: n } }),
                ),
              )}
            {(item.kind === 'each' || item.kind === 'share') &&
              number(`${name} ${t(item.kind === 'each' ? 'scores.each' : 'scores.share')}`, item.points, (n) => set(i, { points: n }))}
            {item.cap !== undefined && number(t('scores.cap', { title: name }), item.cap, (n) => set(i, { cap: Math.max(0, n) }))}
          </fieldset>
        )
      })}
    </div>
  )
}
