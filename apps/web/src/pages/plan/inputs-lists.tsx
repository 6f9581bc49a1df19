import type { MeasureContent } from '@yingshang/server/contract'
import { Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { type OnDraft, Remove, Rows, useRows } from './rows.tsx'

/** Units as tags. Names that were there keep their normalised name and their place; new ones are found by the server. */
export function UnitsInput(props: { values: MeasureContent['lead']; units: readonly string[]; label: string; onDraft: OnDraft }) {
  const { t } = useMessages()
  const known = new Map(props.values.map((u) => [u.name, u]))
  const [names, setNames] = useState(props.values.map((u) => u.name))
  return (
    <Select
      mode="tags"
      aria-label={props.label}
      className="editor-tags"
      value={names}
      placeholder={t('edit.units')}
      tokenSeparators={['、', '，', ',', '；', ';', '\n']}
      options={props.units.map((name) => ({ value: name, label: name }))}
      onChange={(next: string[]) => {
        const clean = [...new Set(next.map((name) => name.replace(/\s/g, '')).filter(Boolean))]
        setNames(clean)
        props.onDraft({
          value: clean.map((name) => {
            const was = known.get(name)
            return was ? { name, unit: was.unit, span: was.span, ...(was.openEnded ? { openEnded: true } : {}) } : { name }
          }),
        })
      }}
    />
  )
}

export function PersonsInput({ values, onDraft }: { values: MeasureContent['persons']; onDraft: OnDraft }) {
  const { t } = useMessages()
  const initial = values.map(({ name, unit, span }) => ({ name, unit: unit ?? '', span: span as typeof span | undefined }))
  const { rows, change, remove, add } = useRows(
    initial,
    { name: '', unit: '', span: undefined },
    (all) =>
      all.some((p) => p.name.trim() === '')
        ? { missing: 'edit.personMissing' }
        : { value: all.map((p) => ({ name: p.name.trim(), unit: p.unit.trim() || null, ...(p.span ? { span: p.span } : {}) })) },
    onDraft,
  )
  return (
    <Rows onAdd={add} addLabel={t('edit.addPerson')}>
      {rows.map((p, i) => (
        <fieldset key={p.row} className="editor-row">
          <legend className="visually-hidden">{t('edit.rowOf', { field: t('field.person'), n: i + 1 })}</legend>
          <Input
            value={p.name}
            placeholder={t('edit.person')}
            aria-label={t('edit.person')}
            onChange={(e) => change(p.row, { name: e.target.value, span: undefined })}
          />
          <Input
            value={p.unit}
            placeholder={t('edit.personUnit')}
            aria-label={t('edit.personUnit')}
            onChange={(e) => change(p.row, { unit: e.target.value })}
          />
          <Remove n={i + 1} onRemove={() => remove(p.row)} />
        </fieldset>
      ))}
    </Rows>
  )
}

export function MilestonesInput({ values, onDraft }: { values: MeasureContent['milestones']; onDraft: OnDraft }) {
  const { t } = useMessages()
  const initial = values.map((m) => ({
    due: m.due ?? '',
    text: m.text,
    clause: m.clause.text,
    clauseSpan: m.clause.span as typeof m.clause.span | undefined,
    span: m.span as typeof m.span | undefined,
  }))
  const { rows, change, remove, add } = useRows(
    initial,
    { due: '', text: '', clause: '', clauseSpan: undefined, span: undefined },
    (all) =>
      all.some((m) => m.due === '' && m.text.trim() === '')
        ? { missing: 'edit.dueMissing' }
        : {
            value: all.map((m) => ({
              due: m.due === '' ? null : m.due,
              text: m.text.trim(),
              ...(m.clause.trim() === '' ? {} : { clause: { text: m.clause.trim(), ...(m.clauseSpan ? { span: m.clauseSpan } : {}) } }),
              ...(m.span ? { span: m.span } : {}),
            })),
          },
    onDraft,
  )
  return (
    <Rows onAdd={add} addLabel={t('edit.addMilestone')}>
      {rows.map((m, i) => (
        <fieldset key={m.row} className="editor-row editor-row-due">
          <legend className="visually-hidden">{t('edit.rowOf', { field: t('field.milestone'), n: i + 1 })}</legend>
          <Input type="date" value={m.due} aria-label={t('edit.due')} onChange={(e) => change(m.row, { due: e.target.value })} />
          <Input
            value={m.text}
            placeholder={t('edit.dueText')}
            aria-label={t('edit.dueText')}
            lang="zh-CN"
            onChange={(e) => change(m.row, { text: e.target.value, span: undefined })}
          />
          <Input.TextArea
            value={m.clause}
            placeholder={t('edit.clause')}
            aria-label={t('edit.clause')}
            lang="zh-CN"
            autoSize={{ minRows: 1, maxRows: 4 }}
            onChange={(e) => change(m.row, { clause: e.target.value, clauseSpan: undefined })}
          />
          <Remove n={i + 1} onRemove={() => remove(m.row)} />
        </fieldset>
      ))}
    </Rows>
  )
}

const COMPARATORS = ['>=', '<=', '>', '<', '=', 'range'] as const

export function TargetsInput({ values, onDraft }: { values: MeasureContent['targets']; onDraft: OnDraft }) {
  const { t } = useMessages()
  const initial = values.map(({ subject, comparator, value, valueMax, unit, better, period, text, span }) => ({
    subject,
    comparator,
    value: value as number | null,
    valueMax: valueMax as number | null | undefined,
    unit,
    better: better as typeof better | undefined,
    period,
    text,
    span: span as typeof span | undefined,
  }))
  type Row = (typeof initial)[number]
  const incomplete = (g: Row) => g.subject.trim() === '' || g.value === null || (g.comparator === 'range' && (g.valueMax ?? null) === null)
  const { rows, change, remove, add } = useRows<Row>(
    initial,
    {
      subject: '',
      comparator: '>=',
      value: null,
      valueMax: undefined,
      unit: '',
      better: undefined,
      period: undefined,
      text: '',
      span: undefined,
    },
    (all) =>
      all.some(incomplete)
        ? { missing: 'edit.targetMissing' }
        : {
            value: all.map((g) => ({
              subject: g.subject.trim(),
              comparator: g.comparator,
              value: g.value!,
              ...(g.comparator === 'range' ? { valueMax: g.valueMax! } : {}),
              unit: g.unit.trim(),
              ...(g.better === undefined ? {} : { better: g.better }),
              ...(g.period === undefined ? {} : { period: g.period }),
              text: g.text,
              ...(g.span ? { span: g.span } : {}),
            })),
          },
    onDraft,
  )
  return (
    <Rows onAdd={add} addLabel={t('edit.addTarget')}>
      {rows.map((g, i) => (
        <fieldset key={g.row} className="editor-row editor-row-target">
          <legend className="visually-hidden">{t('edit.rowOf', { field: t('field.target'), n: i + 1 })}</legend>
          <Input
            value={g.subject}
            placeholder={t('edit.subject')}
            aria-label={t('edit.subject')}
            lang="zh-CN"
            onChange={(e) => change(g.row, { subject: e.target.value })}
          />
          <Select
            value={g.comparator}
            aria-label={t('edit.comparator')}
            popupMatchSelectWidth={false}
            options={COMPARATORS.map((value) => ({ value, label: t(`comparator.${value}`) }))}
            // Which way is better follows from the comparison; the server derives it anew.
            onChange={(comparator) => change(g.row, { comparator, better: undefined })}
          />
          <InputNumber value={g.value} aria-label={t('edit.value')} controls={false} onChange={(value) => change(g.row, { value })} />
          {g.comparator === 'range' && (
            <InputNumber
              value={g.valueMax ?? null}
              aria-label={t('edit.valueMax')}
              controls={false}
              onChange={(valueMax) => change(g.row, { valueMax })}
            />
          )}
          <Input
            value={g.unit}
            placeholder={t('edit.unit')}
            aria-label={t('edit.unit')}
            onChange={(e) => change(g.row, { unit: e.target.value })}
          />
          <Remove n={i + 1} onRemove={() => remove(g.row)} />
        </fieldset>
      ))}
    </Rows>
  )
}
