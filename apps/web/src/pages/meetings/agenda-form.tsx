import { MAJORITIES } from '@yingshang/ballot'
import type { BodyOf, MeetingDetail } from '@yingshang/server/contract'
import { Alert, Button, Checkbox, Form, Input, Select } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { useSteps } from './steps.ts'
import { cited } from './words.ts'

type ItemInput = NonNullable<BodyOf<'createMeeting'>['agenda']>[number]
type Resolution = NonNullable<ItemInput['resolution']>

const SUBJECTS = [
  'verification',
  'management',
  'realisation',
  'distribution',
  'reorganisationPlan',
  'settlement',
  'replacement',
  'other',
] as const
const CLASSES = ['secured', 'employee', 'socialInsurance', 'tax', 'ordinary', 'small', 'subordinate', 'investor'] as const

/** Which majority the law asks for, unless somebody chooses otherwise. */
const MAJORITY_OF: Partial<Record<Resolution['subject'], Resolution['majority']>> = {
  distribution: 'distributionPlan',
  reorganisationPlan: 'reorganisationPlan',
  settlement: 'settlement',
}

interface Row {
  id?: string
  title: string
  body: string
  votes: boolean
  subject: Resolution['subject']
  majority: Resolution['majority']
  classes: Resolution['classes']
  secondOf?: Resolution['secondOf']
}

const rowOf = (item: MeetingDetail['agenda'][number]): Row => ({
  id: item.id,
  title: item.title,
  body: item.body,
  votes: item.resolution !== null,
  subject: item.resolution?.subject ?? 'other',
  majority: item.resolution?.majority ?? 'ordinary',
  classes: item.resolution?.classes ?? [],
  ...(item.resolution?.secondOf ? { secondOf: item.resolution.secondOf } : {}),
})

const inputOf = (row: Row): ItemInput => ({
  ...(row.id ? { id: row.id } : {}),
  title: row.title,
  body: row.body ?? '',
  resolution: row.votes
    ? {
        subject: row.subject,
        majority: row.majority,
        ...(row.majority === 'reorganisationPlan' ? { classes: row.classes ?? [] } : {}),
        ...(row.secondOf ? { secondOf: row.secondOf } : {}),
      }
    : null,
})

const NEW: Row = { title: '', body: '', votes: true, subject: 'other', majority: 'ordinary', classes: [] }

/** 议程: items in their order, resolutions with their majority and its source. Nothing of it changes once the meeting is called. */
export function AgendaForm({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  const [form] = Form.useForm<{ items: Row[] }>()
  const { run, busy, trouble } = useSteps(meeting)
  const required = [{ required: true, whitespace: true, message: t('meetings.needed') }]
  const save = async ({ items }: { items: Row[] }) => {
    // Fields that are not shown are kept as they are.
    const all = form.getFieldsValue(true) as { items: Row[] }
    const saved = await run(
      'patch',
      '',
      { agenda: items.map((row, i) => inputOf({ ...all.items[i], ...row })) },
      t('meetings.agenda.saved'),
    )
    // New items have their ids now.
    if (saved) form.setFieldsValue({ items: saved.agenda.map(rowOf) })
  }
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.agenda')}>
      <h2>{t('meetings.agenda')}</h2>
      <Form
        form={form}
        name="agenda"
        layout="vertical"
        initialValues={{ items: meeting.agenda.map(rowOf) }}
        onFinish={(values) => void save(values)}
        onValuesChange={(changed: { items?: Partial<Row>[] }) => {
          const at = changed.items?.findIndex((row) => row?.subject !== undefined) ?? -1
          const subject = changed.items?.[at]?.subject
          if (subject) form.setFieldValue(['items', at, 'majority'], MAJORITY_OF[subject] ?? 'ordinary')
        }}
      >
        <Form.List name="items">
          {(fields, { add, remove, move }) => (
            <>
              {fields.map((field) => (
                <fieldset key={field.key} className="agenda-item">
                  <legend>{t('meetings.agenda.nth', { n: field.name + 1 })}</legend>
                  <Form.Item name={[field.name, 'title']} label={t('meetings.agenda.title')} rules={required}>
                    <Input maxLength={200} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'body']} label={t('meetings.item.body')}>
                    <Input.TextArea maxLength={20_000} autoSize={{ minRows: 2, maxRows: 10 }} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'votes']} valuePropName="checked">
                    <Checkbox>{t('meetings.agenda.votes')}</Checkbox>
                  </Form.Item>
                  <Form.Item noStyle shouldUpdate>
                    {() => {
                      const row = (form.getFieldValue(['items', field.name]) ?? NEW) as Row
                      if (!row.votes) return null
                      const majority = MAJORITIES.find((one) => one.id === row.majority)
                      return (
                        <div className="agenda-vote">
                          <Form.Item name={[field.name, 'subject']} label={t('meetings.agenda.subject')}>
                            <Select options={SUBJECTS.map((one) => ({ value: one, label: t(`meetings.subject.${one}`) }))} />
                          </Form.Item>
                          <Form.Item
                            name={[field.name, 'majority']}
                            label={t('meetings.item.majority')}
                            extra={majority && `${majority[locale]}（${cited(majority.source)}）`}
                          >
                            <Select
                              options={MAJORITIES.map((one) => ({ value: one.id, label: t(`meetings.majority.${one.id as 'ordinary'}`) }))}
                            />
                          </Form.Item>
                          {row.majority === 'reorganisationPlan' && (
                            <Form.Item
                              name={[field.name, 'classes']}
                              label={t('meetings.agenda.classes')}
                              rules={[{ required: true, message: t('meetings.needed') }]}
                            >
                              <Select mode="multiple" options={CLASSES.map((one) => ({ value: one, label: t(`meetings.class.${one}`) }))} />
                            </Form.Item>
                          )}
                          {row.secondOf && <p className="muted">{t('meetings.item.second')}</p>}
                        </div>
                      )
                    }}
                  </Form.Item>
                  <p className="meeting-line">
                    <Button size="small" disabled={field.name === 0} onClick={() => move(field.name, field.name - 1)}>
                      {t('meetings.agenda.up')}
                    </Button>
                    <Button size="small" disabled={field.name === fields.length - 1} onClick={() => move(field.name, field.name + 1)}>
                      {t('meetings.agenda.down')}
                    </Button>
                    <Button size="small" onClick={() => remove(field.name)}>
                      {t('meetings.agenda.remove', { n: field.name + 1 })}
                    </Button>
                  </p>
                </fieldset>
              ))}
              <Button onClick={() => add({ ...NEW })}>{t('meetings.agenda.add')}</Button>
            </>
          )}
        </Form.List>
        {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
        <p className="meeting-line meeting-end">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('meetings.agenda.save')}
          </Button>
        </p>
      </Form>
    </section>
  )
}
