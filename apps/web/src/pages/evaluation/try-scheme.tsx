import type { SchemeShape } from '@yingshang/server/contract'
import { Button, InputNumber } from 'antd'
import { type MessageKey, useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'

/** Kinds of facts that a scheme may count and the one of the product does not. */
const FURTHER = [
  { of: 'talk.held', title: { zh: '被约谈', en: 'Called in for a talk' } },
  { of: 'talk.promise-kept', title: { zh: '约谈承诺按期兑现', en: 'Promise of a talk kept' } },
  { of: 'talk.promise-broken', title: { zh: '约谈承诺逾期未兑现', en: 'Promise of a talk not kept in time' } },
] as const

/** The figures of a scheme that can be tried: base and bounds, points and caps of items and groups, when somebody is called in; further kinds of facts. Points are shown whole, kept in hundredths. */
export function SchemeFields({ scheme, onChange }: { scheme: SchemeShape; onChange: (scheme: SchemeShape) => void }) {
  const { t, locale } = useMessages()
  const set = (index: number, change: object) =>
    onChange({ ...scheme, items: scheme.items.map((item, i) => (i === index ? ({ ...item, ...change } as typeof item) : item)) })
  const number = (label: string, value: number, onValue: (hundredths: number) => void) => (
    <div className="scores-field" key={label}>
      <span aria-hidden="true">{label}</span>
      <InputNumber aria-label={label} precision={2} value={value / 100} onChange={(n) => n !== null && onValue(Math.round(n * 100))} />
    </div>
  )
  const whole = (label: string, value: number, onValue: (n: number) => void) => (
    <div className="scores-field" key={label}>
      <span aria-hidden="true">{label}</span>
      <InputNumber aria-label={label} min={1} precision={0} value={value} onChange={(n) => n !== null && onValue(n)} />
    </div>
  )
  const setTalk = (index: number, change: object) =>
    onChange({ ...scheme, talks: scheme.talks.map((talk, i) => (i === index ? ({ ...talk, ...change } as typeof talk) : talk)) })
  const counted = new Set<string>(scheme.items.flatMap((item) => item.of))
  const further = FURTHER.filter((one) => !counted.has(one.of))
  return (
    <>
      <div className="scores-fields">
        <fieldset>
          <legend>{t('scores.bounds')}</legend>
          {(['base', 'floor', 'ceiling'] as const).map((name) =>
            number(t(`scores.bound.${name}`), scheme[name], (n) => onChange({ ...scheme, [name]: n })),
          )}
        </fieldset>
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
        {(scheme.groups ?? []).length > 0 && (
          <fieldset>
            <legend>{t('scores.groups')}</legend>
            {scheme.groups!.map((group) =>
              number(t('scores.group', { title: say(group.title, locale) }), group.cap, (n) =>
                onChange({ ...scheme, groups: scheme.groups!.map((g) => (g === group ? { ...g, cap: Math.max(0, n) } : g)) }),
              ),
            )}
          </fieldset>
        )}
        {scheme.talks.length > 0 && (
          <fieldset>
            <legend>{t('scores.talkRules')}</legend>
            {scheme.talks.map((talk, i) => {
              const title = say(talk.title, locale)
              if (talk.kind === 'below') return number(title, talk.points, (n) => setTalk(i, { points: n }))
              return talk.kind === 'last'
                ? whole(title, talk.places, (n) => setTalk(i, { places: n }))
                : whole(title, talk.atLeast, (n) => setTalk(i, { atLeast: n }))
            })}
          </fieldset>
        )}
      </div>
      {further.length > 0 && (
        <p className="scores-buttons">
          {further.map(({ of, title }) => (
            <Button
              key={of}
              onClick={() =>
                onChange({
                  ...scheme,
                  items: [...scheme.items, { id: of.replace('.', '-'), kind: 'each', title: { ...title }, of, points: 0 }],
                })
              }
            >
              {t('scores.countAlso', { kind: say(title, locale) })}
            </Button>
          ))}
        </p>
      )}
    </>
  )
}
