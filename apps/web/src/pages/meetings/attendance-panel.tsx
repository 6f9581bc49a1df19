import { MAJORITIES } from '@yingshang/ballot'
import type { MeetingDetail } from '@yingshang/server/contract'
import { useEffect } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { useVoters, type Voter } from './queries.ts'
import { shareSaid, thresholdSaid, yuanSaid } from './words.ts'

interface Sum {
  heads: number
  amount: number
  presentHeads: number
  presentAmount: number
}

/** Sums by class over claims that vote; `unsecured` holds all without a priority that was kept. */
function sums(voters: readonly Voter[]): ReadonlyMap<string, Sum> {
  const found = new Map<string, Sum>()
  const add = (name: string, voter: Voter, claims: Voter['claims']) => {
    const amount = claims.reduce((sum, claim) => sum + claim.amount, 0)
    if (amount === 0) return
    const sum = found.get(name) ?? { heads: 0, amount: 0, presentHeads: 0, presentAmount: 0 }
    sum.heads++
    sum.amount += amount
    if (voter.signedIn) {
      sum.presentHeads++
      sum.presentAmount += amount
    }
    found.set(name, sum)
  }
  for (const voter of voters) {
    const voting = voter.claims.filter((claim) => !claim.unaffected)
    add(
      'unsecured',
      voter,
      voting.filter((claim) => !claim.keepsPriority && claim.class !== 'investor'),
    )
    for (const name of new Set(voting.map((claim) => claim.class)))
      add(
        name,
        voter,
        voting.filter((claim) => claim.class === name),
      )
  }
  return found
}

const WIDTH = 600

/** 出席情况 by class as bars. The line: without so much of the amount signed in, nothing can pass. */
export function AttendancePanel({ meeting, signedIn }: { meeting: MeetingDetail; signedIn: number }) {
  const { t } = useMessages()
  const list = useVoters(meeting.id, {}, meeting.may.list)
  const { hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = list
  // biome-ignore lint/correctness/useExhaustiveDependencies: who signed in is looked up again when their number changes
  useEffect(() => void refetch(), [signedIn, refetch])
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const voters = list.data?.pages.flatMap((page) => page.items) ?? []
  const used = MAJORITIES.filter((one) => meeting.agenda.some((item) => item.resolution?.majority === one.id))
  const lines = [...new Map(used.map((one) => [`${one.amount.part}/${one.amount.of}`, one.amount])).values()]
  const rows = [...sums(voters)]
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.attendance')}>
      <h2>{t('meetings.attendance')}</h2>
      <p className="muted">{t('meetings.attendance.lede')}</p>
      {rows.map(([name, sum]) => {
        const words = t('meetings.attendance.words', {
          present: sum.presentHeads,
          heads: sum.heads,
          amount: yuanSaid(t, sum.presentAmount),
          total: yuanSaid(t, sum.amount),
          share: shareSaid(sum.presentAmount, sum.amount),
        })
        const label = name === 'unsecured' ? t('meetings.attendance.unsecured') : t(`meetings.class.${name as 'ordinary'}`)
        return (
          <div key={name} className="meeting-bar" data-class={name}>
            <p>
              <strong>{label}</strong>
            </p>
            <svg viewBox={`0 0 ${WIDTH} 30`} preserveAspectRatio="none" role="img" aria-label={`${label}：${words}`}>
              <rect x="0" y="6" width={WIDTH} height="18" className="bar-ground" />
              <rect x="0" y="6" width={(sum.presentAmount / sum.amount) * WIDTH} height="18" className="bar-present" />
              {lines.map(({ part, of }) => (
                <line
                  key={`${part}/${of}`}
                  x1={(part / of) * WIDTH}
                  x2={(part / of) * WIDTH}
                  y1="0"
                  y2="30"
                  className="bar-line"
                  vectorEffect="non-scaling-stroke"
                />
              ))}
            </svg>
            <p className="meeting-arithmetic mono">
              {words}
              {lines.map((line) => {
                const enough = sum.presentAmount * line.of >= sum.amount * line.part
                return (
                  <span key={`${line.part}/${line.of}`} className="meeting-mark" data-passed={enough}>
                    {enough ? '✓' : '✗'}{' '}
                    {t(enough ? 'meetings.attendance.enough' : 'meetings.attendance.short', { need: thresholdSaid(t, line) })}
                  </span>
                )
              })}
            </p>
          </div>
        )
      })}
    </section>
  )
}
