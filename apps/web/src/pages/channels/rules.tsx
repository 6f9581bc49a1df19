import type { NoticeRule } from '@yingshang/server/contract'
import { Alert, Button, Select, Spin } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { ROLES } from '../admin/roles.ts'
import { EVENTS } from './notice-events.ts'
import { useChannels, useRules, useSaveRules } from './queries.ts'

/** Which notices go where: one line for each channel, role and kind of event. */
export function Rules() {
  const { t } = useMessages()
  const rules = useRules()
  const channels = useChannels()
  if (rules.isError || channels.isError) return <Trouble error={rules.error ?? channels.error} retry={() => void rules.refetch()} />
  if (!rules.data || !channels.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  if (channels.data.items.length === 0) return <p className="panel list-none">{t('channels.none')}</p>
  return <RuleTable saved={rules.data.items} channels={channels.data.items} />
}

type Line = NoticeRule & { readonly key: number }

function RuleTable({ saved, channels }: { saved: readonly NoticeRule[]; channels: readonly { id: string; name: string }[] }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const save = useSaveRules()
  const [lines, setLines] = useState<readonly Line[]>(() => saved.map((rule, key) => ({ ...rule, key })))
  const [next, setNext] = useState(saved.length)
  const [refusal, setRefusal] = useState<ApiError | null>(null)
  const set = (key: number, change: Partial<NoticeRule>) =>
    setLines((old) => old.map((line) => (line.key === key ? { ...line, ...change } : line)))
  const submit = async () => {
    setRefusal(null)
    try {
      await save.mutateAsync(lines.map(({ key: _, ...rule }) => rule))
      toast.done(t('channels.rulesSaved'))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setRefusal(error)
    }
  }
  const roles = [{ value: '*', label: t('channels.everybody') }, ...ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))]
  const events = [{ value: '*', label: t('channels.everything') }, ...EVENTS.map((one) => ({ value: one.event, label: one[locale] }))]
  const modes = (['now', 'daily', 'weekly'] as const).map((mode) => ({ value: mode, label: t(`channels.mode.${mode}`) }))
  return (
    <section className="panel" aria-label={t('channels.rules')}>
      <p className="list-none">{t('channels.rulesText')}</p>
      {refusal && <Alert role="alert" type="error" showIcon title={refusal.say(locale)} style={{ margin: '0 16px 12px' }} />}
      {lines.length === 0 && <p className="list-none">{t('channels.noRules')}</p>}
      {lines.length > 0 && (
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('channels.role')}</th>
              <th scope="col">{t('channels.event')}</th>
              <th scope="col">{t('channels.channel')}</th>
              <th scope="col">{t('channels.mode')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('common.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, i) => {
              const nth = (what: string) => `${what} ${i + 1}`
              return (
                <tr key={line.key}>
                  <td data-label={t('channels.role')}>
                    <Select
                      aria-label={nth(t('channels.role'))}
                      value={line.role}
                      options={roles}
                      onChange={(role) => set(line.key, { role: role as NoticeRule['role'] })}
                      style={{ minWidth: 150 }}
                    />
                  </td>
                  <td data-label={t('channels.event')}>
                    <Select
                      aria-label={nth(t('channels.event'))}
                      value={line.event}
                      options={events}
                      onChange={(event) => set(line.key, { event: event as NoticeRule['event'] })}
                      style={{ minWidth: 170 }}
                    />
                  </td>
                  <td data-label={t('channels.channel')}>
                    <Select
                      aria-label={nth(t('channels.channel'))}
                      value={line.channelId}
                      options={channels.map((c) => ({ value: c.id, label: c.name }))}
                      onChange={(channelId) => set(line.key, { channelId })}
                      style={{ minWidth: 150 }}
                    />
                  </td>
                  <td data-label={t('channels.mode')}>
                    <Select
                      aria-label={nth(t('channels.mode'))}
                      value={line.mode}
                      options={modes}
                      onChange={(mode) => set(line.key, { mode })}
                      style={{ minWidth: 130 }}
                    />
                  </td>
                  <td className="cell-actions">
                    <Button
                      type="text"
                      size="small"
                      danger
                      aria-label={nth(t('channels.dropRule'))}
                      onClick={() => setLines((old) => old.filter((one) => one.key !== line.key))}
                    >
                      {t('channels.dropRule')}
                    </Button>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      <div className="list-tools">
        <Button
          onClick={() => {
            setLines([...lines, { key: next, channelId: channels[0]!.id, role: '*', event: '*', mode: 'now' }])
            setNext(next + 1)
          }}
        >
          {t('channels.addRule')}
        </Button>
        <Button type="primary" loading={save.isPending} onClick={() => void submit()}>
          {t('common.save')}
        </Button>
      </div>
    </section>
  )
}
