import type { NewDecision, WeeklyDecision } from '@yingshang/server/contract'
import { Alert, Button, Input, Select } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { Field } from './field.tsx'

export const KINDS = ['defer', 'urge', 'report', 'close-out', 'task', 'other'] as const

export interface Choices {
  readonly entries: readonly { readonly value: string; readonly label: string }[]
  readonly bodies: readonly { readonly value: string; readonly label: string }[]
}

interface Props extends Choices {
  readonly number: number
  readonly decision: NewDecision
  readonly onChange: (change: Partial<NewDecision>) => void
  readonly onRemove: () => void
  /** Why it could not become a fact today, as the server said when it was kept last. */
  readonly refusals: WeeklyDecision['refusals']
  readonly focus: boolean
}

/** One decision as it is entered: what it is, about which entry, for whom, by when, in which words. */
export function DecisionFields({ number, decision, onChange, onRemove, refusals, entries, bodies, focus }: Props) {
  const { t, locale } = useMessages()
  const of = (name: string) => `${t('reporting.decision', { n: number })} ${name}`
  return (
    <fieldset className="reporting-rule" data-decision={number}>
      <legend>{t('reporting.decision', { n: number })}</legend>
      <Field label={t('reporting.decisionKind')}>
        <Select
          aria-label={of(t('reporting.decisionKind'))}
          value={decision.kind}
          onChange={(kind) => onChange({ kind })}
          options={KINDS.map((kind) => ({ value: kind, label: t(`reporting.kind.${kind}`) }))}
        />
      </Field>
      <Field label={t('reporting.decisionEntry')}>
        <Select
          aria-label={of(t('reporting.decisionEntry'))}
          value={decision.entry ?? ''}
          onChange={(entry) => onChange({ entry: entry === '' ? null : entry })}
          showSearch={{ optionFilterProp: 'label' }}
          options={[{ value: '', label: t('reporting.noEntry') }, ...entries]}
        />
      </Field>
      <Field label={t('reporting.decisionBody')}>
        <Select
          aria-label={of(t('reporting.decisionBody'))}
          value={decision.body ?? ''}
          onChange={(body) => onChange({ body: body === '' ? null : body })}
          showSearch={{ optionFilterProp: 'label' }}
          options={[{ value: '', label: t(decision.entry === null ? 'reporting.noBody' : 'reporting.leadBody') }, ...bodies]}
        />
      </Field>
      <Field label={t(decision.kind === 'defer' ? 'reporting.deferUntil' : 'reporting.due')}>
        <Input type="date" value={decision.due ?? ''} onChange={(event) => onChange({ due: event.target.value || null })} />
      </Field>
      <div className="reporting-wide">
        <Field label={t('reporting.decisionWords')}>
          <Input.TextArea
            autoSize={{ minRows: 2 }}
            maxLength={500}
            autoFocus={focus}
            value={decision.words}
            onChange={(event) => onChange({ words: event.target.value })}
          />
        </Field>
      </div>
      {refusals.length > 0 && (
        <Alert
          className="reporting-wide"
          type="warning"
          showIcon
          title={refusals.map((r) => say(r, locale)).join(locale === 'zh' ? '；' : '; ')}
        />
      )}
      <div>
        <Button aria-label={of(t('reporting.remove'))} onClick={onRemove}>
          {t('reporting.remove')}
        </Button>
      </div>
    </fieldset>
  )
}
