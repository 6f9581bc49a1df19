import { useNavigate, useSearch } from '@tanstack/react-router'
import type { BodyOf } from '@yingshang/server/contract'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { Page } from '../../components/page.tsx'
import { useMessages } from '../../messages/index.tsx'
import { KindSelect } from './kind-choice.tsx'
import { useOpenChoice, useRegisters, useRoster } from './queries.ts'
import { said } from './words.ts'
import './registers.css'

interface Values {
  method: 'competitive' | 'recommended'
  title: string
  competitors?: string[]
  members?: string
  entry?: string
  recommenders?: string
  whole?: string
}

/** Yuan as typed, in fen; NaN where it is no amount. */
const fen = (text: string): number =>
  /^\d+(\.\d{1,2})?$/.test(text.replace(/[,，\s]/g, '')) ? Math.round(Number(text.replace(/[,，\s]/g, '')) * 100) : Number.NaN

const lines = (text: string | undefined) =>
  (text ?? '')
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean)

function bodyOf(values: Values, kind: string, matter: string | undefined): BodyOf<'openChoice'> {
  const common = { kind, matter: matter ?? null, title: values.title }
  if (values.method === 'competitive')
    return {
      method: 'competitive',
      ...common,
      competitors: values.competitors ?? [],
      members: lines(values.members).map((login) => ({ login })),
    }
  return {
    method: 'recommended',
    ...common,
    entry: values.entry ?? '',
    recommenders: lines(values.recommenders).map((line) => {
      const [, name, amount] = /^(.*\S)\s+([\d.,，]+)$/.exec(line) ?? [null, line, '']
      return { name: name!, amount: fen(amount!) }
    }),
    whole: fen(values.whole ?? ''),
  }
}

/** Opens a competition before a committee, or puts a recommendation of main creditors before the court. */
export function ChoiceNewPage() {
  const { t, locale } = useMessages()
  const navigate = useNavigate()
  const search = useSearch({ from: '/choices/new' })
  const [form] = Form.useForm<Values>()
  const registers = useRegisters().data
  const methods = registers?.methods ?? []
  // Not every register knows a competition or a recommendation.
  const kinds = (registers?.items ?? []).filter((one) => one.competition !== null || one.recommendation !== null)
  const kind = kinds.find((one) => one.id === search.kind) ?? kinds[0]
  const roster = useRoster(kind?.id ?? '', { state: 'available' }, 200)
  const open = useOpenChoice()
  const [trouble, setTrouble] = useState<string | null>(null)
  const method = Form.useWatch('method', form) ?? 'competitive'
  const required = [{ required: true, message: t('registers.needed') }]
  const entries = (roster.data?.pages.flatMap((p) => p.items) ?? []).map((e) => ({
    value: e.id,
    label: `${e.name}（${said(e.grade.title, locale)}）`,
  }))
  const rule = methods.find((m) => m.id === method)
  const send = async (values: Values) => {
    setTrouble(null)
    try {
      const made = await open.mutateAsync(bodyOf(values, kind!.id, search.matter))
      void navigate({ to: '/choices/$choiceId', params: { choiceId: made.id } })
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    }
  }
  return (
    <Page title={t('draws.newChoice')} lede={rule ? said(rule.when, locale) : undefined}>
      <KindSelect
        kinds={kinds}
        value={kind?.id ?? ''}
        onChange={(chosen) => {
          form.resetFields(['competitors', 'entry'])
          void navigate({ to: '/choices/new', search: { ...search, kind: chosen }, replace: true })
        }}
      />
      <section className="panel register-panel" aria-label={t('draws.newChoice')}>
        <Form
          form={form}
          name="choice"
          layout="vertical"
          initialValues={{ method: 'competitive' }}
          onFinish={(values) => void send(values)}
        >
          <Form.Item name="method" label={t('choices.method')}>
            <Select
              options={(['competitive', 'recommended'] as const)
                .filter((one) => (one === 'competitive' ? kind?.competition : kind?.recommendation) !== null)
                .map((value) => ({ value, label: t(`registers.method.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="title" label={t('draws.name')} rules={required}>
            <Input maxLength={200} />
          </Form.Item>
          {method === 'competitive' ? (
            <>
              <Form.Item name="competitors" label={t('choices.competitors')} rules={required}>
                <Select mode="multiple" optionFilterProp="label" options={entries} />
              </Form.Item>
              <Form.Item name="members" label={t('choices.members')} extra={t('choices.membersHelp')} rules={required}>
                <Input.TextArea autoSize={{ minRows: 7, maxRows: 15 }} />
              </Form.Item>
            </>
          ) : (
            <>
              <Form.Item name="entry" label={t('choices.recommended')} rules={required}>
                <Select showSearch optionFilterProp="label" options={entries} />
              </Form.Item>
              <Form.Item name="recommenders" label={t('choices.recommenders')} extra={t('choices.recommendersHelp')} rules={required}>
                <Input.TextArea autoSize={{ minRows: 2, maxRows: 12 }} />
              </Form.Item>
              <Form.Item name="whole" label={t('choices.whole')} rules={required}>
                <Input inputMode="decimal" />
              </Form.Item>
            </>
          )}
          {trouble && <Alert role="alert" type="error" showIcon title={trouble} className="register-trouble" />}
          <Button type="primary" htmlType="submit" loading={open.isPending} disabled={kind === undefined}>
            {t('choices.open')}
          </Button>
        </Form>
      </section>
    </Page>
  )
}
