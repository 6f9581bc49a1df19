import { Button } from 'antd'
import { day } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Section } from '../matters/section.tsx'
import type { PartProps } from './entry-page.tsx'

/** 进展: what the bodies said, newest first. */
export function Reports({ entry, onOpen }: PartProps) {
  const { t, locale } = useMessages()
  return (
    <Section
      title={t('ledger.reports')}
      extra={
        entry.may.includes('reported') && (
          <Button size="small" onClick={() => onOpen({ kind: 'reported' })}>
            {t('ledger.fact.reported')}
          </Button>
        )
      }
    >
      {entry.reports.length === 0 && <p className="section-none">{t('ledger.reportsNone')}</p>}
      <ol className="entry-reports">
        {entry.reports.map((report) => (
          <li key={report.id}>
            <p className="muted">
              <Words>{report.body.name}</Words> · {day(report.on, locale)} · <Words>{report.by.displayName}</Words>
              {report.progress !== null && <span className="mono"> · {report.progress}%</span>}
            </p>
            {report.done !== '' && (
              <p>
                <Words>{report.done}</Words>
              </p>
            )}
            {report.next && (
              <p>
                <span className="muted">{t('ledger.field.next')}：</span>
                <Words>{report.next}</Words>
              </p>
            )}
            {report.blocked && (
              <p className="report-blocked">
                <span className="blocked">{t('ledger.blocked')}</span> <Words>{report.blocked}</Words>
              </p>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
