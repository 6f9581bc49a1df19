import type { MeetingDetail } from '@yingshang/server/contract'
import { Checkbox, Form, Input, Select } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { localOf, momentOf } from '../registers/words.ts'

/** The arrangements of a meeting as a form has them. */
export interface PlanValues {
  title: string
  mode: 'online' | 'hybrid'
  place: string
  /** China time, as an input of type datetime-local has it. */
  startsAt: string
  chairName: string
  chairLogin: string
  recorderLogin: string
  tallyShown: boolean
  present: 'signIn' | 'vote'
  splitHead: 'none' | 'largerAmount'
  changeUntilClose: boolean
}

export const planOf = (meeting: MeetingDetail): PlanValues => ({
  title: meeting.title,
  mode: meeting.mode,
  place: meeting.place,
  startsAt: localOf(new Date(meeting.startsAt)),
  chairName: meeting.chair.name,
  chairLogin: meeting.chair.login ?? '',
  recorderLogin: meeting.recorder?.login ?? '',
  tallyShown: meeting.tallyShown,
  ...meeting.rules,
})

const loginOf = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text.trim())

/** What is sent of them. */
export const planBody = ({ startsAt, present, splitHead, changeUntilClose, chairLogin, recorderLogin, ...rest }: PlanValues) => ({
  ...rest,
  place: rest.place ?? '',
  startsAt: momentOf(startsAt),
  chairLogin: loginOf(chairLogin),
  recorderLogin: loginOf(recorderLogin),
  rules: { present, splitHead, changeUntilClose },
})

export function PlanFields() {
  const { t } = useMessages()
  const required = [{ required: true, whitespace: true, message: t('meetings.needed') }]
  return (
    <>
      <Form.Item name="title" label={t('meetings.plan.title')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="startsAt" label={t('meetings.plan.startsAt')} extra={t('meetings.plan.startsAtHelp')} rules={required}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name="mode" label={t('meetings.plan.mode')}>
        <Select options={(['online', 'hybrid'] as const).map((one) => ({ value: one, label: t(`meetings.mode.${one}`) }))} />
      </Form.Item>
      <Form.Item name="place" label={t('meetings.place')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="chairName" label={t('meetings.chair')} extra={t('meetings.plan.chairHelp')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="chairLogin" label={t('meetings.plan.chairLogin')} extra={t('meetings.plan.chairLoginHelp')}>
        <Input maxLength={64} />
      </Form.Item>
      <Form.Item name="recorderLogin" label={t('meetings.plan.recorderLogin')}>
        <Input maxLength={64} />
      </Form.Item>
      <Form.Item name="present" label={t('meetings.rules.present')}>
        <Select options={(['signIn', 'vote'] as const).map((one) => ({ value: one, label: t(`meetings.rules.present.${one}`) }))} />
      </Form.Item>
      <Form.Item name="splitHead" label={t('meetings.rules.splitHead')}>
        <Select options={(['largerAmount', 'none'] as const).map((one) => ({ value: one, label: t(`meetings.rules.splitHead.${one}`) }))} />
      </Form.Item>
      <div>
        <Form.Item name="changeUntilClose" valuePropName="checked" noStyle>
          <Checkbox>{t('meetings.rules.change')}</Checkbox>
        </Form.Item>
        <br />
        <Form.Item name="tallyShown" valuePropName="checked" noStyle>
          <Checkbox>{t('meetings.plan.tallyShown')}</Checkbox>
        </Form.Item>
      </div>
    </>
  )
}
