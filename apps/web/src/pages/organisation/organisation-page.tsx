import { Link } from '@tanstack/react-router'
import type { Area } from '@yingshang/server/contract'
import { Button, Input, Spin } from 'antd'
import { useState } from 'react'
import { download } from '../../api/client.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { AreaTree } from './area-tree.tsx'
import { BodyForm } from './body-form.tsx'
import { Closing } from './closing.tsx'
import { Groups } from './groups.tsx'
import { OrganisationImport } from './import-panel.tsx'
import { today } from './kinds.ts'
import { AreaForm, InviteForm } from './small-forms.tsx'
import './organisation.css'
import { organisationPath, useChangeArea, useOrganisation } from './queries.ts'

const isClosed = (area: Area) => area.closedOn !== null && area.closedOn <= today()

/** 组织机构: the areas as a drawn tree, the bodies of the chosen one, import and export. */
export function OrganisationPage() {
  const { t } = useMessages()
  const toast = useToast()
  const { may } = useSession()
  const found = useOrganisation()
  const changeArea = useChangeArea()
  const [area, setArea] = useState<string | null>(null)
  const [filter, setFilter] = useState('')
  const [adding, setAdding] = useState(false)
  const [importing, setImporting] = useState(false)
  const [making, setMaking] = useState<'person' | 'area' | 'change' | 'close' | null>(null)
  if (found.isPending)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  const { bodies, groups, unitsToConfirm } = found.data
  // An area is closed after its last day.
  const [areas, closed] = [found.data.areas.filter((a) => !isClosed(a)), found.data.areas.filter(isClosed)]
  const chosen = areas.find((a) => a.id === area)
  const manages = may('organisation.manage')
  const wanted = filter.trim()
  const shown = bodies.filter(
    (b) => (area === null || b.areaId === area) && (wanted === '' || b.name.includes(wanted) || b.shortName?.includes(wanted)),
  )
  return (
    <Page
      title={t('organisation.title')}
      lede={t('organisation.lede', { bodies: bodies.length, areas: areas.length })}
      actions={
        <>
          <Link to="/organisation/command" className="organisation-link">
            {t('organisation.command')}
          </Link>
          <Button onClick={() => void download(`${organisationPath}/export`, t('organisation.fileName')).catch(toast.failed)}>
            {t('organisation.export')}
          </Button>
          {manages && <Button onClick={() => setImporting(!importing)}>{t('organisation.import')}</Button>}
          {manages && <Button onClick={() => setMaking('person')}>{t('organisation.invite')}</Button>}
          {manages && (
            <Button type="primary" disabled={areas.length === 0} onClick={() => setAdding(true)}>
              {t('organisation.addBody')}
            </Button>
          )}
        </>
      }
    >
      {manages && unitsToConfirm > 0 && (
        <p className="panel organisation-hint">
          {t('organisation.unitsOpen', { n: unitsToConfirm })} <Link to="/organisation/units">{t('organisation.unitsGo')}</Link>
        </p>
      )}
      {importing && <OrganisationImport />}
      {areas.length === 0 ? (
        <div className="panel organisation-hint">
          <p>{t('organisation.empty')}</p>
          {manages && <Button onClick={() => setMaking('area')}>{t('organisation.addArea')}</Button>}
        </div>
      ) : (
        <div className="organisation-split">
          <section className="panel organisation-areas" aria-label={t('organisation.areas')}>
            <h2>{t('organisation.areas')}</h2>
            {manages && (
              <p className="organisation-links">
                <Button size="small" onClick={() => setMaking('area')}>
                  {t('organisation.addArea')}
                </Button>
                {chosen && (
                  <>
                    <Button size="small" aria-label={t('organisation.changeOf', { name: chosen.name })} onClick={() => setMaking('change')}>
                      {t('common.edit')}
                    </Button>
                    <Button size="small" aria-label={t('organisation.closeOf', { name: chosen.name })} onClick={() => setMaking('close')}>
                      {t('organisation.close')}
                    </Button>
                  </>
                )}
              </p>
            )}
            <AreaTree areas={areas} bodies={bodies} chosen={area} onChoose={(id) => setArea(id === area ? null : id)} />
            {closed.length > 0 && (
              <>
                <h2>{t('organisation.closedAreas')}</h2>
                <ul className="organisation-groups">
                  {closed.map((one) => (
                    <li key={one.id}>
                      <Words>{one.name}</Words> <span className="muted">{t('organisation.closed', { day: one.closedOn ?? '' })}</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
            <Groups groups={groups} bodies={bodies} manages={manages} />
          </section>
          <section className="panel" aria-label={t('organisation.bodies')}>
            <div className="list-tools">
              <Input
                allowClear
                value={filter}
                onChange={(event) => setFilter(event.target.value)}
                placeholder={t('organisation.find')}
                aria-label={t('organisation.find')}
              />
              <span className="muted">{t('organisation.bodiesCount', { n: shown.length })}</span>
            </div>
            <table className="data-table">
              <thead>
                <tr>
                  <th scope="col">{t('organisation.body')}</th>
                  <th scope="col">{t('organisation.kind')}</th>
                  <th scope="col" className="num">
                    {t('organisation.departments')}
                  </th>
                  <th scope="col">{t('organisation.post.liaison')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((body) => (
                  <tr key={body.id}>
                    <th scope="row">
                      <Link to="/organisation/bodies/$bodyId" params={{ bodyId: body.id }} className="plan-link">
                        <Words>{body.name}</Words>
                      </Link>
                      <span className="cell-sub">
                        {body.shortName && <Words>{body.shortName}</Words>}
                        {area === null && <Words>{areas.find((a) => a.id === body.areaId)?.name ?? ''}</Words>}
                      </span>
                    </th>
                    <td data-label={t('organisation.kind')}>{t(`organisation.kind.${body.kind}`)}</td>
                    <td data-label={t('organisation.departments')} className="num">
                      {body.departments}
                    </td>
                    <td data-label={t('organisation.post.liaison')}>
                      {body.liaisons.length > 0 ? (
                        <Words>{body.liaisons.join('、')}</Words>
                      ) : (
                        <span className="organisation-missing">{t('organisation.noLiaison')}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
      )}
      {making === 'person' && <InviteForm onClose={() => setMaking(null)} />}
      {making === 'area' && <AreaForm areas={areas} onClose={() => setMaking(null)} />}
      {making === 'change' && chosen && <AreaForm areas={areas} area={chosen} onClose={() => setMaking(null)} />}
      {making === 'close' && chosen && (
        <Closing
          of="area"
          id={chosen.id}
          title={t('organisation.closeOf', { name: chosen.name })}
          dated
          onSave={(closedOn) => changeArea.mutateAsync({ id: chosen.id, closedOn }).then(() => setArea(null))}
          onClose={() => setMaking(null)}
        />
      )}
      {adding && <BodyForm areas={areas} bodies={bodies} area={area} onClose={() => setAdding(false)} />}
    </Page>
  )
}
