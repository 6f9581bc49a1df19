import type { Correction, CorrectionInput, MeasureContent } from '@yingshang/server/contract'
import { Alert, Button } from 'antd'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useCorrect } from '../../api/queries.ts'
import { useToast } from '../../components/toast.tsx'
import { type MessageKey, useMessages } from '../../messages/index.tsx'
import { fieldLabel, type MeasureField } from './fields.ts'
import { KindInput, NumberInput, PathInput, TitleInput } from './inputs-basic.tsx'
import { MilestonesInput, PersonsInput, TargetsInput, UnitsInput } from './inputs-lists.tsx'
import { ConditionsInput, RecurringInput } from './inputs-words.tsx'

/** What an input of a field gives back: a value for the server, or what is missing. */
export type Draft = { readonly value: CorrectionInput['value'] } | { readonly missing: MessageKey }

interface Props {
  readonly planId: string
  readonly version: number
  readonly measure: MeasureContent
  readonly field: MeasureField
  readonly units: readonly string[]
  readonly onDone: () => void
  readonly onUndo: (correction: Correction) => void
}

/**
 * Corrects one field where it stands. Escape leaves, Ctrl+Enter saves. When somebody else changed the plan in between, the form stays
 * open with what was typed and says so; saving again then goes over the newer version knowingly.
 */
export function FieldEditor({ planId, version, measure, field, units, onDone, onUndo }: Props) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const correct = useCorrect(planId)
  const box = useRef<HTMLDivElement>(null)
  const [draft, setDraft] = useState<Draft | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [seen, setSeen] = useState(version)
  const label = t(fieldLabel(field))

  useEffect(() => {
    box.current?.querySelector<HTMLElement>('input:not([type=hidden]), textarea')?.focus()
  }, [])

  const save = async () => {
    if (!draft) return onDone()
    if ('missing' in draft) return setTrouble(t(draft.missing))
    setTrouble(null)
    try {
      const answer = await correct.mutateAsync({ measureId: measure.id, version: seen, field, value: draft.value } as CorrectionInput)
      toast.done(t('correction.saved', { field: label }), () => onUndo(answer.correction))
      onDone()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.code === 'version.conflict') {
        const other = error.refusal.changes.at(-1)
        if (error.refusal.version) setSeen(error.refusal.version)
        setTrouble(t('correction.conflict', { who: other?.by.displayName ?? '—' }))
      } else setTrouble(error.say(locale))
    }
  }

  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.stopPropagation()
      onDone()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save()
  }

  const input: ReactNode = (() => {
    switch (field) {
      case 'title':
        return <TitleInput measure={measure} label={label} onDraft={setDraft} />
      case 'number':
        return <NumberInput measure={measure} label={label} onDraft={setDraft} />
      case 'path':
        return <PathInput measure={measure} label={label} onDraft={setDraft} />
      case 'kind':
        return <KindInput measure={measure} label={label} onDraft={setDraft} />
      case 'lead':
      case 'responsible':
        return <UnitsInput values={measure[field]} units={units} label={label} onDraft={setDraft} />
      case 'persons':
        return <PersonsInput values={measure.persons} onDraft={setDraft} />
      case 'milestones':
        return <MilestonesInput values={measure.milestones} onDraft={setDraft} />
      case 'targets':
        return <TargetsInput values={measure.targets} onDraft={setDraft} />
      case 'recurring':
        return <RecurringInput values={measure.recurring} onDraft={setDraft} />
      case 'conditions':
        return <ConditionsInput values={measure.conditions} onDraft={setDraft} />
      case 'struck':
        return null
    }
  })()

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the inputs inside are heard here once
    <div className="editor" ref={box} onKeyDown={keys} data-editor={field}>
      {input}
      {trouble && <Alert role="alert" type="warning" title={trouble} showIcon />}
      <div className="editor-actions">
        <Button type="primary" size="small" loading={correct.isPending} onClick={() => void save()}>
          {t('common.save')}
        </Button>
        <Button size="small" onClick={onDone}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  )
}
