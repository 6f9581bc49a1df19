import { Link, useParams } from '@tanstack/react-router'
import { Button, Form, Input, Spin } from 'antd'
import { useState } from 'react'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { BodyForm } from './body-form.tsx'
import { Departments } from './departments.tsx'
import { EndPost } from './end-post.tsx'
import { FormDialog } from './form-dialog.tsx'
import { History } from './history.tsx'
import './organisation.css'
import { PostForm } from './post-form.tsx'
import { PostLines } from './post-line.tsx'
import { useAddDepartment, useBody, useForgetUnit, useOrganisation } from './queries.ts'

/** A body: where it belongs, its departments, its people over time, its names in plans. */
export function BodyPage() {
  const { t, locale } = useMessages()
  const { bodyId } = useParams({ strict: false }) as { bodyId: string }
  const { may } = useSession()
  const toast = useToast()
  const found = useBody(bodyId)
  const all = useOrganisation()
  const addDepartment = useAddDepartment(bodyId)
  const forget = useForgetUnit()
  const [open, setOpen] = useState<'body' | 'post' | 'department' | null>(null)
  if (found.isPending)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  const { body, area, parent, successor, below, departments, members, aliases } = found.data
  const manages = may('organisation.manage')
  const bodyLink = (one: { id: string; name: string }) => (
    <Link key={one.id} to="/organisation/bodies/$bodyId" params={{ bodyId: one.id }}>
      <Words>{one.name}</Words>
    </Link>
  )
  return (
    <Page
      title={body.name}
      lede={
        <>
          <Link to="/organisation">{t('organisation.title')}</Link> · <Words>{area.name}</Words> · {t(`organisation.kind.${body.kind}`)}
          {body.shortName && (
            <>
              {' '}
              · <Words>{body.shortName}</Words>
            </>
          )}
        </>
      }
      actions={
        manages && (
          <>
            <Button onClick={() => setOpen('department')}>{t('organisation.addDepartment')}</Button>
            <Button onClick={() => setOpen('body')}>{t('organisation.editBody')}</Button>
            <Button type="primary" onClick={() => setOpen('post')}>
              {t('organisation.addPost')}
            </Button>
          </>
        )
      }
    >
      <section className="panel organisation-facts" aria-label={t('organisation.facts')}>
        <dl>
          <div>
            <dt>{t('organisation.since')}</dt>
            <dd>{day(body.validFrom, locale)}</dd>
          </div>
          {body.validUntil && (
            <div>
              <dt>{t('organisation.lastDay')}</dt>
              <dd>{day(body.validUntil, locale)}</dd>
            </div>
          )}
          {successor && (
            <div>
              <dt>{t('organisation.successor')}</dt>
              <dd>{bodyLink(successor)}</dd>
            </div>
          )}
          {parent && (
            <div>
              <dt>{t('organisation.parent')}</dt>
              <dd>{bodyLink(parent)}</dd>
            </div>
          )}
          {below.length > 0 && (
            <div>
              <dt>{t('organisation.below')}</dt>
              <dd className="organisation-links">{below.map(bodyLink)}</dd>
            </div>
          )}
          <div>
            <dt>{t('organisation.departments')}</dt>
            <dd className="organisation-links">
              <Departments departments={departments} manages={manages} />
            </dd>
          </div>
          <div>
            <dt>{t('organisation.aliases')}</dt>
            <dd className="organisation-links">
              {aliases.length === 0 && <span className="muted">{t('organisation.none')}</span>}
              {aliases.map((alias) => (
                <span key={alias.id} className="organisation-tag">
                  <Words>{alias.text}</Words>
                  {manages && (
                    <button
                      type="button"
                      className="plain-button organisation-drop"
                      aria-label={t('organisation.forget', { name: alias.text })}
                      onClick={() => void forget.mutateAsync(alias.id).catch(toast.failed)}
                    >
                      ×
                    </button>
                  )}
                </span>
              ))}
            </dd>
          </div>
        </dl>
      </section>
      <section className="panel organisation-people" aria-labelledby="people-title">
        <h2 id="people-title">{t('organisation.people')}</h2>
        {members.length === 0 && <p className="muted">{t('organisation.noPeople')}</p>}
        <PostLines members={members} />
        {members.length > 0 && (
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{t('organisation.person')}</th>
                <th scope="col">{t('organisation.postKind')}</th>
                <th scope="col">{t('organisation.department')}</th>
                <th scope="col">{t('organisation.time')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('common.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {members.map((m) => (
                <tr key={m.id} className={m.current ? '' : 'is-past'}>
                  <th scope="row">
                    <Words>{m.person.displayName}</Words>
                  </th>
                  <td data-label={t('organisation.postKind')}>
                    {t(`organisation.post.${m.post}`)}
                    {m.title && (
                      <>
                        {' '}
                        · <Words>{m.title}</Words>
                      </>
                    )}
                  </td>
                  <td data-label={t('organisation.department')}>{m.department ? <Words>{m.department.name}</Words> : '—'}</td>
                  <td data-label={t('organisation.time')} className="mono">
                    {m.from} — {m.until ?? t('organisation.now')}
                  </td>
                  <td className="cell-actions">{manages && <EndPost post={m} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <History subject={bodyId} />
      {open === 'body' && all.data && (
        <BodyForm areas={all.data.areas} bodies={all.data.bodies} detail={found.data} onClose={() => setOpen(null)} />
      )}
      {open === 'post' && <PostForm place={{ bodyId }} departments={departments} onClose={() => setOpen(null)} />}
      {open === 'department' && (
        <FormDialog<{ name: string }>
          title={t('organisation.addDepartment')}
          initial={{}}
          onSave={(fields) => addDepartment.mutateAsync(fields)}
          onClose={() => setOpen(null)}
        >
          <Form.Item
            name="name"
            label={t('organisation.departmentName')}
            rules={[{ required: true, whitespace: true, message: t('organisation.needed') }]}
          >
            <Input maxLength={100} />
          </Form.Item>
        </FormDialog>
      )}
    </Page>
  )
}
