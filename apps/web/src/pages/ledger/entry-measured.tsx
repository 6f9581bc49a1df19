import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { day } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { TargetBinding } from '../indicators/target-binding.tsx'
import { Section } from '../matters/section.tsx'
import type { PartProps } from './entry-page.tsx'

/** 时间节点: what is due by when, and whether it is done. */
export function Milestones({ entry, onOpen }: PartProps) {
  const { t, locale } = useMessages()
  const may = (kind: string) => entry.may.includes(kind)
  return (
    <Section title={t('ledger.milestones')}>
      {entry.milestones.length === 0 && <p className="section-none">{t('ledger.milestonesNone')}</p>}
      <ol className="entry-list">
        {entry.milestones.map((m) => {
          const late = m.doneOn === null && m.due !== null && m.due < entry.today
          return (
            <li key={m.id} data-late={late}>
              <span className="entry-mark" aria-hidden="true">
                {m.doneOn ? '✓' : late ? '▲' : '○'}
              </span>
              <span className="entry-what">
                <Words>{m.text}</Words>
                <span className="cell-sub">
                  <span>{m.due ? t('ledger.dueBy', { day: day(m.due, locale) }) : t('ledger.noDue')}</span>
                  <span className={late ? 'late-word' : undefined}>
                    {m.doneOn ? t('ledger.doneOn', { day: day(m.doneOn, locale) }) : t(late ? 'ledger.status.overdue' : 'ledger.notDone')}
                  </span>
                </span>
              </span>
              {m.doneOn === null && may('milestone-done') && (
                <Button
                  size="small"
                  aria-label={t('ledger.finishOf', { what: m.text })}
                  onClick={() => onOpen({ kind: 'milestone-done', fixed: { milestone: m.id }, initial: { on: entry.today } })}
                >
                  {t('ledger.finish')}
                </Button>
              )}
              {m.doneOn !== null && may('milestone-reopened') && (
                <Button
                  size="small"
                  aria-label={t('ledger.undoOf', { what: m.text })}
                  onClick={() => onOpen({ kind: 'milestone-reopened', fixed: { milestone: m.id } })}
                >
                  {t('ledger.undo')}
                </Button>
              )}
            </li>
          )
        })}
      </ol>
    </Section>
  )
}

/** 目标值: what the measure promises in numbers, and the last reading. */
export function Targets({ entry, onOpen }: PartProps) {
  const { t, locale } = useMessages()
  const session = useSession()
  const binds = session.may('ledger.manage') && entry.may.includes('amended')
  if (entry.targets.length === 0) return null
  return (
    <Section title={t('ledger.targets')}>
      <ul className="entry-list">
        {entry.targets.map((target) => (
          <li key={target.id} data-verdict={target.verdict}>
            <span className="entry-mark" aria-hidden="true">
              {target.verdict === 'met' ? '✓' : target.verdict === 'unmet' ? '✕' : '?'}
            </span>
            <span className="entry-what">
              <span>
                <Words>{target.subject}</Words> <strong className="mono">{target.words}</strong>
                {target.period && (
                  <span className="muted">
                    {' '}
                    <Words>{target.period}</Words>
                  </span>
                )}
              </span>
              <span className="cell-sub">
                <span>{t(`ledger.verdict.${target.verdict}`)}</span>
                {target.reading && (
                  <span>
                    {t('ledger.reading', { value: `${target.reading.value}${target.unit}`, day: day(target.reading.asOf, locale) })}
                    <Words>{target.reading.source}</Words>
                  </span>
                )}
                {target.indicator && (
                  <Link to="/ledger/indicators/$indicatorId" params={{ indicatorId: target.indicator }}>
                    {t('indicators.openReadings')}
                  </Link>
                )}
              </span>
            </span>
            {binds && target.indicator === undefined && <TargetBinding entry={entry.summary.id} target={target} />}
            {entry.may.includes('target-reading') && target.indicator === undefined && (
              <Button
                size="small"
                aria-label={t('ledger.readOf', { what: target.subject })}
                onClick={() => onOpen({ kind: 'target-reading', fixed: { target: target.id }, initial: { asOf: entry.today } })}
              >
                {t('ledger.read')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
