import type { MeetingDetail } from '@yingshang/server/contract'
import { Alert, Button, Input, Select, Tag } from 'antd'
import { useDeferredValue, useState } from 'react'
import { LoadMore } from '../../components/load-more.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useVoters, type Voter } from './queries.ts'
import { useSteps } from './steps.ts'
import { AccountDialog } from './voter-account.tsx'
import { CorrectionDialog } from './voter-correction.tsx'
import { VoterTable } from './voter-table.tsx'
import { yuanSaid } from './words.ts'

const MISSING = ['account', 'identity', 'signIn'] as const

/** 表决名单: taken from the claims table; accounts, identities and recorded corrections. */
export function VotersPanel({ meeting }: { meeting: MeetingDetail }) {
  const { t } = useMessages()
  const [q, setQ] = useState('')
  const [missing, setMissing] = useState('')
  const asked = useDeferredValue(q.trim())
  const list = useVoters(meeting.id, { ...(asked === '' ? {} : { q: asked }), missing: missing === '' ? undefined : missing })
  const [account, setAccount] = useState<Voter | null>(null)
  const [correction, setCorrection] = useState<Voter | null>(null)
  const voters = list.data?.pages.flatMap((page) => page.items) ?? []
  const first = list.data?.pages[0]
  const early = meeting.status === 'draft' || meeting.status === 'called'
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.voters')}>
      <h2>{t('meetings.voters')}</h2>
      <p className="muted">{t('meetings.voters.lede')}</p>
      <div className="meeting-field">
        <Input
          aria-label={t('meetings.voters.search')}
          placeholder={t('meetings.voters.search')}
          value={q}
          allowClear
          onChange={(event) => setQ(event.target.value)}
        />
        <Select
          aria-label={t('meetings.voters.missing')}
          className="meeting-filter"
          value={missing}
          onChange={setMissing}
          options={[
            { value: '', label: t('meetings.voters.all') },
            ...MISSING.map((one) => ({ value: one, label: t(`meetings.voters.missing.${one}`) })),
          ]}
        />
        {early && meeting.may.prepare && <Refresh meeting={meeting} />}
      </div>
      {meeting.may.prepare && meeting.status !== 'closed' && meeting.status !== 'cancelled' && <VoterTable meeting={meeting.id} />}
      {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {first && <p>{t('meetings.voters.total', { n: first.total, amount: yuanSaid(t, first.amount) })}</p>}
      {voters.length > 0 && (
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('meetings.voter')}</th>
              <th scope="col">{t('meetings.voters.claims')}</th>
              <th scope="col">{t('meetings.voters.account')}</th>
              <th scope="col">{t('meetings.voters.state')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('common.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {voters.map((voter) => (
              <tr key={voter.id} data-voter={voter.name}>
                <th scope="row">
                  {voter.place}. <Words>{voter.name}</Words>
                  {voter.joint.length > 0 && (
                    <span className="cell-sub">{t('meetings.voters.joint', { names: voter.joint.map((one) => one.name).join('、') })}</span>
                  )}
                </th>
                <td data-label={t('meetings.voters.claims')}>
                  <div>
                    {voter.claims.map((claim) => (
                      <div key={claim.id}>
                        {t(`meetings.class.${claim.class}`)} {yuanSaid(t, claim.amount)}
                        {claim.provisional && ` · ${t('meetings.voters.provisional')}`}
                        {claim.keepsPriority && ` · ${t('meetings.voters.keepsPriority')}`}
                      </div>
                    ))}
                  </div>
                </td>
                <td data-label={t('meetings.voters.account')}>
                  <div>
                    {voter.login ?? <Tag className="doubt-tag">{t('meetings.voters.noAccount')}</Tag>}{' '}
                    {!voter.identityKnown && <Tag className="doubt-tag">{t('meetings.voters.noIdentity')}</Tag>}
                  </div>
                </td>
                <td data-label={t('meetings.voters.state')}>
                  {voter.signedIn ? t('meetings.voters.signedIn', { n: voter.voted }) : t('meetings.voters.notSignedIn')}
                </td>
                <td className="cell-actions">
                  {meeting.may.prepare && (
                    <Button
                      size="small"
                      aria-label={t('meetings.voters.accountOf', { name: voter.name })}
                      onClick={() => setAccount(voter)}
                    >
                      {t('meetings.voters.setAccount')}
                    </Button>
                  )}{' '}
                  {meeting.may.prepare && early && (
                    <Button
                      size="small"
                      aria-label={t('meetings.voters.correctOf', { name: voter.name })}
                      onClick={() => setCorrection(voter)}
                    >
                      {t('meetings.voters.correct')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {voters.length > 0 && <LoadMore list={list} shown={voters.length} total={first?.total} />}
      {account && <AccountDialog meeting={meeting.id} voter={account} onClose={() => setAccount(null)} />}
      {correction && <CorrectionDialog meeting={meeting.id} voter={correction} onClose={() => setCorrection(null)} />}
    </section>
  )
}

/** Takes claims and amounts from the claims table again, with the reason that is recorded. */
function Refresh({ meeting }: { meeting: MeetingDetail }) {
  const { t } = useMessages()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const { run, busy, trouble } = useSteps(meeting)
  if (!open) return <Button onClick={() => setOpen(true)}>{t('meetings.voters.refresh')}</Button>
  return (
    <div className="meeting-refresh">
      <Input
        aria-label={t('meetings.voters.refreshReason')}
        placeholder={t('meetings.voters.refreshReason')}
        value={reason}
        maxLength={200}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        type="primary"
        loading={busy}
        disabled={reason.trim().length < 2}
        onClick={() =>
          void run('post', '/voters/refresh', { reason: reason.trim() }, t('meetings.voters.refreshed')).then(
            (done) => done && setOpen(false),
          )
        }
      >
        {t('meetings.voters.refresh')}
      </Button>
      <Button onClick={() => setOpen(false)}>{t('common.cancel')}</Button>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
    </div>
  )
}
