import { Link } from '@tanstack/react-router'
import type { Membership, TaskForce } from '@yingshang/server/contract'
import { Button, Spin } from 'antd'
import { useState } from 'react'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { Closing } from './closing.tsx'
import { Delegations } from './delegations.tsx'
import { EndPost } from './end-post.tsx'
import { ForceForm } from './force-form.tsx'
import './organisation.css'
import { PostForm } from './post-form.tsx'
import { useChangeTaskForce, useCommand, useOrganisation } from './queries.ts'

/** 专班与总指挥: who commands which domain, the task forces, and who stands in for whom. */
export function CommandPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const found = useCommand()
  const all = useOrganisation()
  const change = useChangeTaskForce()
  const [open, setOpen] = useState<
    'commander' | 'force' | { readonly force: TaskForce; readonly to: 'post' | 'change' | 'dissolve' } | null
  >(null)
  if (found.isPending)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  const { domains, taskForces } = found.data
  const manages = may('organisation.manage')
  return (
    <Page
      title={t('organisation.command')}
      lede={<Link to="/organisation">{t('organisation.title')}</Link>}
      actions={
        manages && (
          <>
            <Button onClick={() => setOpen('force')}>{t('organisation.addForce')}</Button>
            <Button type="primary" onClick={() => setOpen('commander')}>
              {t('organisation.addCommander')}
            </Button>
          </>
        )
      }
    >
      <section aria-labelledby="domains-title">
        <h2 id="domains-title" className="organisation-heading">
          {t('organisation.domains')}
        </h2>
        {domains.length === 0 && <p className="panel organisation-hint">{t('organisation.noDomains')}</p>}
        <ul className="organisation-cards">
          {domains.map(({ domain, commanders, taskForces: forces }) => (
            <li key={domain} className="panel organisation-card">
              <h3>
                <Words>{domain}</Words>
              </h3>
              <Chain members={commanders} manages={manages} />
              {forces.length > 0 && (
                <p className="muted">
                  {taskForces
                    .filter((f) => forces.includes(f.id))
                    .map((f) => f.name)
                    .join('、')}
                </p>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="forces-title">
        <h2 id="forces-title" className="organisation-heading">
          {t('organisation.forces')}
        </h2>
        {taskForces.length === 0 && <p className="panel organisation-hint">{t('organisation.noForces')}</p>}
        <ul className="organisation-cards">
          {taskForces.map((force) => (
            <li key={force.id} className="panel organisation-card">
              <h3>
                <Words>{force.name}</Words>
              </h3>
              <p className="muted">
                <span className="mono">
                  {force.from} — {force.until ?? t('organisation.now')}
                </span>
                {force.note && (
                  <>
                    {' '}
                    · <Words>{force.note}</Words>
                  </>
                )}
              </p>
              <Chain members={force.members} manages={manages} />
              <p className="organisation-links">
                {force.bodies.map((body) => (
                  <Link key={body.id} to="/organisation/bodies/$bodyId" params={{ bodyId: body.id }}>
                    <Words>{body.name}</Words>
                  </Link>
                ))}
              </p>
              {manages && (
                <p className="organisation-links">
                  {force.until === null && (
                    <Button
                      size="small"
                      onClick={() => setOpen({ force, to: 'post' })}
                      aria-label={t('organisation.addPostIn', { name: force.name })}
                    >
                      {t('organisation.addPost')}
                    </Button>
                  )}
                  <Button
                    size="small"
                    onClick={() => setOpen({ force, to: 'change' })}
                    aria-label={t('organisation.changeOf', { name: force.name })}
                  >
                    {t('common.edit')}
                  </Button>
                  {force.until === null && (
                    <Button
                      size="small"
                      onClick={() => setOpen({ force, to: 'dissolve' })}
                      aria-label={t('organisation.dissolveOf', { name: force.name })}
                    >
                      {t('organisation.dissolve')}
                    </Button>
                  )}
                </p>
              )}
            </li>
          ))}
        </ul>
      </section>
      <Delegations />
      {open === 'commander' && <PostForm place="domain" onClose={() => setOpen(null)} />}
      {open !== null && typeof open === 'object' && open.to === 'post' && (
        <PostForm place={{ taskForceId: open.force.id }} onClose={() => setOpen(null)} />
      )}
      {(open === 'force' || (open !== null && typeof open === 'object' && open.to === 'change')) && (
        <ForceForm
          {...(open === 'force' ? {} : { force: open.force })}
          domains={domains.map((d) => d.domain)}
          bodies={all.data?.bodies ?? []}
          onClose={() => setOpen(null)}
        />
      )}
      {open !== null && typeof open === 'object' && open.to === 'dissolve' && (
        <Closing
          of="task-force"
          id={open.force.id}
          title={t('organisation.dissolveOf', { name: open.force.name })}
          dated
          onSave={(until) => change.mutateAsync({ id: open.force.id, until })}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  )
}

/** Who leads and who belongs, from the top down; former ones are left to the page of the body. */
function Chain({ members, manages }: { members: readonly Membership[]; manages: boolean }) {
  const { t } = useMessages()
  const current = members.filter((m) => m.current)
  if (current.length === 0) return <p className="organisation-missing">{t('organisation.noPeople')}</p>
  return (
    <ul className="organisation-chain">
      {current.map((m) => (
        <li key={m.id} className={m.post === 'commander' ? 'is-first' : ''}>
          <span className="organisation-post">{t(`organisation.post.${m.post}`)}</span>
          <Words>{m.person.displayName}</Words>
          {m.title && (
            <span className="muted">
              <Words>{m.title}</Words>
            </span>
          )}
          {manages && <EndPost post={m} />}
        </li>
      ))}
    </ul>
  )
}
