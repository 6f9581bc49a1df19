import { Link, useParams } from '@tanstack/react-router'
import type { MatterDetail } from '@yingshang/server/contract'
import { Spin, Switch, Tag } from 'antd'
import { useId } from 'react'
import { ApiError } from '../../api/client.ts'
import { useFollow, useMatter, useProcedure, useTimeline } from '../../api/matters.ts'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { BankruptcyLinks } from '../bankruptcy/bankruptcy-links.tsx'
import { bookOf } from '../forms/definition-book.ts'
import { say } from '../forms/value.tsx'
import { CaseMeetings } from '../meetings/case-meetings.tsx'
import { CaseChoices } from '../registers/case-choices.tsx'
import { Actions } from './actions.tsx'
import { Clocks } from './clocks.tsx'
import { Documents } from './documents.tsx'
import { Facts } from './facts.tsx'
import { MatterContext } from './matter-context.ts'
import { Migrations } from './migrations.tsx'
import { Parties } from './parties.tsx'
import { Registers } from './registers.tsx'
import { MatterTasks } from './tasks.tsx'
import { Timeline } from './timeline.tsx'
import { Tracks } from './tracks.tsx'
import './matters.css'

/** 案件: one matter of any procedure. */
export function MatterPage() {
  const { t } = useMessages()
  const { matterId } = useParams({ from: '/matters/$matterId' })
  const matter = useMatter(matterId)
  const procedure = useProcedure(matter.data?.summary.procedure.id, matter.data?.summary.procedure.version)
  const error = matter.isError && !matter.data ? matter : procedure.isError && !procedure.data ? procedure : null
  if (error)
    return (
      <Page title={t('matter.title')}>
        <Trouble error={error.error} retry={() => void error.refetch()} />
      </Page>
    )
  if (!matter.data || !procedure.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  return (
    <MatterContext.Provider value={{ matter: matter.data, definition: procedure.data, book: bookOf(procedure.data) }}>
      <Whole key={matterId} matter={matter.data} />
    </MatterContext.Provider>
  )
}

function Whole({ matter }: { matter: MatterDetail }) {
  const { t, locale } = useMessages()
  const { summary } = matter
  const title = locale === 'zh' ? summary.title : summary.titleEn
  // An action may end one's own part, like a complaint that was returned: the answer is the last that one sees of it.
  const { error } = useTimeline(summary.id)
  if (error instanceof ApiError && error.code === 'matter.not-found')
    return (
      <Page title={title}>
        <p className="panel matter-left" role="status">
          {t('matter.left')} <Link to="/desk">{t('matter.toTasks')}</Link>
        </p>
      </Page>
    )
  return (
    <Page title={title} lede={<Head matter={matter} />} actions={<FollowSwitch matter={matter} />}>
      <Tracks />
      <BankruptcyLinks matter={matter} />
      <CaseChoices matter={matter} />
      <CaseMeetings matter={matter} />
      <div className="matter-columns">
        <div className="matter-main">
          <Migrations />
          <Actions />
          <Clocks />
          <Registers />
          <Timeline />
        </div>
        <aside className="matter-side" aria-label={t('matter.side')}>
          <MatterTasks />
          <Facts />
          <Documents />
          <Parties />
          <p className="matter-foot">
            <Link to="/receipt">{t('matter.checkReceipt')}</Link>
          </p>
        </aside>
      </div>
    </Page>
  )
}

function Head({ matter }: { matter: MatterDetail }) {
  const { t, locale } = useMessages()
  const { summary } = matter
  const { definition } = { definition: summary.procedure }
  return (
    <span className="matter-head">
      {summary.number && <Words>{summary.number}</Words>}
      <span>{t('matter.procedure', { title: say(definition.title, locale), version: definition.version })}</span>
      <span>{t('matter.step', { n: summary.seq })}</span>
      {summary.ended && <Tag>{t('matter.ended')}</Tag>}
      {summary.flags.map((flag) => (
        <Tag key={flag.flag} className="doubt-tag" title={t('matter.since', { day: day(flag.since, locale) })}>
          {say(flag.title, locale)}
        </Tag>
      ))}
    </span>
  )
}

function FollowSwitch({ matter }: { matter: MatterDetail }) {
  const { t } = useMessages()
  const toast = useToast()
  const follow = useFollow()
  const { id, following } = matter.summary
  const switchId = useId()
  return (
    <span className="follow-switch">
      <Switch
        id={switchId}
        checked={following}
        loading={follow.isPending}
        onChange={(next) =>
          follow
            .mutateAsync({ id, following: next })
            .then(() => toast.done(t(next ? 'matter.followed' : 'matter.unfollowed')), toast.failed)
        }
      />
      <label htmlFor={switchId}>{t('matter.follow')}</label>
    </span>
  )
}
