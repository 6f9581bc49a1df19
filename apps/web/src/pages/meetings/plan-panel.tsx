import type { MeetingDetail } from '@yingshang/server/contract'
import { Alert, Button, Form } from 'antd'
import { useState } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { MeetingFacts } from './meeting-facts.tsx'
import { PlanFields, type PlanValues, planBody, planOf } from './plan-fields.tsx'
import { useSteps } from './steps.ts'

/** The arrangements while they can still be changed. */
export function PlanPanel({ meeting }: { meeting: MeetingDetail }) {
  const { t } = useMessages()
  const [open, setOpen] = useState(false)
  const { run, busy, trouble } = useSteps(meeting)
  const save = (values: PlanValues) => run('patch', '', planBody(values), t('meetings.plan.saved')).then((done) => done && setOpen(false))
  if (!open)
    return (
      <MeetingFacts meeting={meeting}>
        <Button onClick={() => setOpen(true)}>{t('meetings.plan.change')}</Button>
      </MeetingFacts>
    )
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.facts')}>
      <h2>{t('meetings.facts')}</h2>
      <Form<PlanValues> name="plan" layout="vertical" initialValues={planOf(meeting)} onFinish={(values) => void save(values)}>
        <div className="meeting-form">
          <PlanFields />
        </div>
        {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
        <p className="meeting-line meeting-end">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('common.save')}
          </Button>
          <Button onClick={() => setOpen(false)}>{t('common.cancel')}</Button>
        </p>
      </Form>
    </section>
  )
}
