import type { Field, Value, Values } from '@yingshang/procedure'
import type { PossibleAction, TimelineItem } from '@yingshang/server/contract'
import { Alert, Button, Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { ApiError, idempotencyKey } from '../../api/client.ts'
import { saveDraft, useTakeAction, useTimeline } from '../../api/matters.ts'
import { instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { DefinedForm } from '../forms/defined-form.tsx'
import { useDraft } from '../forms/draft.ts'
import { pageForm } from '../forms/page-view.ts'
import { type Said, say } from '../forms/value.tsx'
import { useOpened } from './matter-context.ts'
import { seesWhole } from './roles.ts'
import { Sources } from './sources.tsx'

/**
 * The form of one action. What is typed is kept as a draft; when the matter has moved on meanwhile, the form stays as it is, shows what
 * happened since, and is sent again by a decision of the person.
 */
export function ActionForm({ possible, onClose }: { possible: PossibleAction; onClose: () => void }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { session, may } = useSession()
  const { matter, definition, book } = useOpened()
  const { id, seq } = matter.summary
  const take = useTakeAction(id)
  const heading = useRef<HTMLHeadingElement>(null)
  const key = useRef(idempotencyKey())
  // An action that has become impossible comes without its fields; those with which the form was opened stay.
  const [opened] = useState(possible)
  const [seenSeq, setSeenSeq] = useState(seq)
  const [conflict, setConflict] = useState<{ since: number } | null>(null)
  const [corrects, setCorrects] = useState<string | undefined>(undefined)
  const [values, setValues] = useState<Values>(() => ({ ...prefilled(opened), ...(opened.draft as Values | null) }))
  const [restored, setRestored] = useState(opened.draft !== null && Object.keys(opened.draft).length > 0)
  const draft = useDraft((next) => saveDraft(id, opened.action, next))

  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    heading.current?.scrollIntoView({ block: 'nearest' })
  }, [])

  const form = useMemo(
    () =>
      pageForm(opened.fields as unknown as Field[], {
        definition,
        matter,
        actor: { id: session.user.id, roles: matter.summary.myRoles },
        action: opened.action,
        now: new Date(),
        whole: seesWhole(may, matter),
      }),
    [opened, definition, matter, session.user.id, may],
  )
  const origins = useMemo(() => originsOf(opened, values), [opened, values])
  const rows = useMemo(() => book.rowFields(opened.action), [book, opened.action])
  const suggestions = (fieldId: string) => {
    const register = matter.registers.find((r) => r.register === rows.get(fieldId))
    return register?.rows.map((row) => ({
      value: row.key,
      label: register.properties
        .slice(0, 3)
        .flatMap((p) => (typeof row.row[p.id] === 'string' ? [row.row[p.id] as string] : []))
        .concat(row.key.slice(0, 8))
        .join(' · '),
    }))
  }

  const change = (next: Values) => {
    setValues(next)
    key.current = idempotencyKey()
    draft.changed(next)
  }

  const submit = async (sent: Values) => {
    await draft.done()
    try {
      await take.mutateAsync({
        key: key.current,
        action: opened.action,
        values: sent as Record<string, unknown>,
        expectedSeq: seenSeq,
        ...(corrects === undefined ? {} : { corrects }),
      })
    } catch (error) {
      draft.again(values)
      if (error instanceof ApiError && error.status > 0) key.current = idempotencyKey()
      if (error instanceof ApiError && error.code === 'matter.changed') {
        setConflict({ since: seenSeq })
        setSeenSeq(error.refusal.version ?? seq)
        toast.announce(t('conflict.title'))
        return
      }
      throw error
    }
    toast.done(t('action.done', { action: say(opened.label, locale) }))
    onClose()
  }

  const needsTarget = opened.corrects.length > 0
  return (
    <div className="action-form" data-form={opened.action}>
      <h3 ref={heading} tabIndex={-1} data-quiet-focus>
        {say(opened.label, locale)}
      </h3>
      <Sources sources={opened.sources} />
      {conflict && <Conflict since={conflict.since} possible={possible} />}
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
                change(prefilled(opened))
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
        origins={origins}
        suggestions={suggestions}
        submitText={t(conflict ? 'conflict.sendAgain' : 'action.submit', { action: say(opened.label, locale) })}
        onSubmit={submit}
        disabled={!possible.allowed || (needsTarget && corrects === undefined)}
        side={
          <>
            <Button onClick={onClose}>{t('action.close')}</Button>
            <span className="muted draft-state" data-draft={draft.state}>
              {draft.state === 'none' ? '' : t(`draft.${draft.state}`)}
            </span>
          </>
        }
      >
        {needsTarget && (
          <Target
            kinds={opened.corrects}
            value={corrects}
            onChange={(item) => {
              setCorrects(item.id)
              const known = new Set(form.fields.map((f) => f.id))
              change({
                ...values,
                ...Object.fromEntries(item.values.filter((v) => known.has(v.field)).map((v) => [v.field, v.value as Value])),
              })
            }}
          />
        )}
      </DefinedForm>
    </div>
  )
}

