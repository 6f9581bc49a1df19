import type { Membership } from '@yingshang/server/contract'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { today } from './kinds.ts'

/** Who held which post when, as bars along one line of time. The same is in the table beside it. */
export function PostLines({ members }: { members: readonly Membership[] }) {
  const { t } = useMessages()
  if (members.length === 0) return null
  const now = today()
  const start = Math.min(...members.map((m) => Date.parse(m.from)))
  const end = Math.max(Date.parse(now), ...members.map((m) => Date.parse(m.until ?? now)))
  // A year at least: a post of three days is not the whole of the picture.
  const from = Math.min(start, end - 365 * 86_400_000)
  const share = (date: string) => (100 * (Date.parse(date) - from)) / (end - from)
  return (
    <figure className="post-lines" aria-label={t('organisation.timeline')}>
      {members.map((m) => {
        // A post that began today is still to be seen.
        const [left, right] = [Math.min(share(m.from), 99), share(m.until ?? now)]
        return (
          <div key={m.id} className="post-line">
            <span className="post-who">
              <Words>{m.person.displayName}</Words>
              <span className="muted">{t(`organisation.post.${m.post}`)}</span>
            </span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect x={left} y={1} width={Math.max(1, right - left)} height={8} rx={1} className={m.current ? 'is-current' : 'is-past'} />
            </svg>
            <span className="post-days mono">
              {m.from} — {m.until ?? t('organisation.now')}
            </span>
          </div>
        )
      })}
    </figure>
  )
}
