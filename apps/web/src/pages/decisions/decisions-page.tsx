import { Link } from '@tanstack/react-router'
import { Spin, Tag } from 'antd'
import { useDecisionTables } from '../../api/matters.ts'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import '../matters/matters.css'
import './decisions.css'

/** 决策表: the published tables by which procedures decide. */
export function DecisionsPage() {
  const { t, locale } = useMessages()
  const tables = useDecisionTables()
  return (
    <Page title={t('decisions.title')} lede={t('decisions.lede')}>
      <section className="panel" aria-label={t('decisions.title')}>
        {tables.isPending && (
          <div className="center">
            <Spin description={t('common.loading')} />
          </div>
        )}
        {tables.isError && <Trouble error={tables.error} retry={() => void tables.refetch()} />}
        {tables.data && (
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{t('decisions.name')}</th>
                <th scope="col">{t('decisions.version')}</th>
                <th scope="col">{t('decisions.effective')}</th>
                <th scope="col">{t('decisions.source')}</th>
              </tr>
            </thead>
            <tbody>
              {tables.data.items.map((table) => (
                <tr key={`${table.id} ${table.version}`}>
                  <th scope="row">
                    <Link to="/decisions/$tableId" params={{ tableId: table.id }} className="plan-link">
                      {say(table.title, locale)}
                    </Link>
                  </th>
                  <td data-label={t('decisions.version')} className="mono">
                    {table.version}
                  </td>
                  <td data-label={t('decisions.effective')} className="mono">
                    {day(table.effectiveFrom, locale)}
                  </td>
                  <td data-label={t('decisions.source')}>
                    {table.verified ? t('source.verified') : <Tag className="doubt-tag">{t('source.unverified')}</Tag>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </Page>
  )
}
