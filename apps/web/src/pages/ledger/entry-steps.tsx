import type { EntryDetail } from '@yingshang/server/contract'
import { AutoComplete, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { day } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Section } from '../matters/section.tsx'
import { FormDialog } from '../organisation/form-dialog.tsx'
import { PersonSelect } from '../organisation/person-select.tsx'
import { useBody } from '../organisation/queries.ts'
import type { PartProps } from './entry-page.tsx'
import { type FactInput, useMyScope } from './queries.ts'

type Step = EntryDetail['steps'][number]

/** 分解措施: what each body does for the entry, by which department, under whom, by when. */
export function Steps({ entry, onOpen, onSend }: PartProps & { onSend: (fact: FactInput) => Promise<unknown> }) {
  const { t, locale } = useMessages()
  const [editing, setEditing] = useState<Step | 'new' | null>(null)
  const may = (kind: string) => entry.may.includes(kind)
  return (
    <Section
      title={t('ledger.steps')}
      extra={
        may('step-added') && (
          <Button type="primary" size="small" onClick={() => setEditing('new')}>
            {t('ledger.fact.step-added')}
          </Button>
        )
      }
    >
      {entry.steps.length === 0 && <p className="section-none">{t('ledger.stepsNone')}</p>}
      {entry.steps.length > 0 && (
        <table className="data-table step-table">
          <thead>
            <tr>
              <th scope="col">{t('ledger.field.title')}</th>
              <th scope="col">{t('ledger.field.department')}</th>
              <th scope="col">{t('ledger.field.leader')}</th>
              <th scope="col">{t('ledger.field.dueOn')}</th>
              <th scope="col">{t('ledger.field.outcome')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('common.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {entry.steps.map((step) => {
              const late = step.doneOn === null && step.dueOn !== null && step.dueOn < entry.today
              return (
                <tr key={step.id} data-done={step.doneOn !== null}>
                  <th scope="row">
                    <Words>{step.title}</Words>
                    <span className="cell-sub">
                      <Words>{step.body.name}</Words>
                      <span>
                        {step.doneOn
                          ? `✓ ${t('ledger.doneOn', { day: day(step.doneOn, locale) })}`
                          : late
                            ? `▲ ${t('ledger.status.overdue')}`
                            : t('ledger.notDone')}
                      </span>
                    </span>
                  </th>
                  <td data-label={t('ledger.field.department')}>
                    <Words>{[step.department, step.owner?.name].filter(Boolean).join(' · ') || '—'}</Words>
                  </td>
                  <td data-label={t('ledger.field.leader')}>
                    <Words>{step.leader ?? '—'}</Words>
                  </td>
                  <td data-label={t('ledger.field.dueOn')}>{step.dueOn ? day(step.dueOn, locale) : '—'}</td>
                  <td data-label={t('ledger.field.outcome')}>
                    <Words>{step.outcome ?? '—'}</Words>
                  </td>
                  <td>
                    <span className="step-actions">
                      {step.doneOn === null && may('step-done') && (
                        <Button
                          size="small"
                          aria-label={t('ledger.finishOf', { what: step.title })}
                          onClick={() => onOpen({ kind: 'step-done', fixed: { step: step.id }, initial: { on: entry.today } })}
                        >
                          {t('ledger.finish')}
                        </Button>
                      )}
                      {step.doneOn !== null && may('step-reopened') && (
                        <Button
                          size="small"
                          aria-label={t('ledger.undoOf', { what: step.title })}
                          onClick={() => onOpen({ kind: 'step-reopened', fixed: { step: step.id } })}
                        >
                          {t('ledger.undo')}
                        </Button>
                      )}
                      {may('step-changed') && (
                        <Button size="small" aria-label={t('ledger.changeOf', { what: step.title })} onClick={() => setEditing(step)}>
                          {t('common.edit')}
                        </Button>
                      )}
                      {may('step-removed') && (
                        <Button
                          size="small"
                          type="text"
                          danger
                          aria-label={t('ledger.removeOf', { what: step.title })}
                          onClick={() => onOpen({ kind: 'step-removed', fixed: { step: step.id } })}
                        >
                          {t('common.delete')}
                        </Button>
                      )}
                    </span>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {editing && <StepForm entry={entry} step={editing === 'new' ? null : editing} onSend={onSend} onClose={() => setEditing(null)} />}
    </Section>
  )
}

interface Typed {
  body: string
  title: string
  department?: string
  leader?: string
  owner?: string
  startsOn?: string
  dueOn?: string
  outcome?: string
}

function StepForm(props: { entry: EntryDetail; step: Step | null; onSend: (fact: FactInput) => Promise<unknown>; onClose: () => void }) {
  const { t } = useMessages()
  const { entry, step } = props
  const scope = useMyScope()
  if (!scope.data) return null
  const all = [...(entry.summary.lead ? [entry.summary.lead] : []), ...entry.summary.responsible]
  const own = new Set(scope.data.bodies.map((b) => b.id))
  const bodies = step ? [step.body] : scope.data.standing === 'office' ? all : all.filter((b) => own.has(b.id))
  const given = (value: string | undefined) => value?.trim() || null
  return (
    <FormDialog<Typed>
      title={t(step ? 'ledger.fact.step-changed' : 'ledger.fact.step-added')}
      initial={{
        body: bodies[0]?.id,
        title: step?.title,
        department: step?.department ?? undefined,
        leader: step?.leader ?? undefined,
        owner: step?.owner?.id,
        startsOn: step?.startsOn ?? '',
        dueOn: step?.dueOn ?? '',
        outcome: step?.outcome ?? undefined,
      }}
      onSave={(typed) => {
        const content = {
          title: typed.title.trim(),
          department: given(typed.department),
          leader: given(typed.leader),
          owner: typed.owner ?? null,
          startsOn: given(typed.startsOn),
          dueOn: given(typed.dueOn),
          outcome: given(typed.outcome),
        }
        return props.onSend(
          step ? { kind: 'step-changed', step: step.id, changes: content } : { kind: 'step-added', body: typed.body, ...content },
        )
      }}
      onClose={props.onClose}
    >
      {(form) => <StepFields bodies={bodies} fixed={step !== null} form={form} owner={step?.owner ?? null} />}
    </FormDialog>
  )
}

function StepFields(props: {
  bodies: readonly { readonly id: string; readonly name: string }[]
  fixed: boolean
  form: ReturnType<typeof Form.useForm<Typed>>[0]
  owner: { readonly id: string; readonly name: string } | null
}) {
  const { t } = useMessages()
  const body = Form.useWatch('body', props.form) ?? props.bodies[0]?.id
  const needed = [{ required: true, whitespace: true, message: t('organisation.needed') }]
  return (
    <>
      <Form.Item name="body" label={t('ledger.field.body')} rules={[{ required: true, message: t('organisation.needed') }]}>
        <Select disabled={props.fixed} options={props.bodies.map((b) => ({ value: b.id, label: b.name }))} />
      </Form.Item>
      <Form.Item name="title" label={t('ledger.field.title')} rules={needed}>
        <Input maxLength={500} />
      </Form.Item>
      {body !== undefined && <OfBody body={body} />}
      <Form.Item
        name="owner"
        label={t('ledger.field.owner')}
        extra={props.owner ? t('ledger.ownerNow', { name: props.owner.name }) : undefined}
      >
        <PersonSelect />
      </Form.Item>
      <div className="two-fields">
        <Form.Item name="startsOn" label={t('ledger.field.startsOn')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="dueOn" label={t('ledger.field.dueOn')}>
          <Input type="date" />
        </Form.Item>
      </div>
      <Form.Item name="outcome" label={t('ledger.field.outcome')}>
        <Input maxLength={500} />
      </Form.Item>
    </>
  )
}

/** 责任科室 and 分管领导: offered from the organisation of the body, free to be typed. */
function OfBody({ body }: { body: string }) {
  const { t } = useMessages()
  const found = useBody(body)
  const departments = (found.data?.departments ?? []).filter((d) => d.closedOn === null).map((d) => ({ value: d.name }))
  const leaders = [
    ...new Set(
      (found.data?.members ?? []).filter((m) => m.current && ['head', 'deputy-head'].includes(m.post)).map((m) => m.person.displayName),
    ),
  ].map((value) => ({ value }))
  return (
    <div className="two-fields">
      <Form.Item name="department" label={t('ledger.field.department')}>
        <AutoComplete options={departments} maxLength={100} showSearch={{ filterOption: true }} />
      </Form.Item>
      <Form.Item name="leader" label={t('ledger.field.leader')}>
        <AutoComplete options={leaders} maxLength={100} showSearch={{ filterOption: true }} />
      </Form.Item>
    </div>
  )
}
