import { EditOutlined } from '@ant-design/icons'
import type { Correction, MeasureContent } from '@yingshang/server/contract'
import { Button } from 'antd'
import { memo, useState } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { FieldEditor } from './editor.tsx'
import { CorrectedMark, FieldRow, InheritedRow } from './field-row.tsx'
import { doubts, fieldLabel, type MeasureField, ROWS } from './fields.ts'

export interface CardProps {
  readonly planId: string
  readonly version: number
  readonly measure: MeasureContent
  /** Corrections in force on this measure. */
  readonly corrections: readonly Correction[]
  readonly selected: boolean
  readonly mayWrite: boolean
  /** All units of the plan, offered while typing. */
  readonly units: readonly string[]
  readonly onFind: (measure: string, mark: string | null) => void
  readonly onUndo: (correction: Correction) => void
  readonly onStrike: (measure: string) => void
}

/** What stands in the head of a card and is corrected there. */
const HEAD: readonly MeasureField[] = ['title', 'number', 'path', 'kind']

/** A measure: who, by when, how much; every word leads to the source, and every field can be corrected. */
export const MeasureCard = memo(function MeasureCard(props: CardProps) {
  const { planId, version, measure, corrections, selected, mayWrite, units, onFind, onUndo } = props
  const { t } = useMessages()
  const [editing, setEditing] = useState<MeasureField | null>(null)
  const doubtful = doubts(measure)
  const correctionOf = (field: MeasureField) => corrections.findLast((c) => c.field === field)
  const edit = mayWrite ? setEditing : null
  const undo = mayWrite ? onUndo : null
  const missing = ROWS.filter((field) => measure[field].length === 0 && !correctionOf(field) && editing !== field)
  const done = (field: MeasureField) => {
    setEditing(null)
    // The form is gone with the focus in it: it goes back to the button that opened it.
    requestAnimationFrame(() => {
      const card = document.getElementById(cardId(measure.id))
      const button = card?.querySelector<HTMLElement>(`[data-edit="${field}"]`) ?? card?.querySelector<HTMLElement>('[data-card-of]')
      button?.focus({ preventScroll: true })
    })
  }
  const editor = (field: MeasureField) => (
    <FieldEditor
      key={field}
      planId={planId}
      version={version}
      measure={measure}
      field={field}
      units={units}
      onDone={() => done(field)}
      onUndo={onUndo}
    />
  )

  return (
    <article className="card" id={cardId(measure.id)} data-selected={selected || undefined} data-kind={measure.kind}>
      {measure.path.length > 0 && (
        <p className="card-path" lang="zh-CN">
          {measure.path.join(' › ')}
        </p>
      )}
      <div className="card-head">
        <h3>
          <button
            type="button"
            className="plain-button card-title"
            data-card-of={measure.id}
            aria-current={selected || undefined}
            onClick={() => onFind(measure.id, null)}
          >
            {measure.number && <span className="card-number">{measure.number}</span>}
            <span lang="zh-CN">{measure.title ?? <span className="card-untitled">{measure.text}</span>}</span>
          </button>
        </h3>
        <span className="card-badges">
          {measure.kind === 'governance' && <span className="badge">{t('kind.governance')}</span>}
          {doubtful > 0 && <span className="badge badge-doubt">{t('measure.doubts', { n: doubtful })}</span>}
          {HEAD.map((field) => {
            const correction = correctionOf(field)
            return correction && <CorrectedMark key={field} correction={correction} onUndo={undo} />
          })}
          {edit && (
            <Button
              className="field-edit"
              type="text"
              size="small"
              icon={<EditOutlined />}
              data-edit="title"
              aria-label={t('correction.edit', { field: t('field.title') })}
              onClick={() => edit('title')}
            />
          )}
        </span>
      </div>
      {editing && HEAD.includes(editing) && editor(editing)}
      <dl className="fields">
        {ROWS.map((field) =>
          editing === field ? (
            <div key={field} className="field field-open">
              <dt>{t(fieldLabel(field))}</dt>
              <dd>{editor(field)}</dd>
            </div>
          ) : (
            <FieldRow
              key={field}
              measure={measure}
              field={field}
              correction={correctionOf(field)}
              onFind={(mark) => onFind(measure.id, mark)}
              onEdit={edit}
              onUndo={undo}
            />
          ),
        )}
        <InheritedRow measure={measure} onFind={(mark) => onFind(measure.id, mark)} />
      </dl>
      {selected && <MeasureText measure={measure} />}
      {edit && (
        <div className="card-add">
          {missing.map((field) => (
            <Button key={field} type="text" size="small" data-edit={field} onClick={() => edit(field)}>
              ＋ {t(fieldLabel(field))}
            </Button>
          ))}
          {selected && (
            <>
              {(['number', 'path', 'kind'] as const).map((field) => (
                <Button key={field} type="text" size="small" data-edit={field} onClick={() => edit(field)}>
                  {t('measure.change', { field: t(fieldLabel(field)) })}
                </Button>
              ))}
              <Button type="text" size="small" danger onClick={() => props.onStrike(measure.id)}>
                {t('measure.strike')}
              </Button>
            </>
          )}
        </div>
      )}
    </article>
  )
})

/** The id of a card in the page. Ids of measures hold any characters; in an attribute of the document that is allowed except white space. */
export const cardId = (measure: string): string => `card-${measure.replace(/\s/g, '_')}`

/** The whole text of the chosen measure, by its labelled parts when it has them. */
function MeasureText({ measure }: { measure: MeasureContent }) {
  if (measure.parts.length === 0)
    return (
      <p className="card-text" lang="zh-CN">
        {measure.text}
      </p>
    )
  return (
    <dl className="parts" lang="zh-CN">
      {measure.parts.map((part) => (
        <div key={part.span.start}>
          <dt>{part.label}</dt>
          <dd>{part.text}</dd>
        </div>
      ))}
    </dl>
  )
}
