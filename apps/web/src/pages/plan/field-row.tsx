import { EditOutlined } from '@ant-design/icons'
import type { Correction, MeasureContent } from '@yingshang/server/contract'
import { Button, Popover } from 'antd'
import { instant } from '../../components/format.ts'
import { langOf, Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { type Entry, entriesOf, fieldLabel, REVIEW_BELOW, type RowField, writeValue } from './fields.ts'
import { sharedKey } from './segments.ts'

/** One entry: a button that leads to its words in the source. */
export function Chip({ entry, onFind }: { entry: Entry; onFind: (key: string) => void }) {
  const { t } = useMessages()
  const doubtful = entry.confidence < REVIEW_BELOW
  const content = (
    <>
      <span className="chip-label">
        <Words>{entry.label}</Words>
        {entry.better && (
          <span className="chip-better" title={t(`better.${entry.better}`)}>
            <span aria-hidden>{entry.better === 'up' ? '↑' : '↓'}</span>
            <span className="visually-hidden">（{t(`better.${entry.better}`)}）</span>
          </span>
        )}
      </span>
      {entry.more && (
        <span className="chip-more" lang={langOf(entry.more)}>
          {entry.more}
        </span>
      )}
      {doubtful && <span className="chip-doubt">{t('field.doubt', { n: Math.round(entry.confidence * 100) })}</span>}
    </>
  )
  const className = `chip k-${entry.kind}`
  return entry.placed ? (
    <button type="button" className={className} data-chip={entry.key} data-doubt={doubtful || undefined} onClick={() => onFind(entry.key)}>
      {content}
    </button>
  ) : (
    <span className={className} data-chip={entry.key} data-doubt={doubtful || undefined}>
      {content}
    </span>
  )
}

/** Says that a person set the field, and shows what the machine had read. */
export function CorrectedMark({ correction, onUndo }: { correction: Correction; onUndo: ((correction: Correction) => void) | null }) {
  const { t, locale } = useMessages()
  return (
    <Popover
      trigger={['click']}
      title={t('correction.title')}
      content={
        <div className="before">
          <p>
            <span className="muted">{t('correction.read')}</span>
            <span lang="zh-CN">{writeValue(correction.field, correction.before, t, locale)}</span>
          </p>
          <p>
            <span className="muted">{t('correction.by')}</span>
            <Words>{correction.by.displayName}</Words> · {instant(correction.at)}
          </p>
          {onUndo && (
            <Button size="small" onClick={() => onUndo(correction)}>
              {t('correction.undo')}
            </Button>
          )}
        </div>
      }
    >
      <button type="button" className="corrected" aria-label={t('correction.mark', { field: t(fieldLabel(correction.field)) })}>
        {t('correction.short')}
      </button>
    </Popover>
  )
}

/** Units that the plan gives to this measure together with others: shown, found in the source, and corrected by naming them here. */
export function InheritedRow({ measure, onFind }: { measure: MeasureContent; onFind: (key: string) => void }) {
  const { t } = useMessages()
  const units = measure.inherited ?? []
  if (units.length === 0) return null
  return (
    <div className="field" data-field="inherited">
      <dt>{t('field.inherited')}</dt>
      <dd>
        {units.map((unit) => (
          <Chip
            key={`${unit.role}${unit.span.start}`}
            entry={{
              key: sharedKey(unit.span),
              kind: unit.role,
              label: unit.name,
              more: t(`field.${unit.role}`),
              confidence: unit.confidence,
              placed: true,
              better: null,
            }}
            onFind={onFind}
          />
        ))}
      </dd>
    </div>
  )
}

interface Props {
  readonly measure: MeasureContent
  readonly field: RowField
  readonly correction: Correction | undefined
  readonly onFind: (key: string) => void
  readonly onEdit: ((field: RowField) => void) | null
  readonly onUndo: ((correction: Correction) => void) | null
}

/** A field of a measure: its name, its entries, whether it was corrected, and a way to correct it. */
export function FieldRow({ measure, field, correction, onFind, onEdit, onUndo }: Props) {
  const { t, locale } = useMessages()
  const entries = entriesOf(measure, field, t, locale)
  if (entries.length === 0 && !correction) return null
  return (
    <div className="field" data-field={field}>
      <dt>{t(fieldLabel(field))}</dt>
      <dd>
        {entries.map((entry) => (
          <Chip key={entry.key} entry={entry} onFind={onFind} />
        ))}
        {entries.length === 0 && <span className="muted">{t('field.none')}</span>}
        {correction && <CorrectedMark correction={correction} onUndo={onUndo} />}
        {onEdit && (
          <Button
            className="field-edit"
            type="text"
            size="small"
            icon={<EditOutlined />}
            data-edit={field}
            aria-label={t('correction.edit', { field: t(fieldLabel(field)) })}
            onClick={() => onEdit(field)}
          />
        )}
      </dd>
    </div>
  )
}
