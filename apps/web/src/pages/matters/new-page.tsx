import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Definition, Field, Values } from '@yingshang/procedure'
import { compile } from '@yingshang/procedure'
import { Alert, Button, Form, Select, Spin } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { ApiError, idempotencyKey } from '../../api/client.ts'
import { useOpenMatter, useProcedure, useProcedures } from '../../api/matters.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { DefinedForm } from '../forms/defined-form.tsx'
import { useDraft } from '../forms/draft.ts'
import { pageForm } from '../forms/page-view.ts'
import { say } from '../forms/value.tsx'
import { Sources } from './sources.tsx'
import './matters.css'

/** Roles that only staff of the court may take. */
const COURT = ['judge', 'clerk']

/** 立案: the procedure, the role in which one comes, and the form of the first action. */
export function NewMatterPage() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const search = useSearch({ from: '/matters/new' })
  const navigate = useNavigate({ from: '/matters/new' })
  const procedures = useProcedures()
  const list = (procedures.data?.items ?? []).filter((p) => p.opensBy.length > 0)
  const procedure = list.find((p) => p.id === search.procedure)
  const way = procedure?.opensBy.find((o) => o.action === search.action) ?? procedure?.opensBy[0]
  const roles = (way?.roles ?? []).filter((role) => may('matter.all') || !COURT.includes(role.id))
  const role = roles.find((r) => r.id === search.as) ?? (roles.length === 1 ? roles[0] : undefined)
  const definition = useProcedure(procedure?.id)
  const set = (part: object) => void navigate({ search: (was) => ({ ...was, ...part }), replace: true, resetScroll: false })
  return (
    <Page title={t('newMatter.title')} lede={t('newMatter.lede')}>
      <section className="panel new-matter">
        {procedures.isError && <Trouble error={procedures.error} retry={() => void procedures.refetch()} />}
        <Form layout="vertical" component="div" className="new-choice">
          <Form.Item label={t('newMatter.procedure')} htmlFor="new-procedure">
            <Select
              id="new-procedure"
              loading={procedures.isPending}
              value={procedure?.id ?? null}
              placeholder={t('form.choose')}
              options={list.map((p) => ({ value: p.id, label: say(p.title, locale) }))}
              onChange={(id: string) => void navigate({ search: { procedure: id }, replace: true, resetScroll: false })}
            />
          </Form.Item>
          {procedure && procedure.opensBy.length > 1 && (
            <Form.Item label={t('newMatter.action')} htmlFor="new-action">
              <Select
                id="new-action"
                value={way?.action ?? null}
                options={procedure.opensBy.map((o) => ({ value: o.action, label: say(o.label, locale) }))}
                onChange={(action: string) => set({ action })}
              />
            </Form.Item>
          )}
          {procedure && (
            <Form.Item label={t('newMatter.role')} htmlFor="new-role">
              <Select
                id="new-role"
                value={role?.id ?? null}
                placeholder={t('form.choose')}
                options={roles.map((r) => ({ value: r.id, label: say(r.title, locale) }))}
                onChange={(as: string) => set({ as })}
              />
            </Form.Item>
          )}
        </Form>
        {procedure && roles.length === 0 && <Alert type="warning" showIcon title={t('newMatter.noRole')} />}
        {procedure && role && definition.isPending && <Spin description={t('common.loading')} />}
        {definition.isError && <Trouble error={definition.error} retry={() => void definition.refetch()} />}
        {way && role && definition.data && (
          <OpeningForm key={`${procedure!.id} ${way.action}`} definition={definition.data} action={way.action} role={role.id} />
        )}
      </section>
    </Page>
  )
}

function OpeningForm({ definition, action, role }: { definition: Definition; action: string; role: string }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const navigate = useNavigate()
  const { session, may } = useSession()
  const open = useOpenMatter()
  const key = useRef(idempotencyKey())
  // There is no matter yet to keep a draft with: it stays in this tab.
  const place = `yingshang.opening.${session.user.id}.${definition.id}.${action}`
  const [kept] = useState(() => readKept(sessionStorage.getItem(place)))
  const [values, setValues] = useState<Values>(kept ?? {})
  const [restored, setRestored] = useState(kept !== null)
  const draft = useDraft((next) => sessionStorage.setItem(place, JSON.stringify(next)))
  const found = definition.actions.find((a) => a.id === action)
  const form = useMemo(
    () =>
      pageForm((compile(definition).forms.get(action) ?? []) as readonly Field[], {
        definition,
        matter: null,
        actor: { id: session.user.id, roles: [role] },
        action,
        now: new Date(),
        whole: may('matter.all'),
      }),
    [definition, action, role, session.user.id, may],
  )
  const change = (next: Values) => {
    setValues(next)
    key.current = idempotencyKey()
    draft.changed(next)
  }
  const submit = async (sent: Values) => {
    await draft.done()
    try {
      const answer = await open.mutateAsync({
        key: key.current,
        procedure: definition.id,
        action,
        as: role,
        values: sent as Record<string, unknown>,
      })
      sessionStorage.removeItem(place)
      toast.done(t('newMatter.done'))
      void navigate({ to: '/matters/$matterId', params: { matterId: answer.matter.summary.id } })
    } catch (error) {
      draft.again(values)
      if (error instanceof ApiError && error.status > 0) key.current = idempotencyKey()
      throw error
    }
  }
  return (
    <div className="action-form" data-form={action}>
      <h2>{found ? say(found.label, locale) : action}</h2>
      <Sources sources={(found?.source ?? []).map((s) => ({ rule: s.rule, provision: s.provision, verified: s.verified !== false }))} />
      {restored && (
        <Alert
          type="info"
          showIcon
          role="status"
          className="action-notice"
          style={{ background: 'var(--primary-soft)', borderColor: 'var(--line-strong)' }}
          title={t('draft.restored')}
          action={
            <Button
              size="small"
              onClick={() => {
                setRestored(false)
                sessionStorage.removeItem(place)
                change({})
              }}
            >
              {t('draft.discard')}
            </Button>
          }
        />
      )}
      <DefinedForm
        form={form}
        values={values}
        onChange={change}
        submitText={found ? say(found.label, locale) : t('newMatter.title')}
        onSubmit={submit}
        side={<span className="muted draft-state">{draft.state === 'saved' ? t('draft.inTab') : ''}</span>}
      />
    </div>
  )
}

function readKept(stored: string | null): Values | null {
  try {
    const value: unknown = JSON.parse(stored ?? 'null')
    return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0 ? (value as Values) : null
  } catch {
    return null
  }
}
