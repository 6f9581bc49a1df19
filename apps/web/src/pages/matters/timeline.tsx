import type { MatterDetail, TimelineItem } from '@yingshang/server/contract'
import { Button, Spin, Tag } from 'antd'
import { useMemo } from 'react'
import { download } from '../../api/client.ts'
import { matterPath, useTimeline } from '../../api/matters.ts'
import { instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import type { Kind } from '../forms/definition-book.ts'
import { say, Value } from '../forms/value.tsx'
import { useOpened } from './matter-context.ts'
import { Section } from './section.tsx'

/** Everything that was done, newest first, with before and after, and a receipt for each. */
export function Timeline() {
  const { t } = useMessages()
  const { matter } = useOpened()
  const list = useTimeline(matter.summary.id)
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={t('timeline.title')}>
      {list.isPending && <Spin description={t('common.loading')} />}
      {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
      <ol className="timeline">
        {items.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ol>
      {list.isSuccess && <LoadMore list={list} shown={items.length} total={matter.summary.seq} />}
    </Section>
  )
}

function Item({ item }: { item: TimelineItem }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { session, may } = useSession()
  const { matter, definition, book } = useOpened()
  const path = `${matterPath(matter.summary.id)}/actions/${encodeURIComponent(item.id)}/receipt`
  const receipt = () => download(path, `receipt-${item.seq}.tlog-proof`).then(() => toast.announce(t('timeline.receiptDone')), toast.failed)
  const own = item.by.id === session.user.id
  const mayReceipt = own || may('matter.all') || matter.summary.myRoles.includes('judge')
  const roles = item.roles.map((id) => say(definition.roles.find((r) => r.id === id)?.title ?? { zh: id, en: id }, locale))
  return (
    <li className="timeline-item" data-seq={item.seq}>
      <div className="timeline-head">
        <span className="timeline-seq mono">{item.seq}</span>
        <h3>{say(item.label, locale)}</h3>
        {item.corrects && <Tag color="blue">{t('timeline.correction')}</Tag>}
        <span className="side-sub">
          <span className="mono">{instant(item.at)}</span>
          <span>
            {item.by.id === null ? t('timeline.system') : <Words>{item.by.displayName}</Words>}
            {roles.length > 0 && `（${roles.join(locale === 'zh' ? '、' : ', ')}）`}
          </span>
          {item.on !== chinaDay(item.at) && <span>{t('timeline.on', { day: item.on })}</span>}
        </span>
      </div>
      {item.values.length > 0 && (
        <dl className="facts timeline-values">
          {item.values.map((value) => (
            <div key={value.field}>
              <dt>{say(value.label, locale)}</dt>
              <dd>
                <Value
                  value={value.value}
                  kind={kindOr(book.kind(value.field), value.type)}
                  matter={matter.summary.id}
                  fields={book.field(value.field)?.fields}
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {item.changes.length > 0 && (
        <details className="timeline-changes">
          <summary>{t('timeline.changes', { n: item.changes.length })}</summary>
          <ul>
            {item.changes.map((change, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: changes of a recorded action never move
              <li key={i} className="change-line">
                <span className="change-what">
                  {t(changeKind(change.kind))} · {say(change.what, locale)}
                </span>
                <Before change={change} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className="timeline-foot">
        {item.sealed === null ? (
          <span className="muted">{t('timeline.unsealed')}</span>
        ) : (
          <span className="muted">{t('timeline.sealed', { n: item.sealed })}</span>
        )}
        <code className="timeline-digest" title={item.digest}>
          {item.digest.slice(0, 16)}…
        </code>
        {mayReceipt && (
          <Button size="small" onClick={() => void receipt()} aria-label={t('timeline.receiptOf', { n: item.seq })}>
            {t('timeline.receipt')}
          </Button>
        )}
      </div>
    </li>
  )
}

const chinaDay = (at: string): string => instant(at).slice(0, 10)
const kindOr = (kind: Kind, type: string): Kind => (kind.type === 'unknown' ? { type: type as Kind['type'] } : kind)

type Change = TimelineItem['changes'][number]

const KINDS = {
  stage: 'change.stage',
  flag: 'change.flag',
  fact: 'change.fact',
  entry: 'change.entry',
  document: 'change.document',
} as const

const changeKind = (kind: string) => (kind in KINDS ? KINDS[kind as keyof typeof KINDS] : 'change.clock')

function Before({ change }: { change: Change }) {
  const { locale } = useMessages()
  const { matter, book } = useOpened()
  if (change.kind === 'document') return null
  if (change.kind === 'entry') return <EntryChange change={change} />
  // Names of stages come in Chinese; the definition knows them in both languages.
  const stageName = (name: unknown) => {
    const stage = matter.tracks.flatMap((track) => track.stages).find((s) => s.title.zh === name)
    return stage ? say(stage.title, locale) : name
  }
  const kind: Kind =
    change.kind === 'fact' ? book.kindByLabel(change.what.zh) : change.kind.startsWith('clock') ? { type: 'date' } : { type: 'unknown' }
  const shown = (value: unknown) => (
    <Value value={change.kind === 'stage' ? stageName(value) : value} kind={kind} matter={matter.summary.id} />
  )
  if (change.before === null && change.after === null) return null
  return (
    <span className="change-values">
      {change.before !== null && (
        <>
          <del>{shown(change.before)}</del> →{' '}
        </>
      )}
      <ins>{shown(change.after)}</ins>
    </span>
  )
}

/** A row of a register: the properties that are not as before. */
function EntryChange({ change }: { change: Change }) {
  const { locale } = useMessages()
  const { matter, book } = useOpened()
  const register = matter.registers.find((r) => r.title.zh === change.what.zh)
  const before = (change.before ?? {}) as Record<string, unknown>
  const after = (change.after ?? {}) as Record<string, unknown>
  const people = new Map(matter.parties.map((p) => [p.user.id, p.user.displayName]))
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (id) => JSON.stringify(before[id]) !== JSON.stringify(after[id]),
  )
  const shown = (id: string, value: unknown) => {
    const kind: Kind = register ? book.column(register.register, id) : { type: 'unknown' }
    return kind.type === 'person' ? <Words>{people.get(String(value)) ?? '—'}</Words> : <Value value={value} kind={kind} />
  }
  return (
    <ul className="change-entry">
      {changed.map((id) => (
        <li key={id}>
          {say(register?.properties.find((p) => p.id === id)?.title ?? { zh: id, en: id }, locale)}：
          {before[id] !== undefined && (
            <>
              <del>{shown(id, before[id])}</del> →{' '}
            </>
          )}
          <ins>{shown(id, after[id])}</ins>
        </li>
      ))}
    </ul>
  )
}

/** Stages that the loaded part of the record shows as passed: `track/stage`. */
export function useVisited(matter: MatterDetail): ReadonlySet<string> {
  const list = useTimeline(matter.summary.id)
  return useMemo(() => {
    const seen = new Set<string>()
    for (const item of list.data?.pages.flatMap((page) => page.items) ?? [])
      for (const change of item.changes)
        if (change.kind === 'stage') {
          const track = matter.tracks.find((one) => one.title.zh === change.what.zh)
          for (const name of [change.before, change.after]) {
            const stage = track?.stages.find((s) => s.title.zh === name)
            if (track && stage) seen.add(`${track.track}/${stage.stage}`)
          }
        }
    return seen
  }, [list.data, matter.tracks])
}
