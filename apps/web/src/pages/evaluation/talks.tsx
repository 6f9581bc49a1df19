import { Link } from '@tanstack/react-router'
import type { Talk, TalkPromise } from '@yingshang/server/contract'
import { Alert, Button, Spin, Tag } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { day, instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { useTalks } from './queries.ts'
import { PromiseDialog, RecordDialog } from './talk-dialogs.tsx'

/** 约谈: who is called in and why, what was said and promised, what became of it. With `talk`, that one alone. */
export function Talks({ talk }: { talk: string | undefined }) {
  const { t } = useMessages()
  const talks = useTalks(talk)
  if (talks.isPending) return <Spin description={t('common.loading')} />
  if (!talks.data) return <Trouble error={talks.error} retry={() => void talks.refetch()} />
  const items = talks.data.pages.flatMap((page) => page.items)
  return (
    <>
      {talk !== undefined && (
        <p>
          <Link to="/evaluation" search={{ view: 'talks' }} className="plan-link">
            {t('scores.allTalks')}
          </Link>
        </p>
      )}
      {items.length === 0 && <p className="panel list-none">{t('scores.noTalks')}</p>}
      {items.map((one) => (
        <OneTalk key={one.id} talk={one} focus={one.id === talk} />
      ))}
      {items.length > 0 && <LoadMore list={talks} shown={items.length} />}
    </>
  )
}

function OneTalk({ talk, focus }: { talk: Talk; focus: boolean }) {
  const { t, locale } = useMessages()
  const [recording, setRecording] = useState(false)
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (focus) head.current?.focus()
  }, [focus])
  return (
    <article className="panel scores-objection" data-talk={talk.status} aria-label={talk.body.name}>
      <h3 ref={head} tabIndex={-1}>
        <Words>{talk.body.name}</Words> <Tag className={talk.status === 'due' ? 'scores-talk' : ''}>{t(`scores.talk.${talk.status}`)}</Tag>
      </h3>
      <p>
        <Link to="/evaluation" search={{ result: talk.result.id, body: talk.body.id }} className="plan-link">
          <Words>{talk.result.title}</Words>
        </Link>{' '}
        · {talk.reasons.map((reason) => say(reason, locale)).join(locale === 'zh' ? '、' : ', ')} ·{' '}
        <span className="mono">{instant(talk.calledAt)}</span>
      </p>
      {talk.held && (
        <>
          <p>
            {t('scores.talkHeld', { day: day(talk.held.on, locale), by: talk.held.by, who: talk.held.attended })}
            {talk.recordedBy && ` · ${t('scores.recordedBy', { who: talk.recordedBy.displayName })}`}
          </p>
          <p className="scores-words">
            <Words>{talk.held.points}</Words>
          </p>
        </>
      )}
      {talk.reason && <Alert type="info" showIcon title={t('scores.talkNotHeld', { reason: talk.reason })} />}
      {talk.promises.length > 0 && <Promises talk={talk} />}
      {talk.mayRecord && (
        <Button type="primary" aria-label={t('scores.recordTalkOf', { body: talk.body.name })} onClick={() => setRecording(true)}>
          {t('scores.recordTalk')}
        </Button>
      )}
      {recording && <RecordDialog talk={talk} onClose={() => setRecording(false)} />}
    </article>
  )
}

function Promises({ talk }: { talk: Talk }) {
  const { t, locale } = useMessages()
  const [open, setOpen] = useState<{ promise: TalkPromise; act: 'report' | 'settle' } | null>(null)
  return (
    <>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('scores.promise')}</th>
            <th scope="col">{t('scores.promiseDue')}</th>
            <th scope="col">{t('scores.promiseSaid')}</th>
            <th scope="col">{t('scores.promiseFate')}</th>
          </tr>
        </thead>
        <tbody>
          {talk.promises.map((promise) => (
            <tr key={promise.number}>
              <th scope="row">
                <Words>{promise.words}</Words>
              </th>
              <td data-label={t('scores.promiseDue')} className="mono">
                {day(promise.dueOn, locale)}
              </td>
              <td data-label={t('scores.promiseSaid')}>
                <Words>{promise.said?.words ?? '—'}</Words>{' '}
                {promise.mayReport && (
                  <Button
                    size="small"
                    aria-label={t('scores.reportPromiseOf', { n: promise.number })}
                    onClick={() => setOpen({ promise, act: 'report' })}
                  >
                    {t('scores.reportPromise')}
                  </Button>
                )}
              </td>
              <td data-label={t('scores.promiseFate')}>
                {promise.settled ? (
                  <>
                    <Tag>{t(promise.settled.kept ? 'scores.kept' : 'scores.notKept')}</Tag> {day(promise.settled.on, locale)}{' '}
                    <Words>{promise.settled.words}</Words>
                  </>
                ) : (
                  <Tag>{t(promise.late ? 'scores.promiseLate' : 'scores.promiseOpen')}</Tag>
                )}{' '}
                {promise.maySettle && (
                  <Button
                    size="small"
                    aria-label={t('scores.settlePromiseOf', { n: promise.number })}
                    onClick={() => setOpen({ promise, act: 'settle' })}
                  >
                    {t('scores.settlePromise')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {open && <PromiseDialog talk={talk.id} promise={open.promise} act={open.act} onClose={() => setOpen(null)} />}
    </>
  )
}
