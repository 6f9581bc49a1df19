import { useNavigate, useSearch } from '@tanstack/react-router'
import type { MeetingDetail } from '@yingshang/server/contract'
import { Alert, Button, Form, Select, Spin } from 'antd'
import { useRef, useState } from 'react'
import { ApiError, idempotencyKey } from '../../api/client.ts'
import { useMatter } from '../../api/matters.ts'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useClaims } from '../bankruptcy/queries.ts'
import { localOf } from '../registers/words.ts'
import { PlanFields, type PlanValues, planBody, planOf } from './plan-fields.tsx'
import { useCreateMeeting, useMeeting } from './queries.ts'
import { secondVotes } from './second-vote.ts'
import { yuanSaid } from './words.ts'
import './meetings.css'

interface Values extends PlanValues {
  kind: 'first' | 'later'
  by: 'court' | 'administrator' | 'committee' | 'creditors'
  claims?: string[]
}

const BY = ['court', 'administrator', 'committee', 'creditors'] as const

/** 筹备会议: a draft that is then filled with an agenda. `second`: a meeting whose refused items are voted on once more. */
export function MeetingNewPage() {
  const { t } = useMessages()
  const { matter, second } = useSearch({ from: '/meetings/new' })
  const of = useMatter(matter ?? '')
  const before = useMeeting(second ?? '')
  if (matter === undefined || of.isError)
    return (
      <Page title={t('meetings.new')}>
        <Trouble error={of.error ?? t('meetings.none')} />
      </Page>
    )
  if (!of.data || (second !== undefined && before.isPending))
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  return (
    <Page title={t('meetings.new')} lede={<Words>{of.data.summary.title}</Words>}>
      <NewForm matter={matter} before={second === undefined ? null : (before.data ?? null)} />
    </Page>
  )
}

function NewForm({ matter, before }: { matter: string; before: MeetingDetail | null }) {
  const { t, locale } = useMessages()
  const navigate = useNavigate()
  const [form] = Form.useForm<Values>()
  const by = Form.useWatch('by', form)
  const claims = useClaims(matter).data?.rows ?? []
  const create = useCreateMeeting(matter)
  const key = useRef(idempotencyKey())
  const [trouble, setTrouble] = useState<string | null>(null)
  const again = before === null ? [] : secondVotes(t, before)
  const send = async ({ kind, by: proposer, claims: asking, ...plan }: Values) => {
    setTrouble(null)
    try {
      const meeting = await create.mutateAsync({
        ...planBody(plan),
        kind,
        proposal: { by: proposer, ...(proposer === 'creditors' ? { claims: asking ?? [] } : {}) },
        agenda: [...again],
        key: key.current,
      })
      void navigate({ to: '/meetings/$meetingId', params: { meetingId: meeting.id } })
    } catch (error) {
      key.current = idempotencyKey()
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    }
  }
  const initial: Partial<Values> = before
    ? { ...planOf(before), title: t('meetings.second.title', { title: before.title }), kind: 'later', by: 'court' }
    : {
        title: t('meetings.kind.first'),
        kind: 'first',
        by: 'court',
        mode: 'online',
        place: '',
        chairName: '',
        chairLogin: '',
        recorderLogin: '',
        tallyShown: false,
        present: 'signIn',
        splitHead: 'largerAmount',
        changeUntilClose: true,
      }
  const soon = new Date(Date.now() + 20 * 86_400_000)
  return (
    <Form<Values>
      form={form}
      name="meeting"
      layout="vertical"
      initialValues={{ ...initial, startsAt: `${localOf(soon).slice(0, 10)}T09:30` }}
      onFinish={(values) => void send(values)}
    >
      <section className="panel meeting-panel" aria-label={t('meetings.facts')}>
        {again.length > 0 && (
          <Alert type="info" showIcon title={t('meetings.second.of', { titles: again.map((item) => item.title).join('、') })} />
        )}
        <div className="meeting-form">
          <Form.Item name="kind" label={t('meetings.plan.kind')} extra={t('meetings.plan.kindHelp')}>
            <Select options={(['first', 'later'] as const).map((one) => ({ value: one, label: t(`meetings.kind.${one}`) }))} />
          </Form.Item>
          <Form.Item name="by" label={t('meetings.proposal')}>
            <Select options={BY.map((one) => ({ value: one, label: t(`meetings.proposal.${one}`) }))} />
          </Form.Item>
          {by === 'creditors' && (
            <Form.Item
              name="claims"
              label={t('meetings.plan.claims')}
              extra={t('meetings.plan.claimsHelp')}
              rules={[{ required: true, message: t('meetings.needed') }]}
            >
              <Select
                mode="multiple"
                optionFilterProp="label"
                options={claims.map((claim) => ({ value: claim.id, label: `${claim.creditor} ${yuanSaid(t, claim.filed)}` }))}
              />
            </Form.Item>
          )}
          <PlanFields />
        </div>
        {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
        <p className="meeting-line meeting-end">
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t('meetings.plan.create')}
          </Button>
        </p>
      </section>
    </Form>
  )
}