const prefilled = (possible: PossibleAction): Values =>
  Object.fromEntries(possible.prefill.filter((p) => !/[.[]/.test(p.path)).map((p) => [p.path, p.value as Value]))

/** The origin is shown as long as the value is still the one that came from there. */
function originsOf(possible: PossibleAction, values: Values): ReadonlyMap<string, Said> {
  return new Map(
    possible.prefill.flatMap((p): [string, Said][] =>
      p.origin && JSON.stringify(values[p.path]) === JSON.stringify(p.value) ? [[p.path, p.origin]] : [],
    ),
  )
}

function Target(props: { kinds: readonly string[]; value: string | undefined; onChange: (item: TimelineItem) => void }) {
  const { t, locale } = useMessages()
  const { matter } = useOpened()
  const timeline = useTimeline(matter.summary.id)
  const items = (timeline.data?.pages.flatMap((page) => page.items) ?? []).filter((item) => props.kinds.includes(item.action))
  return (
    <div className="form-item">
      <label className="form-label" htmlFor="corrects">
        {t('action.corrects')}
        <span className="form-required">{t('form.required')}</span>
      </label>
      <Select
        id="corrects"
        aria-required
        value={props.value ?? null}
        placeholder={t('form.choose')}
        style={{ width: '100%', maxWidth: 480 }}
        options={items.map((item) => ({ value: item.id, label: `${item.seq}. ${say(item.label, locale)} · ${item.on}` }))}
        onChange={(id: string | null) => {
          const item = items.find((one) => one.id === id)
          if (item) props.onChange(item)
        }}
      />
    </div>
  )
}

/** Somebody else acted first: what happened since the form was opened, and that nothing typed is lost. */
function Conflict({ since, possible }: { since: number; possible: PossibleAction }) {
  const { t, locale } = useMessages()
  const { matter } = useOpened()
  const timeline = useTimeline(matter.summary.id)
  const newer = (timeline.data?.pages.flatMap((page) => page.items) ?? []).filter((item) => item.seq > since)
  return (
    <div className="conflict" role="alert">
      <h4>{t('conflict.title')}</h4>
      <p>{t('conflict.text')}</p>
      <ul>
        {newer.map((item) => (
          <li key={item.id}>
            <span className="mono">{instant(item.at)}</span> <Words>{item.by.displayName}</Words>：
            <strong>{say(item.label, locale)}</strong>
          </li>
        ))}
      </ul>
      {possible.allowed ? (
        <p>{t('conflict.stillPossible')}</p>
      ) : (
        <>
          <p>{t('conflict.noLonger')}</p>
          <ul>
            {possible.reasons.map((reason) => (
              <li key={reason.zh}>
                <Words>{say(reason, locale)}</Words>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
