import type { MeetingItemResult } from '@yingshang/server/contract'
import { type Translate, useMessages } from '../../messages/index.tsx'
import { shareSaid, thresholdSaid, yuanSaid } from './words.ts'

type ClassResult = MeetingItemResult['classes'][number]
type Test = ClassResult['amountTest']

const className = (t: Translate, name: string | null): string =>
  name === null ? t('meetings.class.all') : t(`meetings.class.${name}` as 'meetings.class.ordinary')

/** The result of a resolution, class by class, with its arithmetic: bars against the line that must be reached, and the numbers beside them. */
export function ResultView({ result, open = false }: { result: MeetingItemResult; open?: boolean }) {
  const { t } = useMessages()
  return (
    <div className="meeting-result">
      <p className="meeting-verdict">
        {open ? (
          <em>{t('meetings.result.soFar')}</em>
        ) : (
          <strong data-passed={result.passed}>{t(result.passed ? 'meetings.result.passed' : 'meetings.result.refused')}</strong>
        )}
        <span className="muted">{t('meetings.result.votes', { n: result.votes })}</span>
        {result.afterSecond && <span className="muted">{t('meetings.result.second')}</span>}
      </p>
      {result.classes.map((one) => (
        <section key={one.class ?? ''} className="meeting-class" aria-label={className(t, one.class)}>
          <h4>
            {className(t, one.class)}{' '}
            <span className="meeting-mark" data-passed={one.passed}>
              {one.passed ? '✓' : '✗'} {t(one.passed ? 'meetings.result.reached' : 'meetings.result.notReached')}
            </span>
          </h4>
          <p className="muted">
            {t('meetings.result.present', {
              entitled: one.entitled.heads,
              present: one.present,
              signedIn: one.signedIn,
              voted: one.voted,
            })}
          </p>
          {one.headsTest && (
            <Bar
              label={t('meetings.result.heads')}
              test={one.headsTest}
              against={one.against.heads}
              said={(n) => t('meetings.heads', { n })}
              base={t('meetings.result.headsBase')}
            />
          )}
          <Bar
            label={t('meetings.result.amount')}
            test={one.amountTest}
            against={one.against.amount}
            said={(n) => yuanSaid(t, n)}
            base={t('meetings.result.amountBase')}
          />
          <p className="meeting-counts">
            <span>
              {t('meetings.result.counts', { what: t('meetings.choice.for'), n: one.for.heads, amount: yuanSaid(t, one.for.amount) })}
            </span>
            <span>
              {t('meetings.result.counts', {
                what: t('meetings.choice.against'),
                n: one.against.heads,
                amount: yuanSaid(t, one.against.amount),
              })}
            </span>
            <span>
              {t('meetings.result.counts', {
                what: t('meetings.choice.abstain'),
                n: one.abstain.heads,
                amount: yuanSaid(t, one.abstain.amount),
              })}
            </span>
            {one.undecidedHeads > 0 && <span>{t('meetings.result.undecided', { n: one.undecidedHeads })}</span>}
          </p>
        </section>
      ))}
    </div>
  )
}

const WIDTH = 600
const HEIGHT = 30

/** One test: how much agrees, how much is against, of what; the line is what must be reached. The numbers stand beside the drawing, exactly. */
function Bar(props: { label: string; test: Test; against: number; said: (n: number) => string; base: string }) {
  const { t } = useMessages()
  const { test, against, said } = props
  const { threshold, reached, base, passed } = test
  const wide = (n: number) => (base === 0 ? 0 : Math.min(1, n / base) * WIDTH)
  const line = (threshold.part / threshold.of) * WIDTH
  const words = t('meetings.result.arithmetic', {
    reached: said(reached),
    base: said(base),
    share: shareSaid(reached, base),
    need: thresholdSaid(t, threshold),
    sign: passed ? t('meetings.result.yes') : t('meetings.result.no'),
  })
  return (
    <div className="meeting-bar">
      <p>
        <strong>{props.label}</strong> <span className="muted">{props.base}</span>
      </p>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${props.label}：${words}`}>
        <rect x="0" y="6" width={WIDTH} height="18" className="bar-ground" />
        <rect x="0" y="6" width={wide(reached)} height="18" className={passed ? 'bar-good' : 'bar-short'} />
        <rect x={WIDTH - wide(against)} y="6" width={wide(against)} height="18" className="bar-against" />
        <line x1={line} x2={line} y1="0" y2={HEIGHT} className="bar-line" vectorEffect="non-scaling-stroke" />
      </svg>
      <p className="meeting-arithmetic mono">
        {passed ? '✓' : '✗'} {words}
      </p>
    </div>
  )
}
