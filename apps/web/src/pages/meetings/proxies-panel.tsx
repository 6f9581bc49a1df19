import type { MeetingDetail } from '@yingshang/server/contract'
import { Alert, Button, Form, Input, Select, Tag } from 'antd'
import { useState } from 'react'
import { ApiError, upload } from '../../api/client.ts'
import { instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { FilePick } from './file-pick.tsx'
import { CHOICES, type Choice, useProxies, useProxyStep, useVoters } from './queries.ts'

interface Fields {
  voter: string
  agentLogin: string
  agentIdentity: string
  items: string[]
  instructions?: Record<string, Choice | undefined>
}

/** 授权委托: given by the voter itself, or entered from a letter; limits and bound choices by item. */
export function ProxiesPanel({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { session } = useSession()
  const proxies = useProxies(meeting.id)
  const step = useProxyStep(meeting.id)
  const [trouble, setTrouble] = useState<string | null>(null)
  const running = meeting.status === 'called' || meeting.status === 'open'
  const list = proxies.data?.items ?? []
  const title = (id: string) => meeting.agenda.find((item) => item.id === id)?.title ?? id
  const revoke = (id: string) => {
    setTrouble(null)
    step.mutateAsync({ revoke: id }).then(
      () => toast.done(t('meetings.proxies.revoked')),
      (error: unknown) => setTrouble(error instanceof ApiError ? error.say(locale) : String(error)),
    )
  }
  if (!running && list.length === 0) return null
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.proxies')}>
      <h2>{t('meetings.proxies')}</h2>
      {list.length === 0 && <p className="section-none">{t('meetings.proxies.none')}</p>}
      <ul className="meeting-rows">
        {list.map((proxy) => (
          <li key={proxy.id}>
            <p className="meeting-line">
              <strong>
                <Words>{`${proxy.voter.name} → ${proxy.agent.name}`}</Words>
              </strong>
              <span className="muted">
                {proxy.items === null
                  ? t('meetings.proxies.allItems')
                  : t('meetings.proxies.onlyItems', { items: proxy.items.map(title).join('、') })}
              </span>
              {proxy.revokedAt ? (
                <Tag>{t('meetings.proxies.revokedAt', { at: instant(proxy.revokedAt) })}</Tag>
              ) : (
                running &&
                proxy.agent.login !== session.user.login && (
                  <Button size="small" disabled={step.isPending} onClick={() => revoke(proxy.id)}>
                    {t('meetings.proxies.revoke', { name: proxy.voter.name })}
                  </Button>
                )
              )}
            </p>
            {Object.entries(proxy.instructions).map(([item, choice]) => (
              <p key={item} className="muted">
                {t('meetings.proxies.instruction', { title: title(item), choice: t(`meetings.choice.${choice}`) })}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      {running && (meeting.may.prepare || meeting.may.signIn) && <NewProxy meeting={meeting} />}
    </section>
  )
}

function NewProxy({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { session } = useSession()
  const [form] = Form.useForm<Fields>()
  const [q, setQ] = useState('')
  const step = useProxyStep(meeting.id)
  const voters = useVoters(meeting.id, q === '' ? {} : { q })
  const [letter, setLetter] = useState<File | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const required = [{ required: true, message: t('meetings.needed') }]
  const resolutions = meeting.agenda.filter((item) => item.resolution !== null)
  // The voter gives the power itself; only those who prepare the meeting enter a letter for another.
  const offered = (voters.data?.pages[0]?.items ?? []).filter((voter) => meeting.may.prepare || voter.login === session.user.login)
  const give = async ({ voter, agentLogin, agentIdentity, items, instructions = {} }: Fields) => {
    setBusy(true)
    setTrouble(null)
    try {
      const kept = letter && (await upload<{ id: string }>('/api/attachments', letter, {}, () => undefined))
      await step.mutateAsync({
        give: {
          voter,
          agentLogin: agentLogin.trim(),
          agentIdentity: agentIdentity.trim(),
          items: items.length === 0 ? null : items,
          instructions: Object.fromEntries(Object.entries(instructions).filter((one): one is [string, Choice] => one[1] !== undefined)),
          attachment: kept?.id ?? null,
        },
      })
      toast.done(t('meetings.proxies.given'))
      form.resetFields()
      setLetter(null)
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <details>
      <summary>{t('meetings.proxies.new')}</summary>
      <Form<Fields>
        form={form}
        name="proxy"
        layout="vertical"
        initialValues={{ items: [], instructions: {} }}
        onFinish={(fields) => void give(fields)}
      >
        <div className="meeting-form">
          <Form.Item name="voter" label={t('meetings.proxies.voter')} rules={required}>
            <Select
              showSearch={{ filterOption: false, onSearch: setQ }}
              options={offered.map((voter) => ({ value: voter.id, label: voter.name }))}
            />
          </Form.Item>
          <Form.Item name="agentLogin" label={t('meetings.proxies.agent')} rules={required}>
            <Input maxLength={64} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="agentIdentity"
            label={t('meetings.proxies.identity')}
            rules={[...required, { pattern: /^\s*[0-9A-Za-z]{6,18}\s*$/, message: t('meetings.voters.identityForm') }]}
          >
            <Input maxLength={18} autoComplete="off" />
          </Form.Item>
          <Form.Item name="items" label={t('meetings.proxies.items')} extra={t('meetings.proxies.itemsHelp')}>
            <Select mode="multiple" options={resolutions.map((item) => ({ value: item.id, label: `${item.place}. ${item.title}` }))} />
          </Form.Item>
          {resolutions.map((item) => (
            <Form.Item key={item.id} name={['instructions', item.id]} label={t('meetings.proxies.bind', { title: item.title })}>
              <Select
                allowClear
                placeholder={t('meetings.proxies.free')}
                options={CHOICES.map((choice) => ({ value: choice, label: t(`meetings.choice.${choice}`) }))}
              />
            </Form.Item>
          ))}
        </div>
        <p className="meeting-line">
          <FilePick label={t('meetings.proxies.letter')} accept=".pdf,.docx,image/*" onFile={setLetter} />
          {letter && <Words>{letter.name}</Words>}
        </p>
        {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
        <p className="meeting-line meeting-end">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('meetings.proxies.give')}
          </Button>
        </p>
      </Form>
    </details>
  )
}
