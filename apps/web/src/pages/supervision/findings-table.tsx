import { Link } from '@tanstack/react-router'
import type { InspectionDetail } from '@yingshang/server/contract'
import { Tag } from 'antd'
import { day } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'

/** Findings of a batch or a questionnaire: each opens its matter. Nothing where there are none. */
export function FindingsTable({ findings }: { findings: InspectionDetail['findings'] }) {
  const { t, locale } = useMessages()
  if (findings.length === 0) return null
  return (
    <section className="panel" aria-label={t('supervision.findings')}>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('supervision.finding')}</th>
            <th scope="col">{t('reporting.body')}</th>
            <th scope="col">{t('supervision.status')}</th>
            <th scope="col">{t('reporting.due')}</th>
          </tr>
        </thead>
        <tbody>
          {findings.map((f) => (
            <tr key={f.matter}>
              <th scope="row">
                <Link to="/matters/$matterId" params={{ matterId: f.matter }} className="plan-link">
                  <Words>{f.subject}</Words>
                </Link>
              </th>
              <td data-label={t('reporting.body')}>
                <Words>{f.body}</Words>
              </td>
              <td data-label={t('supervision.status')}>
                {say(f.stageTitle, locale)} {f.late && <Tag className="reporting-late">{t('supervision.late')}</Tag>}
              </td>
              <td data-label={t('reporting.due')} className="mono">
                {f.due ? day(f.due, locale) : '—'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
