import type { RegisterKind } from '@yingshang/register'
import type { BodyOf, RegisterEntryDetail } from '@yingshang/server/contract'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { ApiError, api } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { entryPath, useEntryStep } from './queries.ts'
import { said, today } from './words.ts'

/** With whom an entry is tied: declared by itself, or found by the court. Each keeps it out of the cases of that party. */
export function Ties({ kind, entry }: { kind: RegisterKind; entry: RegisterEntryDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const [form] = Form.useForm()
  const [trouble, setTrouble] = useState<string | null>(null)
  const add = useEntryStep(entry.id, (body: BodyOf<'addTie'>) => api.create<RegisterEntryDetail>(`${entryPath(entry.id)}/ties`, body))
  const end = useEntryStep(entry.id, (tie: string) =>
    api.post<RegisterEntryDetail>(`${entryPath(entry.id)}/ties/${tie}/end`, { until: today() }),
  )
  const send = async (values: { ground: string; party: string; code?: string; until?: string; note?: string }) => {
    setTrouble(null)
    try {
      await add.mutateAsync({
        ground: values.ground,
        party: { name: values.party, code: values.code?.trim() || null },
        until: values.until || null,
        note: values.note ?? '',
      })
      toast.done(t('registers.tieAdded'))
      form.resetFields()
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    }
  }
  const required = [{ required: true, message: t('registers.needed') }]
  return (
    <section className="panel register-panel" aria-label={t('registers.ties')}>
      <h2>{t('registers.ties')}</h2>
      {entry.ties?.length === 0 && <p className="section-none">{t('registers.noTies')}</p>}
      <ul className="register-rows">
        {entry.ties?.map((tie) => (
          <li key={tie.id}>
            <strong>
              <Words>{tie.party.name}</Words>
            </strong>
            <span>{said(tie.ground.title, locale)}</span>
            <span className="muted">
              {t(`registers.how.${tie.how}`)}
              {tie.until !== null && ` · ${t('registers.tieUntil', { day: day(tie.until, locale) })}`}
            </span>
            {tie.until === null && (!entry.mine || tie.how === 'declared') && (
              <Button size="small" loading={end.isPending} onClick={() => void end.mutateAsync(tie.id).catch(toast.failed)}>
                {t('registers.tieEnd')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <details>
        <summary>{t(entry.mine ? 'registers.tieDeclare' : 'registers.tieFind')}</summary>
        <Form form={form} name="tie" layout="vertical" onFinish={(values) => void send(values)}>
          <Form.Item name="party" label={t('registers.tieParty')} rules={required}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="code" label={t('registers.tieCode')}>
            <Input maxLength={50} />
          </Form.Item>
          <Form.Item name="ground" label={t('registers.tieGround')} rules={required}>
            <Select
              options={kind.grounds
                .filter((g) => !entry.mine || g.foundOnly !== true)
                .map((g) => ({ value: g.id, label: `${said(g.label, locale)}（${g.source.provision}）` }))}
            />
          </Form.Item>
          <Form.Item name="until" label={t('registers.tieEnded')} extra={t('registers.tieEndedHelp')}>
            <Input type="date" max={today()} />
          </Form.Item>
          {trouble && <Alert role="alert" type="error" showIcon title={trouble} className="register-trouble" />}
          <Button htmlType="submit" loading={add.isPending}>
            {t('common.save')}
          </Button>
        </Form>
      </details>
    </section>
  )
}
