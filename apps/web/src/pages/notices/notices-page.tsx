import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented, Spin, Tag } from 'antd'
import { instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { type Show, useNotices, useRead } from './queries.ts'
import './notices.css'

const SHOWS: readonly Show[] = ['all', 'unread', 'read']

/** 通知: what the server told this person about their matters, newest first. */
export function NoticesPage() {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { show = 'all' } = useSearch({ from: '/notices' })
  const navigate = useNavigate({ from: '/notices' })
  const list = useNotices(show)
  const read = useRead()
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const unread = list.data?.pages[0]?.unread ?? 0
  const mark = (ids: readonly string[], done: string) => read.mutateAsync(ids).then(() => toast.done(done), toast.failed)
  return (
    <Page
      title={t('notice.title')}
      lede={t(unread === 0 ? 'notice.noneUnread' : 'notice.unread', { n: unread })}
      actions={
        <Button disabled={unread === 0} loading={read.isPending} onClick={() => void mark([], t('notice.allDone'))}>
          {t('notice.all')}
        </Button>
      }
    >
      <section className="panel notices" aria-label={t('notice.title')}>
        <Segmented<Show>
          aria-label={t('filter.title')}
          value={show}
          options={SHOWS.map((value) => ({ value, label: t(`notice.show.${value}`) }))}
          onChange={(next) => void navigate({ search: next === 'all' ? {} : { show: next }, replace: true })}
        />
        {list.isPending && (
          <div className="center">
            <Spin description={t('common.loading')} />
          </div>
        )}
        {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && <p className="muted notices-none">{t('notice.none')}</p>}
        <ul className="notice-list">
          {items.map((notice) => (
            <li key={notice.id} data-notice={notice.id} data-unread={notice.readAt === null || undefined}>
              <p className="notice-text">
                {notice.readAt === null && <Tag color="blue">{t('notice.show.unread')}</Tag>}
                <Words>{say(notice.text, locale)}</Words>
              </p>
              <p className="notice-foot">
                <span className="mono">{instant(notice.at)}</span>
                {notice.matter && (
                  <Link
                    to="/matters/$matterId"
                    params={{ matterId: notice.matter.id }}
                    onClick={() => notice.readAt === null && void read.mutateAsync([notice.id]).catch(toast.failed)}
                  >
                    <Words>{notice.matter.number ?? notice.matter.title}</Words>
                  </Link>
                )}
                {notice.readAt === null && (
                  <Button size="small" onClick={() => void mark([notice.id], t('notice.oneDone'))}>
                    {t('notice.one')}
                  </Button>
                )}
              </p>
            </li>
          ))}
        </ul>
        {list.isSuccess && <LoadMore list={list} shown={items.length} />}
      </section>
    </Page>
  )
}
