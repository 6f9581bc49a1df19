import { Button, Form, Input, Radio, Select } from 'antd'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'

interface Answer {
  accepts: boolean
  has: boolean
  interests: string
  reason: string
}

/** Accepting with a declaration of interests, or declining with a reason. */
export function AnswerForm({ label, busy, onSend }: { label: string; busy: boolean; onSend: (body: object) => Promise<boolean> }) {
  const { t } = useMessages()
  const [form] = Form.useForm()
  const accepts: boolean = Form.useWatch('accepts', form) ?? true
  const has: boolean = Form.useWatch('has', form) ?? false
  return (
    <Form
      form={form}
      name={`answer-${label}`}
      layout="vertical"
      className="draw-step"
      initialValues={{ accepts: true, interests: '', reason: '' }}
      onFinish={({ accepts, has, interests, reason }: Answer) =>
        void onSend(
          accepts ? { accepts, interests: { has, text: has ? interests.trim() : '' }, reason: '' } : { accepts, interests: null, reason },
        )
      }
    >
      <strong>
        {t('draws.answerOf')} <Words>{label}</Words>
      </strong>
      <Form.Item name="accepts" label={t('draws.answer')}>
        <Select
          options={[
            { value: true, label: t('draws.accepts') },
            { value: false, label: t('draws.declines') },
          ]}
        />
      </Form.Item>
      {accepts ? (
        <>
          <Form.Item
            name="has"
            label={t('draws.interests')}
            extra={t('draws.interestsHelp')}
            rules={[{ required: true, message: t('draws.interestsNeeded') }]}
          >
            <Radio.Group
              options={[
                { value: false, label: t('draws.interestsNone') },
                { value: true, label: t('draws.interestsSome') },
              ]}
            />
          </Form.Item>
          {has && (
            <Form.Item
              name="interests"
              label={t('draws.interestsWhat')}
              rules={[{ required: true, whitespace: true, message: t('registers.needed') }]}
            >
              <Input.TextArea autoSize={{ minRows: 2 }} maxLength={4000} />
            </Form.Item>
          )}
        </>
      ) : (
        <Form.Item name="reason" label={t('registers.reason')} rules={[{ required: true, message: t('registers.needed') }]}>
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} />
        </Form.Item>
      )}
      <Button htmlType="submit" type="primary" loading={busy}>
        {t('draws.answerGo')}
      </Button>
    </Form>
  )
}

/** A step that needs nothing but a reason. */
export function ReasonForm(props: {
  name: string
  lede: string
  initial: string
  action: string
  primary?: boolean
  busy: boolean
  onSend: (reason: string) => Promise<boolean>
}) {
  const { t } = useMessages()
  return (
    <Form
      name={props.name}
      layout="vertical"
      initialValues={{ reason: props.initial }}
      onFinish={(values: { reason: string }) => void props.onSend(values.reason)}
    >
      <p className="muted">{props.lede}</p>
      <Form.Item name="reason" label={t('registers.reason')} rules={[{ required: true, message: t('registers.needed') }]}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
      <Button htmlType="submit" type={props.primary ? 'primary' : 'default'} loading={props.busy}>
        {props.action}
      </Button>
    </Form>
  )
}
